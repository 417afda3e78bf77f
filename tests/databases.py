"""The empty database that every migration makes: made once for a state of the code, and copied from then on."""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "var" / "tests"
PREFIX = f"migrated_{hashlib.sha256(bytes(ROOT)).hexdigest()[:8]}_"  # another checkout may share the server


def copy_what_is_migrated() -> None:
    """Have Django's test database begin as a copy of the one that is migrated already, which is made if need be."""
    creation = connections["default"].creation
    if connections["default"].vendor == "sqlite":
        made, keepers = creation._create_test_db, []

        def create(verbosity, autoclobber, keepdb=False):
            name = made(verbosity, autoclobber, keepdb)
            keepers.append(sqlite3.connect(name, uri=name.startswith("file:")))  # it lives while one is connected
            with sqlite3.connect(_migrated_file()) as source:
                source.backup(keepers[0])
            return name

        creation._create_test_db = create
    else:
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = _migrated_database()


def _migrated_file() -> Path:
    with _alone():
        path = FOLDER / f"{PREFIX}{_state_of_the_code()}.sqlite3"
        if not path.exists():
            for old in FOLDER.glob(f"{PREFIX}*"):
                old.unlink()
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(path)
    return path


def _migrated_database() -> str:
    url = os.environ["DATABASE_URL"]
    name = f"{PREFIX}{_state_of_the_code()}"
    with _alone(), psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("select datname from pg_database where starts_with(datname, %s)", [PREFIX]).fetchall()
        if (name,) not in rows:
            for (old,) in rows:
                connection.execute(sql.SQL("drop database {}").format(sql.Identifier(old)))
            unfinished = f"{name}_unfinished"
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(unfinished)))
            _migrate(urlsplit(url)._replace(path=f"/{unfinished}").geturl())
            new = sql.SQL("alter database {} rename to {}").format(sql.Identifier(unfinished), sql.Identifier(name))
            connection.execute(new)
    return name


def _migrate(url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url, "DEBUG": "true", "LOG_LEVEL": "WARNING"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)


def _state_of_the_code() -> str:
    digest = hashlib.sha256()
    packages = (path for name in ("cms", "home", "cities", "search") for path in (ROOT / name).rglob("*"))
    for path in sorted([ROOT / "requirements.lock", *packages]):
        if path.suffix in {".py", ".csv", ".json", ".sql", ".lock"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time see whether it is there and make it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
