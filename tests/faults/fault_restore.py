"""A backup, made while editors write, is restored elsewhere, and everything is there."""

import hashlib
import os
import subprocess
import sys
import tarfile
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import connection, connections

from cms.media import CustomDocument, CustomImage
from cms.operations.backup import dumps, uploads
from cms.private import private_storage
from tests.builders import make_area, make_city, make_image, make_story
from tests.cms.conftest import _named
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import ROOT

ELSEWHERE = "restored"


@contextmanager
def elsewhere(own_database, folder: Path):
    """An empty database beside the test's own. Yields its address, and a connection to it."""
    if connection.vendor == "sqlite":
        path = folder / "restored.sqlite3"
        url, name = f"sqlite:///{path}", str(path)
    else:
        name = connection.settings_dict["NAME"] + "_" + ELSEWHERE
        url = own_database["DATABASE_URL"].rpartition("/")[0] + "/" + name
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    other = _named(connections["default"], name)
    try:
        yield url, other
    finally:
        other.close()
        if connection.vendor != "sqlite":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def contents(database) -> dict[str, list[tuple]]:
    """Return every row of every table, in an order of its own."""
    found = {}
    with database.cursor() as cursor:
        for table in sorted(database.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env={**os.environ, "DEBUG": "true", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def content(own_database, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    for number in range(5):
        make_city(title=f"Cidade {number}", hero_image=make_image(), hero_alt="Vista")
    make_area()
    make_story()
    settings.PRIVATE_ROOT = str(tmp_path / "private")
    private_storage.save("forms/resposta.txt", ContentFile(b"de uma visitante"))
    CustomDocument.objects.create(title="Grande", file=ContentFile(os.urandom(3_000_000), "grande.zip"))
    return own_database


def test_everything_comes_back(content, settings, tmp_path, tell):
    file, media = tmp_path / "backup.tar", tmp_path / "restored-media"
    call_command("backup", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    with elsewhere(content, tmp_path) as (url, other):
        done = manage("restore", str(file), DATABASE_URL=url, MEDIA_DIR=str(media), VAR_DIR=str(tmp_path / "other"))
        assert done.returncode == 0, done.stderr
        before, after = contents(connection), contents(other)
        assert list(after) == list(before)
        assert {table: rows for table, rows in after.items() if rows != before[table]} == {}
        assert digests(media) == digests(Path(settings.MEDIA_ROOT))
        assert digests(tmp_path / "other" / "private") == digests(tmp_path / "private") != {}
        made = manage("migrate", "--check", DATABASE_URL=url, VAR_DIR=str(tmp_path / "other"))
        assert made.returncode == 0, made.stdout + made.stderr
        again = manage("restore", str(file), DATABASE_URL=url, MEDIA_DIR=str(media), VAR_DIR=str(tmp_path / "other"))
        assert "The database has tables" in again.stderr
    tell("tables", len(after))
    tell("rows", sum(map(len, after.values())))
    tell("files", len(digests(media)))
    tell("megabytes", round(file.stat().st_size / 1e6, 1))


def test_while_editors_write_no_row_lacks_its_file(content, settings, tmp_path, tell):
    file, media, stop, written = tmp_path / "backup.tar", tmp_path / "restored-media", threading.Event(), []

    def write():
        with closing(_named(connections["default"], database)) as own:  # a thread has connections of its own
            connections["default"] = own
            while not stop.is_set():
                document = CustomDocument(title="Novo", file=ContentFile(os.urandom(2000), "novo.txt"))
                document.save()
                written.append(document.pk)

    database = connection.settings_dict["NAME"]
    editor = threading.Thread(target=write)
    before = CustomDocument.objects.count() + CustomImage.objects.count()
    editor.start()
    try:
        wait_for(lambda: len(written) > 2)
        call_command("backup", str(file))
    finally:
        stop.set()
        editor.join()
    with elsewhere(content, tmp_path) as (url, other):
        done = manage("restore", str(file), DATABASE_URL=url, MEDIA_DIR=str(media), VAR_DIR=str(tmp_path / "other"))
        assert done.returncode == 0, done.stderr
        with other.cursor() as cursor:
            cursor.execute("SELECT file FROM cms_customdocument UNION SELECT file FROM cms_customimage")
            named = {row[0] for row in cursor.fetchall()}
    assert named <= set(digests(media))
    assert before + 2 < len(named) <= before + len(written)
    tell("documents written meanwhile", len(written))
    tell("of them in the backup", len(named) - before)


@pytest.mark.parametrize("place", [0.2, 0.9])
def test_a_damaged_backup_is_refused_before_anything_is_touched(content, settings, tmp_path, place):
    file = tmp_path / "backup.tar"
    call_command("backup", str(file))
    data = bytearray(file.read_bytes())
    data[int(len(data) * place)] ^= 0xFF
    file.write_bytes(data)
    before = digests(Path(settings.MEDIA_ROOT))
    with pytest.raises(CommandError, match=r"damaged|no backup|Reading|header"):
        call_command("restore", str(file), "--check")
    assert digests(Path(settings.MEDIA_ROOT)) == before
    file.write_bytes(data[: len(data) // 2])
    with pytest.raises(CommandError):
        call_command("restore", str(file), "--check")


def test_a_backup_that_fails_leaves_no_file(content, tmp_path, monkeypatch):
    def fail(path):
        raise dumps.DumpError("pg_dump failed: no space left on device")

    monkeypatch.setattr(dumps, "dump", fail)
    with pytest.raises(CommandError, match="no space left"):
        call_command("backup", str(tmp_path / "backup.tar"))
    assert not list(tmp_path.glob("backup.tar*"))


def test_uploads_keep_their_names(tmp_path):
    storage = FileSystemStorage(location=tmp_path)
    storage.save("a/b.txt", ContentFile(b"1"))
    with pytest.raises(FileExistsError):
        uploads.keep("a/b.txt", ContentFile(b"2"), storage)
    assert list(uploads.names(storage)) == ["a/b.txt"]


def test_the_archive_is_an_ordinary_one(content, tmp_path):
    file = tmp_path / "backup.tar"
    call_command("backup", str(file))
    with tarfile.open(file) as archive:
        assert {"database.dump", "manifest.json"} <= set(archive.getnames())
