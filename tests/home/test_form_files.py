"""Files that visitors send: checked by what is in them, kept in private, gone when nobody needs them."""

import os
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from home.forms.file_types import type_of
from home.forms.kinds import FileTypes
from home.forms.retention import forget_submissions
from home.models import FormSubmission, SubmittedFile
from tests.builders import make_form
from tests.home.forms import Visitor, picture


@pytest.fixture
def form(home):
    photos = {"label": "Fotos", "field_type": "file", "file_types": "images", "max_files": 2, "max_megabytes": 1}
    return make_form(fields=[{"label": "Nome", "required": False}, photos])


def on_disk(settings):
    return sorted(path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file())


def archive(*members):
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in members:
            file.writestr(name, text)
    return data.getvalue()


def test_a_file_is_uploaded_then_sent_then_deleted_with_its_submission(
    form, settings, admin_user, django_capture_on_commit_callbacks
):
    visitor = Visitor(form)
    status, told = visitor.upload("fotos", picture(), "Praça (1).png")
    assert (status, told["name"], told["type"], told["errors"]) == (201, "Praça_1.png", "image/png", [])
    assert visitor.mistakes(fotos=[told["token"]]) == []
    kept = FormSubmission.objects.get()
    assert kept.form_data == {"nome": "", "fotos": ["Praça_1.png"]}
    [path] = on_disk(settings)
    assert (path.read_bytes(), path.stat().st_mode & 0o777, "png" in path.name) == (picture(), 0o600, False)

    stranger, administrator = Client(headers={"host": "127.0.0.1"}), Client(headers={"host": "127.0.0.1"})
    administrator.force_login(admin_user)
    address = f"/admin/forms/files/{kept.files.get().pk}/"
    assert stranger.get(address).status_code == 302
    assert stranger.get(f"/media/{kept.files.get().file.name}").status_code == 404
    assert administrator.get(f"/media/{kept.files.get().file.name}").status_code == 404
    sent = administrator.get(address)
    assert b"".join(sent.streaming_content) == picture()
    assert sent["Content-Disposition"].startswith("attachment")
    assert (sent["X-Content-Type-Options"], "no-store" in sent["Cache-Control"]) == ("nosniff", True)

    assert visitor.mistakes(fotos=[told["token"]]) == []
    with django_capture_on_commit_callbacks(execute=True):
        administrator.post(f"/admin/forms/submissions/{form.pk}/delete/?selected-submissions={kept.pk}")
    assert not SubmittedFile.objects.exists()
    assert on_disk(settings) == []


@pytest.mark.parametrize(
    ("field", "content", "name", "mistake"),
    [
        ("fotos", b"", "a.png", "FILE_EMPTY"),
        ("fotos", b"<html>", "a.png", "FILE_TYPE"),
        ("fotos", picture("JPEG"), "a.png", "FILE_TYPE"),
        ("fotos", picture(), "a.exe", "FILE_TYPE"),
        ("fotos", picture()[:40], "a.png", "FILE_TYPE"),
        ("fotos", b"%PDF-1.7", "a.pdf", "FILE_TYPE"),
        ("fotos", picture() + b"\0" * 1024 * 1024, "a.png", "FILE_TOO_LARGE"),
        ("nome", picture(), "a.png", "UNKNOWN_FIELD"),
    ],
)
def test_what_the_field_does_not_take_is_refused(form, settings, field, content, name, mistake):
    status, told = Visitor(form).upload(field, content, name)
    assert (status, told["token"]) == (422, None)
    assert [(error["field"], error["code"]) for error in told["errors"]] == [(field, mistake)]
    assert on_disk(settings) == []


def test_an_upload_needs_the_token_of_the_form_in_a_header(form):
    visitor = Visitor(form)
    for token in ("", "Bearer abc", f"Bearer {Visitor(make_form()).token}"):
        status, told = visitor.upload("fotos", picture(), "a.png", authorization=token)
        assert (status, told["errors"][0]["code"]) == (401, "EXPIRED")
    form.unpublish()
    status, told = visitor.upload("fotos", picture(), "a.png")
    assert (status, told["errors"][0]["code"]) == (404, "NOT_FOUND")
    visitor.id = "nada"
    assert visitor.upload("fotos", picture(), "a.png") == (status, told)


def test_an_upload_is_for_one_filling_in_and_one_field(home):
    fields = [{"label": label, "field_type": "file", "file_types": "images", "required": False} for label in "AB"]
    form = make_form(fields=fields)
    visitor, other = Visitor(form), Visitor(form)
    token = visitor.upload("a", picture(), "a.png")[1]["token"]
    assert visitor.mistakes(b=[token]) == [("b", "FILE_UNKNOWN")]
    assert other.mistakes(a=[token]) == [("a", "FILE_UNKNOWN")]
    assert visitor.mistakes(a=[token]) == []


def test_floods_are_refused(form, settings, monkeypatch):
    settings.RATES = {**settings.RATES, "form_upload": "2/hour"}
    visitor = Visitor(form)
    assert [visitor.upload("fotos", picture(), "a.png")[0] for _ in range(2)] == [201, 201]
    response = visitor.client.post("/forms/upload/", {"page": visitor.id})
    assert (response.status_code, response.json()["errors"][0]["code"]) == (429, "RATE_LIMITED")
    assert 0 < int(response["Retry-After"]) <= 3600
    settings.RATES = {**settings.RATES, "form_upload": "100/hour"}
    settings.FORM_UPLOADS_WAITING = 2 * len(picture())
    status, told = visitor.upload("fotos", picture(), "a.png")
    assert (status, told["errors"][0]["code"]) == (422, "TOO_MANY")
    monkeypatch.setattr("home.forms.uploads.SPARE", 0)
    settings.FORM_UPLOADS_WAITING = 1024**3
    assert visitor.upload("fotos", picture(), "a.png")[1]["errors"][0]["code"] == "TOO_MANY"
    huge = visitor.client.post(
        "/forms/upload/", b"", content_type="multipart/form-data; boundary=x", headers={"content-length": "99999999"}
    )
    assert (huge.status_code, huge.json()["errors"][0]["code"]) == (413, "FILE_TOO_LARGE")


def test_browsers_of_other_origins_ask_before_they_upload(form):
    headers = {"origin": "https://juntos.example", "access-control-request-method": "POST"}
    headers["access-control-request-headers"] = "authorization"
    asked = Client(headers={"host": "127.0.0.1"}).options("/forms/upload/", headers=headers)
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "authorization" in asked["Access-Control-Allow-Headers"]


def test_what_was_never_sent_goes_after_a_day(form, settings, django_capture_on_commit_callbacks):
    visitor = Visitor(form)
    for _ in range(2):
        visitor.upload("fotos", picture(), "a.png")
    old = SubmittedFile.objects.first()
    SubmittedFile.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=26))
    orphan = Path(settings.PRIVATE_ROOT, "forms", "abc")
    orphan.write_bytes(b"x")
    Path(settings.PRIVATE_ROOT, "forms", "new").write_bytes(b"x")
    yesterday = (timezone.now() - timedelta(hours=26)).timestamp()
    os.utime(orphan, (yesterday, yesterday))
    with django_capture_on_commit_callbacks(execute=True):
        forget_submissions.func()
    assert {path.name for path in on_disk(settings)} == {SubmittedFile.objects.get().file.name[6:], "new"}


OPEN = "application/vnd.oasis.opendocument"


@pytest.mark.parametrize(
    ("content", "name", "allowed", "found"),
    [
        (b"%PDF-1.7", "a.PDF", FileTypes.PDF, "application/pdf"),
        (picture("WEBP"), "a.webp", FileTypes.IMAGES, "image/webp"),
        (picture("JPEG"), "a.jpg", FileTypes.ANY, "image/jpeg"),
        (archive(("mimetype", f"{OPEN}.text"), ("content.xml", "")), "a.odt", FileTypes.TEXTS, f"{OPEN}.text"),
        (archive(("mimetype", f"{OPEN}.text")), "a.ods", FileTypes.TABLES, None),
        (archive(("mimetype", f"{OPEN}.spreadsheet")), "a.ods", FileTypes.TABLES, f"{OPEN}.spreadsheet"),
        (archive(("[Content_Types].xml", ""), ("word/document.xml", "")), "a.xlsx", FileTypes.ANY, None),
        (
            archive(("[Content_Types].xml", ""), ("word/vbaProject.bin", ""), ("word/document.xml", "")),
            "a.docx",
            FileTypes.TEXTS,
            None,
        ),
        (b"PK\x03\x04 broken", "a.docx", FileTypes.TEXTS, None),
        ("nome;idade\nZé;3\n".encode(), "a.csv", FileTypes.TABLES, "text/csv"),
        (b"MZ\x90\x00\x03", "a.csv", FileTypes.TABLES, None),
        (b"%PDF-1.7", "pdf", FileTypes.IMAGES, None),
    ],
)
def test_a_type_is_told_by_name_and_content_alike(content, name, allowed, found):
    kind = type_of(BytesIO(content), name, allowed)
    assert (kind and kind.media_type) == found


def test_office_files_are_known(home):
    words = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    content = archive(("[Content_Types].xml", ""), ("word/document.xml", ""))
    assert type_of(BytesIO(content), "a.docx", FileTypes.TEXTS).media_type == words


def test_only_who_has_the_right_to_the_form_gets_its_files(form, django_user_model):
    visitor = Visitor(form)
    visitor.mistakes(fotos=[visitor.upload("fotos", picture(), "a.png")[1]["token"]])
    waiting = visitor.upload("fotos", picture(), "b.png")[1]["token"]
    sent = SubmittedFile.objects.exclude(submission=None).get()
    statuses = {}
    for role in ("Editores", "Revisores"):
        user = django_user_model.objects.create_user(role, f"{role}@example.org", "uma senha bem comprida")
        user.groups.add(Group.objects.get(name=role))
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        unsent = SubmittedFile.objects.get(key=waiting).pk
        addresses = (
            f"/admin/forms/files/{sent.pk}/",
            f"/admin/forms/submissions/{form.pk}/",
            f"/admin/forms/files/{unsent}/",
        )
        statuses[role] = [client.get(address).status_code for address in addresses]
        statuses[role].append(client.post(f"/admin/forms/submissions/{form.pk}/delete/").status_code)
    assert statuses == {"Editores": [302, 302, 404, 302], "Revisores": [200, 200, 404, 302]}
