"""The secrets of a new installation, each in a file: for containers, which have nobody to ask.

``python -m cms.operations.new_secrets FOLDER``. It is no command of ``manage.py``: the settings need what it writes.
"""

import os
import secrets
import sys
from pathlib import Path

DATABASE = "postgres://cms:{password}@database:5432/cms"


def write_secrets(folder: Path) -> None:
    """Write random secrets into ``folder``. Those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    password = _keep(folder / "database_password", secrets.token_urlsafe(32))
    _keep(folder / "database_url", DATABASE.format(password=password))
    _keep(folder / "secret_key", secrets.token_urlsafe(50))
    _keep(folder / "metrics_token", secrets.token_urlsafe(32))


def _keep(path: Path, secret: str) -> str:
    """Write the secret for the folder's owner alone, whole or not at all, and return the one that is there."""
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(secret)
            file.flush()
            os.fsync(descriptor)
        unfinished.rename(path)
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    write_secrets(Path(sys.argv[1]))
