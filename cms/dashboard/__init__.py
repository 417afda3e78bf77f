"""The first page of the admin: what waits for whoever opens it."""
