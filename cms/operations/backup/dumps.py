"""The database as one file and back: by PostgreSQL's own tools, or SQLite's own copying."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection


class DumpError(Exception):
    """The database's tool is missing or failed; what it said is the message."""


def dump(path: Path) -> None:
    """Write the database into ``path`` as it is at one moment, whoever writes meanwhile. Raises ``DumpError``."""
    if connection.vendor == "postgresql":
        _run("pg_dump", ["--format=custom", "--no-owner", "--no-acl", f"--file={path}"])
        return
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    with copy:
        connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole
    copy.close()


def load(path: Path) -> None:
    """Fill the empty database from a file of ``dump``, whole or not at all. Raises ``DumpError``."""
    if connection.vendor == "postgresql":
        database = connection.settings_dict["NAME"]
        options = ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", [*options, f"--dbname={database}", str(path)])
        connection.close()
        return
    source = sqlite3.connect(path)
    connection.ensure_connection()
    source.backup(connection.connection)
    source.close()


def tables() -> list[str]:
    """Return the names of the tables that the database holds, in order."""
    return sorted(connection.introspection.table_names())


def rows(names: list[str]) -> dict[str, int]:
    """Return how many rows each table has."""
    counted = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            counted[name] = cursor.fetchone()[0]
    return counted


def _run(tool: str, arguments: list[str]) -> None:
    """Run one of PostgreSQL's tools on our database, with the password where nobody sees it."""
    program = shutil.which(tool)
    if program is None:
        raise DumpError(f"{tool} is not installed: it comes with PostgreSQL's client, no older than the server.")
    to, environment = connection.settings_dict, {"PATH": str(Path(program).parent), "PGCONNECT_TIMEOUT": "10"}
    given = {"HOST": to["HOST"], "PORT": str(to["PORT"] or ""), "USER": to["USER"], "PASSWORD": to["PASSWORD"]}
    environment |= {f"PG{name}": value for name, value in given.items() if value}
    environment |= {"PGDATABASE": to["NAME"], **_encryption(to.get("OPTIONS", {}))}
    done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise DumpError(f"{tool} failed: {done.stderr.strip()}")


def _encryption(options: dict[str, str]) -> dict[str, str]:
    return {
        f"PG{name.upper()}": options[name]
        for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")
        if name in options
    }
