"""Editors read a page before it is published: every type, every block, however little is written yet."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from cities.models import CityPage, Milestone
from cms.pages import BasePage
from cms.previews.models import PreviewSettings
from home.models import HomePage
from tests.builders import make_area, make_city, make_narrative, make_person, make_work_front
from tests.cms.previews.previewing import HOST, empty_form, html, read, type_new

NEW_TYPES = [model for model in apps.get_models() if issubclass(model, BasePage) and model is not HomePage]


def text(node):
    return " ".join(node.get_text().split())


def facts(page):
    return {text(fact.dt): [text(value) for value in fact("dd")] for fact in page.select(".facts dl > div")}


def test_every_type_is_read_while_nothing_but_its_title_is_written(home, admin_client, subtests):
    """Required values are empty, there is no key, no saved place in the tree: nothing of that stops a preview."""
    for model in sorted(NEW_TYPES, key=lambda model: HomePage not in model.allowed_parent_page_models()):
        with subtests.test(model.__name__):
            above = model.allowed_parent_page_models()
            parent, label = home if HomePage in above else _some(above[0], home), model._meta.label_lower
            written = {"title": "Sem nada", "slug": "sem-nada", "body-count": "0"}
            data = {**empty_form(admin_client, parent, label), **written}
            for mode in ("", "graphql"):
                page = type_new(admin_client, parent, label, data, mode)
                assert "Sem nada" in text(page.h1)


def _some(model, home):
    made = {CityPage: make_city}.get(model)
    return model.objects.first() or (made() if made else home.add_child(instance=model(title="a", introduction="b")))


def test_what_a_page_says_beside_its_text_comes_from_its_type(home, admin_client):
    city = make_city(since_year=2013, population=1139047, population_year=2022, population_source="IBGE")
    city.areas.set([make_area(title="Saúde"), make_area(title="Educação")])
    city.city_leaders.create(person=make_person(name="Ana"))
    city.milestones.add(Milestone(date=date(2013, 5, 23), title="Começo"))
    city.save_revision()
    assert facts(read(admin_client, city)) == {
        "Município": [str(city.municipality)],
        "Situação": ["ativa"],
        "Desde": ["2013"],
        "População": ["1.139.047"],
        "Ano da população": ["2022"],
        "Fonte da população": ["IBGE"],
        "Áreas": ["Saúde", "Educação"],
        "Lideranças": ["Ana (secretária de Saúde)"],
        "Linha do tempo": ["23 de maio de 2013 · dia, mês e ano · Começo"],
    }


def test_a_list_shows_the_published_pages_below_it(home, admin_client):
    make_area(title="Saúde")
    draft = make_area(title="Escondida", live=False)
    page = read(admin_client, draft.get_parent().specific)
    assert [text(item) for item in page.select(".facts li")] == ["Saúde"]


def test_a_block_leads_to_where_it_is_written(home, admin_client):
    page = make_narrative(body=[("heading", {"title": "Um", "level": "h2"}), ("divider", None)])
    first, second = (block.id for block in page.body)
    blocks = read(admin_client, page).select("[data-block-id]")
    assert [block["data-block-id"] for block in blocks] == [first, second]
    link = blocks[0].find("a", class_="edit")
    assert (link.text, link["href"]) == ("Editar título", f"/admin/pages/{page.pk}/edit/#block-{first}-section")


def test_the_ways_to_see_a_page_are_named_in_the_editor(home, admin_client):
    page = make_narrative()
    editor = html(admin_client.get(f"/admin/pages/{page.pk}/edit/", headers=HOST))
    modes = editor.find("select", id="id_preview_mode")
    assert [(option["value"], option.text) for option in modes("option")] == [
        ("", "Página de leitura"),
        ("graphql", "Resposta da API"),
    ]


def test_nothing_of_others_and_no_script_in_the_page_is_allowed(home, admin_client, settings):
    settings.DEBUG = False
    page = make_narrative()
    for mode in ("", "graphql"):
        response = admin_client.get(f"/admin/pages/{page.pk}/view_draft/", {"mode": mode}, headers=HOST)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert "no-store" in response.headers["Cache-Control"]


class TestInTheFrontend:
    @pytest.fixture
    def page(self, home):
        address = "https://www.example.org:8443/previa?path={path}&token={token}"
        PreviewSettings.objects.create(site=Site.objects.get(), address=address)
        return make_narrative(title="Como começou", live=False)

    def test_it_is_the_first_way_to_see_a_page(self, page, admin_client):
        assert [name for name, _label in page.preview_modes] == ["site", "", "graphql"]
        shown = html(admin_client.get(f"/admin/pages/{page.pk}/view_draft/", headers=HOST))
        frame = shown.find("iframe")
        assert frame["src"].startswith("https://www.example.org:8443/previa?path=/como-comecou/&token=")
        assert shown.body["data-origin"] == "https://www.example.org:8443"
        assert "allow-top-navigation" not in frame["sandbox"]

    def test_it_is_offered_for_a_page_that_is_nowhere_yet(self, page, admin_client):
        parent = page.get_parent()
        editor = html(admin_client.get(f"/admin/pages/add/home/narrativepage/{parent.pk}/", headers=HOST))
        assert [option["value"] for option in editor.select("#id_preview_mode option")] == ["site", "", "graphql"]

    def test_that_frontend_alone_may_be_framed(self, page, admin_client, settings):
        settings.DEBUG = False
        response = admin_client.get(f"/admin/pages/{page.pk}/view_draft/", headers=HOST)
        policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
        assert policy["frame-src"] == "https://www.example.org:8443"
        assert policy["frame-ancestors"] == "'self'"
        assert policy["script-src"] == "'self'"

    def test_another_site_has_its_own(self, page, admin_client):
        other = Page.objects.get(depth=1).add_child(instance=HomePage(title="a", slug="outro", hero_title="a"))
        PreviewSettings.objects.update(site=Site.objects.create(hostname="novo.example.org", root_page=other))
        assert [name for name, _label in Page.objects.get(pk=page.pk).specific.preview_modes] == ["", "graphql"]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("www.example.org/{path}", "Escreva o endereço inteiro."),
        ("http://www.example.org/{path}", "Use https://"),
        ("https://www.example.org/{caminho}", "Entre chaves, só estas palavras: {path}, {token}"),
        ("https://{path}.example.org/", "Escreva o endereço inteiro."),
        ("https://www.example.org/; script-src *", "Há um sinal ou um espaço"),
        ("javascript:alert(1)", "Escreva o endereço inteiro."),
    ],
)
def test_an_address_that_shows_nothing_is_refused(home, admin_client, address, problem):
    site = Site.objects.get()
    where = reverse("wagtailsettings:edit", args=["previews", "previewsettings", site.pk])
    response = admin_client.post(where, {"address": address}, headers=HOST)
    assert problem in html(response).text
    assert not PreviewSettings.objects.filter(address=address).exists()


def test_an_administrator_says_where_the_frontend_is(home, admin_client):
    where = reverse("wagtailsettings:edit", args=["previews", "previewsettings", Site.objects.get().pk])
    address = "http://localhost:4321/previa?path={path}&token={token}"
    assert admin_client.post(where, {"address": address}, headers=HOST).status_code == 302
    assert PreviewSettings.objects.get().address == address


def test_a_stranger_sees_no_preview(home):
    front = make_work_front(live=False)
    for mode in ("", "graphql"):
        response = Client().get(f"/admin/pages/{front.pk}/view_draft/", {"mode": mode}, headers=HOST)
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/admin/login/")
