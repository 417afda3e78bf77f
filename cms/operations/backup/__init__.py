"""Backups: the database and the uploads in one file, checked when it is restored.

docs/decisions/a-backup-is-one-file.md says why this is ours.
"""
