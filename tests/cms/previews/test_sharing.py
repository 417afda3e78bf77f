"""A link shows one version of a page to somebody outside: until it ends, and nothing more."""

from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry, Site

from cms.previews.models import PreviewSettings, SharedDraft
from tests.builders import make_city, make_document, make_form, make_image, make_narrative, make_person
from tests.cms.previews.previewing import HOST, data_with, html
from tests.test_visibility import CANARY, private_collection


def text(node):
    return " ".join(node.get_text(" ").split())


@pytest.fixture
def page(home):
    page = make_narrative(live=False, title="Para o gabinete", introduction="Antes de sair.")
    page.save_revision()
    return page


def share(client, page, **given):
    """Make a link as an editor does, and return its path."""
    made = client.post(f"/admin/previews/{page.pk}/", {"note": "Gabinete", "days": "7", **given}, headers=HOST)
    assert made.status_code == 302
    shown = html(client.get(made.headers["Location"], headers=HOST))
    return shown.find(id="new-link")["value"].removeprefix("http://127.0.0.1")


def open_link(path, method="get"):
    return getattr(Client(headers=HOST), method)(path)


def test_a_link_shows_the_draft_to_who_has_no_account(page, admin_client):
    path = share(admin_client, page)
    response = open_link(path)
    shown = html(response)
    assert text(shown.h1) == "Para o gabinete"
    assert text(shown.find(class_="notice")).startswith("Rascunho, ainda não publicado. Este link vale até ")
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    assert shown.find("meta", {"name": "robots"})["content"] == "noindex, nofollow"
    assert shown.find("wagtail-userbar") is None
    assert shown.find("script") is None
    assert shown.find("a", class_="edit") is None


def test_the_link_is_shown_once_and_its_token_is_kept_nowhere(page, admin_client):
    path = share(admin_client, page)
    again = html(admin_client.get(f"/admin/previews/{page.pk}/", headers=HOST))
    assert again.find(id="new-link") is None
    token = path.strip("/").rpartition("/")[2]
    assert len(token) == 43
    assert token not in str(SharedDraft.objects.values_list()) + str(PageLogEntry.objects.values_list("data"))


def test_what_changes_later_is_in_no_old_link(page, admin_client):
    path = share(admin_client, page)
    page.title = "Segredo de amanhã"
    page.save_revision()
    assert text(html(open_link(path)).h1) == "Para o gabinete"
    listed = html(admin_client.get(f"/admin/previews/{page.pk}/", headers=HOST))
    assert "a página mudou depois" in text(listed.select_one(".links"))


def test_the_editor_sees_how_often_it_was_opened(page, admin_client):
    path = share(admin_client, page)
    for _ in range(2):
        open_link(path)
    open_link(path, "head")
    listed = html(admin_client.get(f"/admin/previews/{page.pk}/", headers=HOST))
    cells = [text(cell) for cell in listed.select("tbody td")]
    assert cells[0] == "Gabinete"
    assert cells[4].startswith("2 vezes a última em ")


def test_a_revoked_link_is_over(page, admin_client):
    path = share(admin_client, page)
    link = SharedDraft.objects.get()
    admin_client.post(f"/admin/previews/{page.pk}/revoke/{link.pk}/", headers=HOST)
    assert open_link(path).status_code == 404
    assert "Este link não abre mais" in open_link(path).content.decode()
    listed = html(admin_client.get(f"/admin/previews/{page.pk}/", headers=HOST))
    assert "cancelado em" in text(listed.select_one(".links"))
    assert [entry.action for entry in PageLogEntry.objects.filter(action__startswith="previews.").order_by("pk")] == [
        "previews.share",
        "previews.revoke",
    ]


def test_a_link_ends_by_itself(page, admin_client):
    path = share(admin_client, page, days="3")
    for hours, status in ((71, 200), (73, 404)):
        with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(hours=hours)):
            assert open_link(path).status_code == status


@pytest.mark.parametrize("token", ["x" * 43, "a", "%00", "é"])
def test_a_guess_finds_nothing(page, admin_client, token):
    share(admin_client, page)
    assert open_link(f"/previa/{token}/").status_code == 404


def test_guessing_is_slowed_down(page, settings):
    settings.RATES = {**settings.RATES, "shared_draft": "2/minute"}
    statuses = [open_link("/previa/nada/").status_code for _ in range(3)]
    assert statuses == [404, 404, 429]


@pytest.mark.parametrize(("group", "status"), [("Editores", 200), (None, 302)])
def test_who_may_edit_the_page_may_share_it(page, client, group, status):
    user = User.objects.create_user("ana", password="x")
    if group:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    assert client.get(f"/admin/previews/{page.pk}/", headers=HOST).status_code == status


def test_a_link_of_another_page_is_not_revoked_through_this_one(page, admin_client):
    share(admin_client, page)
    link, other = SharedDraft.objects.get(), make_narrative()
    assert admin_client.post(f"/admin/previews/{other.pk}/revoke/{link.pk}/", headers=HOST).status_code == 404
    link.refresh_from_db()
    assert link.is_open


@pytest.mark.parametrize(("given", "problem"), [({"note": ""}, "obrigatório"), ({"days": "3650"}, "escolha válida")])
def test_a_link_has_a_name_and_an_end(page, admin_client, given, problem):
    response = admin_client.post(f"/admin/previews/{page.pk}/", {"note": "a", "days": "7", **given}, headers=HOST)
    assert problem in html(response).text
    assert not SharedDraft.objects.exists()


def test_a_page_that_was_only_imported_can_be_shared(home, admin_client):
    assert text(html(open_link(share(admin_client, make_narrative(title="Importada")))).h1) == "Importada"


def test_what_the_draft_refers_to_shows_where_it_is_public(home, admin_client):
    """An editor chose it, and sees it; who has the link sees of it what any visitor does."""
    hidden, shown = (
        make_narrative(live=False, title=f"{CANARY} página", slug="canario-pagina"),
        make_narrative(title="Aberta"),
    )
    collection = private_collection()
    city = make_city(live=False, hero_image=make_image(collection=collection, credit=CANARY), hero_alt=CANARY)
    city.city_leaders.create(person=make_person(name=f"{CANARY} pessoa", live=False))
    city.city_leaders.create(person=make_person(name="Ana"))
    document = make_document(title=f"{CANARY} documento", collection=collection)
    image = {"image": make_image(collection=collection, credit=CANARY), "alt_text": CANARY, "decorative": False}
    link = '<p>Leia <a linktype="page" id="%s">%s</a>.</p>'
    city.body = [
        ("rich_text", {"text": link % (hidden.pk, "esta") + link % (shown.pk, "aquela")}),
        ("cards", {"heading": "", "cards": [{"page": hidden}, {"page": shown}]}),
        (
            "map",
            {"heading": "", "cities": [make_city(live=False, title=f"{CANARY} cidade"), make_city(title="Pública")]},
        ),
        ("document", {"document": document, "heading": "", "summary": ""}),
        ("accordion", {"heading": "", "sections": [{"title": "a", "text": link % (hidden.pk, "dentro")}]}),
        ("call_to_action", {"title": "b", "summary": "", "button_label": "c", "page": hidden, "url": ""}),
    ]
    city.body.append(
        (
            "image",
            city.body.stream_block.child_blocks["image"].to_python(
                {"image": {"image": image["image"].pk, "alt_text": CANARY, "decorative": False}, "caption": ""}
            ),
        )
    )
    city.save()
    city.save_revision()
    seen = open_link(share(admin_client, city)).content.decode()
    assert CANARY not in seen
    assert "canario-pagina" not in seen
    for word in ("aquela</a>", "Aberta", "Pública", "Ana", "esta"):
        assert word in seen, word


def test_who_in_the_team_is_told_of_a_form_is_nobody_elses_business(home, admin_client):
    form = make_form(recipients="equipe@example.org", privacy_page=make_narrative(title="Seus dados"))
    seen = open_link(share(admin_client, form)).content.decode()
    assert "equipe@" not in seen
    assert "Seus dados" in seen


def test_with_a_frontend_the_link_leads_there_and_ends_with_its_previews(page, admin_client):
    PreviewSettings.objects.create(site=Site.objects.get(), address="https://www.example.org/previa?t={token}&p={path}")
    path = share(admin_client, page)
    response = open_link(path)
    assert response.status_code == 302
    address, token = response.headers["Location"].partition("&")[0].split("?t=")
    assert address == "https://www.example.org/previa"
    query = '{ page(path: "/para-o-gabinete/") { title } }'
    assert data_with(token, query) == {"page": {"title": "Para o gabinete"}}
    link = SharedDraft.objects.get()
    admin_client.post(f"/admin/previews/{page.pk}/revoke/{link.pk}/", headers=HOST)
    with pytest.raises(AssertionError, match="INVALID_PREVIEW_TOKEN"):
        data_with(token, query)
