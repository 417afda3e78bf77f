"""The disk is full: whoever uploads is told so, and neither half a row nor half a file is left."""

import io
import os
from pathlib import Path

from PIL import Image

from cms.importing.runs import ContentImport
from cms.media import CustomDocument, CustomImage
from home.models import SubmittedFile
from tests.builders import make_form
from tests.faults.servers import Browser
from tests.pictures import encoded

ROOM = 1_000_000
"""Bytes of the longest file that the system lets the server write: the next byte fails as on a full disk."""


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_uploads_find_the_disk_full(own_database, editor, start_server, settings, tmp_path, tell):
    form = make_form(fields=[{"label": "Anexo", "field_type": "file", "max_megabytes": 5, "file_types": "pdf"}])
    server = start_server(before=["prlimit", f"--fsize={ROOM}"])
    editor.enter(server)
    noise = encoded(Image.frombytes("RGB", (900, 900), os.urandom(900 * 900 * 3)), "PNG")
    large, huge = b"%PDF-" + os.urandom(2_000_000), b"%PDF-" + os.urandom(4_000_000)  # in memory, and in a file
    small = {"file": ("menor.pdf", io.BytesIO(b"%PDF-1"), "application/pdf")}
    where = {"title": "Grande", "collection": "1"}
    assert editor.submit(server, "/admin/documents/add/", where, files=small).status_code == 302
    before = files(tmp_path / "media")
    assert before == {"documents/menor.pdf"}
    tried = 0
    for kind, name, data in (
        ("documents", "grande.pdf", large),
        ("documents", "enorme.pdf", huge),
        ("images", "ruido.png", noise),
    ):
        sent = editor.submit(server, f"/admin/{kind}/add/", where, files={"file": (name, io.BytesIO(data), "x/y")})
        assert sent.status_code == 507
        assert "Não há espaço para guardar o arquivo" in sent.text
        tried += 1
    old = CustomDocument.objects.get()
    sent = editor.submit(
        server, f"/admin/documents/edit/{old.pk}/", where, files={"file": ("novo.pdf", io.BytesIO(large), "x/y")}
    )
    assert sent.status_code == 507
    assert Browser().get(server, f"/documents/{old.pk}/menor.pdf").content == b"%PDF-1"
    sent = editor.submit(
        server, "/admin/import/", {}, files={"file": ("conteudo.csv", io.BytesIO(b"a" * 2_000_000), "text/csv")}
    )
    assert sent.status_code == 507
    started = Browser().graphql(
        server,
        query="mutation($i: StartFormInput!) { startForm(input: $i) { token } }",
        variables={"i": {"page": form_id(form)}},
    )
    sent = Browser().ask(
        server,
        "POST",
        "/forms/upload/",
        data={"page": form_id(form), "field": form.get_form_fields()[0].clean_name},
        files={"file": ("grande.pdf", io.BytesIO(large), "application/pdf")},
        headers={"Authorization": f"Bearer {started['data']['startForm']['token']}"},
    )
    assert sent.status_code == 507
    assert [error["code"] for error in sent.json()["errors"]] == ["STORAGE_FULL"]
    assert files(tmp_path / "media") == before
    assert files(tmp_path / "private") == set()
    assert CustomDocument.objects.count() == 1
    assert not CustomImage.objects.exists()
    assert not ContentImport.objects.exists()
    assert not SubmittedFile.objects.exists()
    assert (
        editor.submit(
            server, "/admin/documents/add/", where, files={**small, "file": ("outro.pdf", io.BytesIO(b"%PDF-2"), "x/y")}
        ).status_code
        == 302
    )
    tell("uploads refused", tried + 3)
    tell("files left of them", len(files(tmp_path / "media") - before) - 1)


def form_id(form) -> str:
    from graphql_relay import to_global_id

    return to_global_id("FormPage", form.pk)
