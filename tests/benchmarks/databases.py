"""Databases with content, kept between runs: loaded again only when something that their rows depend on has changed."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier, Literal

from tests.benchmarks.content import write_content

ROOT = Path(__file__).parents[2]
VAR = Path(os.environ.get("BENCH_VAR_DIR", ROOT / "var" / "bench"))
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
"""A PostgreSQL server where databases may be made: those of the benchmark are called bench_1000 and so on."""

SHAPES_ROWS = [
    "cms/importing/*.py",
    "cms/media.py",
    "*/migrations/*.py",
    "cities/data/*.csv",
    "search/folding.py",
    "search/index.py",
    "search/migrations/*.py",
]
WRITERS = ("Django", "wagtail", "modelsearch", "django-modelcluster", "django-treebeard", "pillow")
PUBLIC_URL = "https://cms.example.org"


@dataclass(frozen=True)
class Database:
    """A database of the benchmark, and the folder of what the product keeps beside it."""

    cities: int
    name: str

    @property
    def url(self) -> str:
        return f"{SERVER.rpartition('/')[0]}/{self.name}"

    @property
    def folder(self) -> Path:
        return VAR / str(self.cities)

    def settings(self, **more: str) -> dict[str, str]:
        """Return the environment of a process in production mode on this database, and nothing that was set besides."""
        ours = {
            "DATABASE_URL": self.url,
            "SECRET_KEY": hashlib.sha256(b"of the benchmark").hexdigest(),
            "PUBLIC_URL": PUBLIC_URL,
            "BEHIND_PROXY": "true",
            "VAR_DIR": str(self.folder),
            "LOG_LEVEL": "WARNING",
            # counted as ever, and never reached: the load is one client
            "QUERY_RATE": "1000000/second",
            "PYTHONPATH": str(ROOT),
        }
        return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | ours | more


def database_with(content: dict) -> Database:
    """Return the database with ``content``, named for its number of cities, after loading it if need be."""
    cities = len(content["cities"])
    database = Database(cities, f"bench_{cities}")
    wanted = fingerprint(content)
    if (database.folder / "loaded").is_file() and _mark_of(database.name) == wanted:
        return database
    _load(database, content)
    with _server() as server:
        server.execute(SQL("COMMENT ON DATABASE {} IS {}").format(Identifier(database.name), Literal(wanted)))
    (database.folder / "loaded").touch()
    return database


@contextmanager
def copied(database: Database) -> Iterator[Database]:
    """Give a copy of ``database`` that may be written to, and drop it in the end."""
    copy = Database(database.cities, f"{database.name}_copy")
    with _server() as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(copy.name)))
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(copy.name), Identifier(database.name)))
    try:
        yield copy
    finally:
        with _server() as server:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(copy.name)))


def fingerprint(content: dict) -> str:
    """Return a mark of everything that the rows of a database with ``content`` depend on."""
    digest = hashlib.sha256(json.dumps(content).encode())
    for path in sorted({path for pattern in SHAPES_ROWS for path in ROOT.glob(pattern)}):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    digest.update(" ".join(map(version, WRITERS)).encode())
    return digest.hexdigest()


def _load(database: Database, content: dict) -> None:
    print(f"Loading {database.cities} cities into {database.name}, once (5,570 take about ten minutes) ...", flush=True)
    began = time.monotonic()
    with _server() as server:
        server.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(database.name)))
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(database.name)))
    database.folder.mkdir(parents=True, exist_ok=True)
    (database.folder / "loaded").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file = write_content(Path(folder), content)
        for command in (["migrate", "-v0"], ["import_content", str(file)], ["collectstatic", "--noinput", "-v0"]):
            _manage(database, command)
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    print(f"  loaded in {time.monotonic() - began:.0f} s", flush=True)


def _manage(database: Database, command: list[str]) -> None:
    """Run a command of ``manage.py``, saying twice a minute that it still runs. Raises ``SystemExit`` if it fails."""
    began = time.monotonic()
    with subprocess.Popen([sys.executable, "manage.py", *command], cwd=ROOT, env=database.settings()) as process:
        while process.poll() is None:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                print(f"  {command[0]}: {time.monotonic() - began:.0f} s", flush=True)
    if process.returncode:
        raise SystemExit(f"manage.py {command[0]} failed.")


def _mark_of(name: str) -> str | None:
    with _server() as server:
        found = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    return found[0] if found else None


def _server() -> psycopg.Connection:
    try:
        return psycopg.connect(SERVER, autocommit=True)
    except psycopg.OperationalError as error:
        host = conninfo_to_dict(SERVER).get("host")
        raise SystemExit(
            f"No PostgreSQL at {host}: {error}The benchmark needs one where it may make databases. "
            "Say where by BENCH_DATABASE_URL=postgres://user:password@host:5432/postgres"
        ) from error
