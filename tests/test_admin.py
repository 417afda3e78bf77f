"""The admin, as an editor opens it."""

import json
import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Page, Task, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cities.models import CityPage, Municipality
from tests.builders import (
    make_area,
    make_city,
    make_image,
    make_indicator,
    make_measurement,
    make_menu,
    make_narrative,
    make_partner,
    make_person,
    make_story,
    make_work_front,
)

SNIPPETS = {
    "home/partner": make_partner,
    "home/person": make_person,
    "home/menu": make_menu,
    "cities/indicator": make_indicator,
    "cities/measurement": make_measurement,
}


@pytest.fixture
def editor(db, django_user_model):
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    user.groups.add(Group.objects.get(name="Editores"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def administrator(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


def city_form(**fields):
    empty = {
        "body": streamfield([]),
        "city_leaders": inline_formset([]),
        "milestones": inline_formset([]),
        "comments": inline_formset([]),
        "title": "Campinas",
        "slug": "campinas",
        "status": "active",
        "summary": "A cidade piloto.",
        "municipality": "3509502",
    }
    return nested_form_data({**empty, **fields})


def add_address(parent, kind):
    return f"/admin/pages/add/{kind}/{parent.pk}/"


def test_every_page_type_opens_in_the_editor_and_in_the_preview(home, administrator):
    pages = [home, make_narrative(), make_area(), make_city(hero_image=make_image(), hero_alt="Vista"), make_story()]
    pages += [make_work_front(), *(page.get_parent().specific for page in pages[2:])]
    for page in pages:
        editor_page = administrator.get(f"/admin/pages/{page.pk}/edit/")
        assert editor_page.status_code == 200, page
        preview = administrator.get(f"/admin/pages/{page.pk}/view_draft/")
        assert preview.status_code == 200, page
        assert page.title in preview.content.decode()


def test_a_profile_is_written_and_published(home, administrator, graphql):
    index = make_city().get_parent()
    form = city_form(
        body=streamfield(
            [("heading", {"title": "Como começou", "level": "h2"}), ("rich_text", {"text": rich_text("<p>Assim.</p>")})]
        ),
        milestones=inline_formset([{"date": "2013-01-01", "precision": "year", "title": "Entrada", "text": ""}]),
    )
    response = administrator.post(add_address(index, "cities/citypage"), {**form, "action-publish": "1"})
    assert response.status_code == 302, re.findall(
        r"error-message[^>]*>(.*?)</p>", response.content.decode(), re.DOTALL
    )
    found = graphql(
        """{ city(ibgeCode: "3509502") { slug milestones { title precision }
             body { ... on HeadingBlock { title level } ... on RichTextBlock { text { html } } } } }"""
    )["city"]
    assert found == {
        "slug": "campinas-sp",
        "milestones": [{"title": "Entrada", "precision": "YEAR"}],
        "body": [{"title": "Como começou", "level": "H2"}, {"text": {"html": "<p>Assim.</p>"}}],
    }


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"municipality": "3548500"}, "Este município já tem um perfil: “Santos”. Edite o que existe."),
        ({"since_year": "2015", "until_year": "2013", "status": "ended"}, "O ano de saída vem antes do de entrada."),
        ({"population": "10"}, "Diga também de que ano é o número e qual é a fonte."),
        ({"municipality": ""}, "Este campo é obrigatório."),
        ({"municipality": "9999999"}, "Faça uma escolha válida."),
    ],
)
def test_what_cannot_be_right_comes_back_with_a_message_and_nothing_is_lost(home, administrator, fields, message):
    index = make_city(municipality=Municipality.objects.get(pk="3548500"), title="Santos").get_parent()
    form = city_form(**fields, summary="O que escrevi não se perde.")
    response = administrator.post(add_address(index, "cities/citypage"), {**form, "action-publish": "1"})
    assert response.status_code == 200
    page = response.content.decode()
    assert message in page
    assert "O que escrevi não se perde." in page
    assert CityPage.objects.count() == 1


def test_a_draft_may_be_incomplete(home, administrator):
    index = make_city().get_parent()
    form = city_form(municipality="", summary="", title="Rascunho")
    assert administrator.post(add_address(index, "cities/citypage"), form).status_code == 302
    draft = CityPage.objects.get(title="Rascunho")
    assert (draft.live, draft.municipality) == (False, None)


def test_an_editor_writes_and_submits_but_does_not_publish(home, editor):
    index = make_city().get_parent()
    add = editor.get(add_address(index, "cities/citypage")).content.decode()
    assert "Salvar rascunho" in add
    assert 'name="action-publish"' not in add
    editor.post(add_address(index, "cities/citypage"), {**city_form(), "action-publish": "1"})
    assert not CityPage.objects.get(title="Campinas").live


@pytest.mark.parametrize("kind", SNIPPETS)
def test_snippets_open(kind, home, administrator):
    row = SNIPPETS[kind]()
    for address in ("", f"edit/{row.pk}/", "add/"):
        assert administrator.get(f"/admin/snippets/{kind}/{address}").status_code == 200, address


def test_municipalities_are_looked_at_and_not_changed(home, administrator, editor):
    for client in (administrator, editor):
        assert "Campinas" in client.get("/admin/snippets/cities/municipality/?q=Campinas").content.decode()
        assert client.get("/admin/snippets/cities/municipality/inspect/3509502/").status_code == 200
        for address in ("add/", "edit/3509502/", "delete/3509502/"):
            assert client.get(f"/admin/snippets/cities/municipality/{address}").status_code in {302, 403, 404}, address
    assert Municipality.objects.count() == 5571


def test_roles_and_workflow_have_portuguese_names(db):
    assert set(Group.objects.values_list("name", flat=True)) == {"Editores", "Revisores", "Administradores"}
    assert Workflow.objects.get().name == Task.objects.get().name == "Aprovação dos revisores"
    assert not Page.objects.filter(title__icontains="welcome").exists()


def test_the_admin_speaks_portuguese(home, administrator):
    page = administrator.get("/admin/").content.decode()
    assert '<html lang="pt-br"' in page
    sidebar = re.search(r'<script id="wagtail-sidebar-props"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    menu = json.dumps(json.loads(sidebar), ensure_ascii=False)
    for label in ("Páginas", "Pessoas", "Menus e textos", "Números", "Imagens", "Configurações"):
        assert f'"{label}"' in menu


def test_view_live_leads_to_the_frontend(home):
    assert make_area(title="Saúde").get_url() == "http://localhost:3000/areas/saude/"


def test_the_pages_of_this_server_say_what_it_is(home):
    visitor = Client(headers={"host": "127.0.0.1"})
    assert "/graphiql/" in visitor.get("/").content.decode()
    missing = visitor.get("/areas/saude/")
    assert (missing.status_code, "/areas/saude/" in missing.content.decode()) == (404, True)
    graphiql = visitor.get("/graphiql/").content.decode()
    assert 'data-endpoint="/graphql/"' in graphiql
    assert "query Home" in graphiql
