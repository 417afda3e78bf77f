"""Importing in the admin: who may, what they see, what happens when they confirm."""

import json

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from cities.models import CityPage
from cms.importing.runs import ContentImport, ImportState
from cms.importing.tasks import apply_import, check_import, remove_old_imports
from tests.builders import make_city

TABLE = b"ibge_code;title;summary\n3509502;Campinas;Cidade piloto.\n"


def member(group):
    user = User.objects.create_user(group, password="x")
    user.groups.add(Group.objects.get(name=group))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def reviewer(home):
    return member("Revisores")


def upload(client, data=TABLE, name="cidades.csv"):
    return client.post("/admin/import/", {"file": SimpleUploadedFile(name, data)})


def checked(client, data=TABLE, name="cidades.csv"):
    """Send a file and let the worker check it."""
    upload(client, data, name)
    run = ContentImport.objects.latest("pk")
    check_import.func(run.pk)
    run.refresh_from_db()
    return run


def page_of(client, run):
    return client.get(f"/admin/import/{run.pk}/").content.decode()


def confirm(client, run):
    return client.post(f"/admin/import/{run.pk}/confirm/", {"digest": run.report.get("digest")}, follow=True)


def test_reviewers_may_and_editors_may_not(reviewer):
    editor = member("Editores")
    assert "Nada foi importado ainda." in reviewer.get("/admin/import/").content.decode()
    assert "/admin/import/" in reviewer.get("/admin/").content.decode()
    assert "/admin/import/" not in editor.get("/admin/").content.decode()
    run = checked(reviewer)
    for address in ("", f"{run.pk}/", f"{run.pk}/progress/"):
        assert editor.get(f"/admin/import/{address}").status_code == 302
    for address in ("", f"{run.pk}/confirm/", f"{run.pk}/discard/"):
        assert editor.post(f"/admin/import/{address}").status_code == 302
    assert ContentImport.objects.count() == 1


def test_an_upload_is_queued_with_its_task(reviewer):
    response = upload(reviewer)
    run = ContentImport.objects.get()
    assert response.url == f"/admin/import/{run.pk}/"
    task = DBTaskResult.objects.get()
    assert (task.args_kwargs["args"], task.queue_name, task.status) == ([run.pk], "long", "READY")
    assert "Na fila: começa em instantes." in page_of(reviewer, run)
    found = reviewer.get(f"/admin/import/{run.pk}/progress/").json()
    assert found == {"state": "checking", "done": 0, "total": 0, "text": "Na fila: começa em instantes."}


def test_the_dry_run_is_a_table_and_changes_nothing(reviewer):
    run = checked(reviewer)
    text = page_of(reviewer, run)
    assert run.state == ImportState.READY
    assert "O que vai mudar" in text
    assert "Confirmar e importar" in text
    assert "Campinas" in text
    assert not CityPage.objects.exists()


def test_confirmed_it_is_imported_and_the_history_names_who(reviewer):
    run = checked(reviewer)
    confirm(reviewer, run)
    apply_import.func(run.pk)
    run.refresh_from_db()
    assert (run.state, CityPage.objects.get().title) == (ImportState.DONE, "Campinas")
    assert CityPage.objects.get().owner.username == "Revisores"
    assert "O que mudou" in page_of(reviewer, run)
    assert "Confirmar e importar" not in page_of(reviewer, run)


def test_changed_fields_show_how_they_were_and_will_be(reviewer):
    page = make_city(title="Antes")
    run = checked(reviewer, f"ibge_code,title\n{page.municipality_id},Depois\n".encode())
    text = page_of(reviewer, run)
    assert "<del>Antes</del> → <ins>Depois</ins>" in text
    assert "Título <code>title</code>" in text


def test_problems_are_a_table(reviewer):
    run = checked(reviewer, b"ibge_code,status\n3509502,ativa\n")
    text = page_of(reviewer, run)
    assert run.state == ImportState.REFUSED
    assert "O arquivo tem 3 problemas. Nada mudou no site." in text
    assert "aceito: active, suspended, ended" in text
    assert "Confirmar e importar" not in text


def test_a_site_that_changed_meanwhile_is_shown_again(reviewer):
    run = checked(reviewer)
    confirm(reviewer, run)
    other = checked(reviewer)
    confirm(reviewer, other)
    apply_import.func(other.pk)
    apply_import.func(run.pk)
    run.refresh_from_db()
    assert run.state == ImportState.READY
    assert "O site mudou depois da conferência, e nada foi importado." in page_of(reviewer, run)
    assert "O site já está como no arquivo: não há o que importar." in page_of(reviewer, run)


def test_an_old_page_of_the_check_cannot_confirm_a_new_one(reviewer):
    run = checked(reviewer)
    reviewer.post(f"/admin/import/{run.pk}/confirm/", {"digest": "another"})
    run.refresh_from_db()
    assert run.state == ImportState.READY


def test_twice_confirmed_is_imported_once(reviewer):
    run = checked(reviewer)
    confirm(reviewer, run)
    text = confirm(reviewer, run).content.decode()
    assert "Esta importação já não espera confirmação" in text
    assert DBTaskResult.objects.filter(task_path=apply_import.module_path).count() == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("cidades.xlsx", b"x", "A extensão de arquivo “xlsx” não é permitida."),
        ("cidades.csv", b"", "O arquivo enviado está vazio."),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(reviewer, name, data, message):
    text = upload(reviewer, data, name).content.decode()
    assert message in text
    assert not ContentImport.objects.exists()


def test_discarded_its_file_goes_too(reviewer, django_capture_on_commit_callbacks, tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    run = checked(reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        reviewer.post(f"/admin/import/{run.pk}/discard/")
    assert not ContentImport.objects.exists()
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


def test_one_at_work_cannot_be_discarded(reviewer):
    upload(reviewer)
    run = ContentImport.objects.get()
    reviewer.post(f"/admin/import/{run.pk}/discard/")
    assert ContentImport.objects.exists()


def test_an_upload_cannot_be_fetched(reviewer):
    run = checked(reviewer)
    assert reviewer.get(f"/media/{run.file.name}").status_code == 404


def test_a_failure_is_told_and_given_up_in_the_tasks(reviewer, admin_client):
    upload(reviewer)
    run = ContentImport.objects.get()
    DBTaskResult.objects.update(status="FAILED", traceback="ValueError: x")
    assert "Um erro inesperado interrompeu a importação." in page_of(reviewer, run)
    task = DBTaskResult.objects.get()
    admin_client.post(f"/admin/reports/tasks/{task.pk}/discard/", headers={"host": "127.0.0.1"})
    run.refresh_from_db()
    assert run.state == ImportState.FAILED
    assert "A importação foi encerrada. Nada mudou no site." in page_of(reviewer, run)


def test_many_changes_are_paged(reviewer):
    areas = [{"slug": f"a-{i}", "title": f"Área {i}", "summary": "S"} for i in range(150)]
    run = checked(reviewer, json.dumps({"areas": areas}).encode(), "areas.json")
    text = page_of(reviewer, run)
    assert "Página 1 de 2" in text
    assert text.count("cms-title") == 100


def test_old_uploads_go(reviewer):
    run = ContentImport.objects.create(name="a.csv", file=ContentFile(b"x", "a.csv"))
    ContentImport.objects.update(created_at="2020-01-01T00:00:00Z")
    recent = checked(reviewer)
    remove_old_imports.func()
    assert list(ContentImport.objects.all()) == [recent]
    assert run.pk != recent.pk
