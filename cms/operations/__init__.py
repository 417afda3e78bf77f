"""What operators see of a running server, and do with it: its health, logs, metrics and backups."""
