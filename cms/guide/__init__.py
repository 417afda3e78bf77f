"""The guide for editors, ``docs/editores.md``, inside the admin."""
