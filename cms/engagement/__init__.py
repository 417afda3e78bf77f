"""What visitors say and ask for: comments on pages, and the personal data that comes with them."""
