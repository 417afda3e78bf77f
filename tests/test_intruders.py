"""Someone in the admin who wants more than their own pages, and someone who is not in it and wants to be."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction, GroupPagePermission

from cities.models import CityPage
from tests.builders import make_city, make_document, make_image, make_narrative

PASSWORD = "uma senha bem comprida"
SECRET = "Segredo-9f3a"


def client() -> Client:
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def own(home):
    return make_narrative(title="Delas")


@pytest.fixture
def intruder(own, django_user_model) -> Client:
    """An editor of one branch, and of nothing else."""
    group = Group.objects.create(name="Um ramo")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=own,
            permission=Permission.objects.get(codename=codename, content_type__app_label="wagtailcore"),
        )
    user = django_user_model.objects.create_user("eva", "eva@example.org", PASSWORD)
    user.groups.add(group)
    browser = client()
    browser.force_login(user)
    return browser


@pytest.fixture
def other(home) -> CityPage:
    """A draft of others, with a history."""
    city = make_city(title=f"Cidade {SECRET}", live=False)
    city.summary = f"Rascunho {SECRET}"
    city.save_revision()
    city.save_revision()
    return city


PAGE_VIEWS = """
    edit/ history/ history/results/ view_draft/ delete/ unpublish/ copy/ move/ usage/ lock/ unlock/ privacy/
    convert_alias/
    revisions/{revision}/view/ revisions/{revision}/revert/ revisions/compare/earliest...latest/
    revisions/{revision}/unschedule/ workflow_history/ edit/preview/ move/{own}/confirm/ set_position/ workflow/status/
""".split()  # noqa: SIM905


@pytest.mark.parametrize("view", PAGE_VIEWS)
def test_pages_of_others_are_closed(intruder, own, other, view):
    revision = other.latest_revision_id
    address = f"/admin/pages/{other.pk}/{view.format(revision=revision, own=own.pk)}"
    for send in (intruder.get, intruder.post):
        answer = send(address)
        assert answer.status_code in {302, 403, 404, 405}, (send, answer.status_code)
        assert SECRET not in answer.content.decode()
    other.refresh_from_db()
    assert (other.live, other.locked, other.latest_revision_id) == (False, False, revision)


def test_bulk_actions_on_pages_of_others_change_nothing(intruder, own, other):
    for action in ("delete", "publish", "unpublish", "move"):
        for send in (intruder.get, intruder.post):
            answer = send(f"/admin/bulk/wagtailcore/page/{action}/?id={other.pk}&next=/admin/", {"chooser": own.pk})
            assert answer.status_code in {200, 302, 403, 404}
    other.refresh_from_db()
    assert (other.live, other.get_parent().pk) == (False, CityPage.objects.get().get_parent().pk)
    assert intruder.post(f"/admin/pages/add/home/narrativepage/{other.get_parent().pk}/", {}).status_code == 302
    assert not other.get_parent().get_children().exclude(pk=other.pk).exists()


ADMINISTRATORS = """
    users/ users/new/ groups/ sites/ collections/ locales/ workflows/list/ reports/tasks/ reports/site-history/
    settings/home/sitesettings/ import/ redirects/ snippets/home/partner/ snippets/home/menu/ forms/
    images/ documents/ images/add/ documents/add/ reports/locked/ reports/aging-pages/
""".split()  # noqa: SIM905


@pytest.mark.parametrize("view", ADMINISTRATORS)
def test_rooms_of_others_are_closed(intruder, other, view):
    answer = intruder.get(f"/admin/{view}", follow=True)
    assert answer.status_code in {200, 403, 404}
    assert SECRET not in answer.content.decode()
    assert (
        answer.redirect_chain
        or answer.status_code != 200
        or view in {"forms/", "reports/locked/", "reports/aging-pages/", "reports/site-history/"}
    )


def test_files_of_a_closed_collection(intruder):
    closed = Collection.get_first_root_node().add_child(name="Fechada")
    group = Group.objects.create(name="Outros")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups").groups.add(group)
    image, document = make_image(collection=closed, title=SECRET), make_document(collection=closed, title=SECRET)
    addresses = [
        *(f"/media/{file.file.name}" for file in (image, document)),
        f"/admin/images/{image.pk}/",
        f"/admin/images/{image.pk}/preview/original/",
        f"/admin/images/{image.pk}/generate_url/original/",
        f"/admin/images/usage/{image.pk}/",
        f"/admin/documents/edit/{document.pk}/",
        f"/admin/documents/usage/{document.pk}/",
        document.url.removeprefix("http://127.0.0.1:8000"),
    ]
    for address in addresses:
        answer = intruder.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code in {302, 403, 404}, address
        assert SECRET not in body.decode(errors="replace"), address
    for address in ("/admin/images/chooser/", "/admin/documents/chooser/", "/admin/images/chooser/results/"):
        answer = intruder.get(address)
        assert SECRET not in answer.content.decode(), address


def test_login_leads_nowhere_else(home, django_user_model):
    django_user_model.objects.create_superuser("ana", "ana@example.org", PASSWORD)
    for following in (
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\x01//evil.example",
    ):
        answer = client().post("/admin/login/", {"username": "ana", "password": PASSWORD, "next": following})
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_a_session_from_before_the_login_is_worth_nothing(home, django_user_model):
    django_user_model.objects.create_superuser("ana", "ana@example.org", PASSWORD)
    victim = client()
    victim.cookies["sessionid"] = "a" * 32
    answer = victim.post("/admin/login/", {"username": "ana", "password": PASSWORD, "next": "/admin/"})
    assert answer.status_code == 302
    assert victim.cookies["sessionid"].value != "a" * 32
    thief = client()
    thief.cookies["sessionid"] = "a" * 32
    assert thief.get("/admin/").status_code == 302
    before = victim.cookies["sessionid"].value
    victim.post("/admin/logout/")
    thief.cookies["sessionid"] = before
    assert thief.get("/admin/").status_code == 302


def test_no_form_of_the_admin_is_sent_from_elsewhere(home, admin_user):
    browser = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1"})
    browser.force_login(admin_user)
    for address in ("/admin/users/new/", "/admin/pages/2/delete/", "/admin/images/multiple/add/", "/admin/import/"):
        assert browser.post(address, {}).status_code == 403


def test_titles_that_are_formulas_run_in_no_sheet(home, admin_client):
    for title in ("=HYPERLINK(1)", "@SUM(1)", "-2", "+cmd"):
        make_narrative(title=title).save_revision().publish()
    answer = admin_client.get("/admin/reports/aging-pages/?export=csv", headers={"host": "127.0.0.1"})
    text = b"".join(answer.streaming_content).decode()
    assert "'=HYPERLINK(1)" in text
    assert not re.search(r"(^|,|\")[=@+]", text)
