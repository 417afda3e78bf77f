"""A token shows one draft, in the shapes of what is published, and nothing else."""

import json
from datetime import date, timedelta
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from graphql import get_named_type
from wagtail.models import Page, Site

from cities.models import Milestone
from cms.api.ids import global_id
from cms.graphql.schema import schema
from cms.previews.models import Draft
from home.models import HomePage
from tests.builders import (
    make_area,
    make_city,
    make_form,
    make_image,
    make_milestone,
    make_narrative,
    make_person,
    make_story,
    make_work_front,
)
from tests.cms.previews.previewing import ask_with, codes_with, data_with, read, token_in, token_of, type_new
from tests.schema_walk import select_all
from tests.test_visibility import CANARY, planted  # noqa: F401

pytestmark = pytest.mark.usefixtures("indexed")

CITY = """query($path: String!) { route(path: $path) { ... on PageRoute { page { id title path
    breadcrumbs { title } ... on CityPage { summary status municipality { name } areas { title } leaders { name }
    milestones { title date } body { __typename ... on HeadingBlock { title } } } } } } }"""


@pytest.fixture
def city(home):
    return make_city(title="Como está publicada", areas=[make_area(title="Saúde"), make_area(title="Cultura")])


def change(city):
    """Save a version of ``city`` that differs in everything, and publish nothing of it."""
    city.title, city.summary = "Como vai ficar", "Outro resumo."
    city.areas.set([make_area(title="Gestão")])
    first, second = make_person(name="Segunda"), make_person(name="Primeira")
    city.city_leaders.create(person=first, sort_order=2)
    city.city_leaders.create(person=second, sort_order=1)
    city.milestones.add(
        Milestone(date=date(2019, 5, 1), title="Depois"), Milestone(date=date(2015, 1, 1), title="Antes")
    )
    city.body = [("heading", {"title": "Novo", "level": "h2"})]
    city.save_revision()
    return city


def test_a_draft_has_the_shapes_of_a_published_page(city, admin_client, graphql):
    make_milestone(city, title="Publicado")
    path = graphql("{ cities { nodes { path } } }")["cities"]["nodes"][0]["path"]
    published = graphql(CITY, path=path)
    city.refresh_from_db()
    token = token_of(admin_client, change(type(city).objects.get()))
    page = data_with(token, CITY, path=path)["route"]["page"]
    assert page == {
        "id": global_id(city),
        "title": "Como vai ficar",
        "path": path,
        "breadcrumbs": [{"title": "Página inicial"}, {"title": "Cidades"}, {"title": "Como vai ficar"}],
        "summary": "Outro resumo.",
        "status": "ACTIVE",
        "municipality": {"name": city.municipality.name},
        "areas": [{"title": "Gestão"}],
        "leaders": [{"name": "Primeira"}, {"name": "Segunda"}],
        "milestones": [
            {"title": "Publicado", "date": "2013-01-01"},
            {"title": "Antes", "date": "2015-01-01"},
            {"title": "Depois", "date": "2019-05-01"},
        ],
        "body": [{"__typename": "HeadingBlock", "title": "Novo"}],
    }
    assert graphql(CITY, path=path) == published


@pytest.mark.parametrize(
    "query",
    [
        '{ found: page(path: "%(path)s") { title } }',
        '{ found: page(id: "%(id)s") { title } }',
        '{ found: node(id: "%(id)s") { ... on CityPage { title } } }',
        '{ found: city(slug: "%(slug)s") { title } }',
        '{ found: city(ibgeCode: "%(ibge)s") { title } }',
    ],
)
def test_every_root_that_finds_one_page_finds_the_draft(city, admin_client, query):
    city.title = "Rascunho"
    city.save_revision()
    given = {"path": "/cidades/" + city.slug, "id": global_id(city), "slug": city.slug, "ibge": city.municipality_id}
    assert data_with(token_of(admin_client, city), query % given) == {"found": {"title": "Rascunho"}}


def test_other_types_are_found_by_their_roots(home, admin_client):
    area, front = make_area(title="Saúde"), make_work_front()
    story = make_story()
    for page, query in [
        (area, '{ found: area(slug: "saude") { title } }'),
        (front, f'{{ found: workFront(id: "{global_id(front)}") {{ title }} }}'),
        (story, f'{{ found: story(slug: "{story.slug}") {{ title }} }}'),
        (HomePage.objects.get(), "{ found: home { title } }"),
    ]:
        page.title = "Rascunho"
        page.save_revision()
        assert data_with(token_of(admin_client, page), query) == {"found": {"title": "Rascunho"}}, query


def test_nodes_have_the_draft_among_others(city, admin_client):
    other, hidden = make_city(title="Outra"), make_city(live=False)
    city.title = "Rascunho"
    city.save_revision()
    ids = json.dumps([global_id(other), global_id(city), global_id(hidden)])
    found = data_with(token_of(admin_client, city), f"{{ nodes(ids: {ids}) {{ ... on CityPage {{ title }} }} }}")
    assert found["nodes"] == [{"title": "Outra"}, {"title": "Rascunho"}, None]


def test_a_page_that_is_not_saved_has_an_answer_of_its_own(home, admin_client):
    data = {"title": "Ainda não existe", "slug": "ainda-nao", "introduction": "Nova.", "body-count": "0"}
    token = token_in(type_new(admin_client, home, "home.narrativepage", data, "graphql"))
    asked = "id title path url children { totalCount } parent { path } seo { jsonLd }"
    query = f'{{ page(path: "/ainda-nao/") {{ {asked} }} }}'
    page = data_with(token, query)["page"]
    assert json.loads(page.pop("seo")["jsonLd"])["@graph"][0]["name"] == "Ainda não existe"
    assert page == {
        "id": "TmFycmF0aXZlUGFnZTotMQ==",  # NarrativePage:-1
        "title": "Ainda não existe",
        "path": "/ainda-nao/",
        "url": "http://localhost:3000/ainda-nao/",
        "children": {"totalCount": 0},
        "parent": {"path": "/"},
    }
    assert data_with(token, f'{{ node(id: "{page["id"]}") {{ id }} }}') == {"node": {"id": page["id"]}}
    assert not Page.objects.filter(slug="ainda-nao").exists()


def test_the_same_token_shows_what_was_typed_since(home, admin_client):
    data = {"title": "Um", "slug": "novo", "introduction": "", "body-count": "0"}
    token = token_in(type_new(admin_client, home, "home.narrativepage", data, "graphql"))
    type_new(admin_client, home, "home.narrativepage", {**data, "title": "Dois"}, "graphql")
    found = data_with(token, '{ page(path: "/novo/") { title ... on NarrativePage { introduction } } }')
    assert found == {"page": {"title": "Dois", "introduction": ""}}
    assert Draft.objects.count() == 1


def test_a_form_shows_its_fields_before_it_is_saved(home, admin_client):
    form = make_form(fields=[{"label": "Nome"}])
    form.form_fields.create(label="Cidade", field_type="text", clean_name="cidade", sort_order=5)
    form.save_revision()
    query = f'{{ page(id: "{global_id(form)}") {{ ... on FormPage {{ fields {{ label }} }} }} }}'
    assert data_with(token_of(admin_client, form), query)["page"]["fields"] == [{"label": "Nome"}, {"label": "Cidade"}]


def test_what_no_published_page_lacks_is_an_error_of_its_own(home, admin_client, caplog):
    draft = make_city(live=False, title="Sem município")
    type(draft).objects.filter(pk=draft.pk).update(municipality=None)
    token = token_of(admin_client, type(draft).objects.get(pk=draft.pk))
    answer = ask_with(token, f'{{ city(slug: "{draft.slug}") {{ title municipality {{ name }} }} }}').json()
    assert answer["data"] == {"city": None}
    assert [(error["path"], error["extensions"]) for error in answer["errors"]] == [
        (["city", "municipality"], {"code": "DRAFT_INCOMPLETE", "missing": "CityPage.municipality"})
    ]
    assert codes_with(token, f'{{ city(slug: "{draft.slug}") {{ seo {{ jsonLd }} }} }}') == ["DRAFT_INCOMPLETE"]
    assert data_with(token, f'{{ city(slug: "{draft.slug}") {{ title }} }}') == {"city": {"title": "Sem município"}}
    assert not caplog.records  # it is no fault of ours


def test_a_token_shows_nothing_else_that_is_hidden(planted, admin_client, subtests):  # noqa: F811
    city = type(planted[0]).objects.exclude(title__startswith=CANARY).get()
    city.summary = "Só isto é rascunho."
    city.save_revision()
    token = token_of(admin_client, city)
    assert (
        data_with(token, f'{{ city(slug: "{city.slug}") {{ summary }} }}')["city"]["summary"] == "Só isto é rascunho."
    )
    arguments = {
        "route": f'path: "/cidades/{city.slug}/"',
        "page": f'id: "{global_id(city)}"',
        "area": 'slug: "saude"',
        "city": f'slug: "{city.slug}"',
        "story": 'slug: "historia-3"',
        "workFront": f'id: "{global_id(planted[1])}"',
        "search": f'query: "{CANARY} só isto é rascunho", first: 100',
        "suggest": 'prefix: "ca"',
        "followPreferences": 'token: "x"',
        "node": f'id: "{global_id(city)}"',
        "nodes": f'ids: ["{global_id(city)}", "{global_id(planted[0])}"]',
    }
    for name, field in schema.query_type.fields.items():
        given = f"({arguments[name]})" if name in arguments else ""
        with subtests.test(name):
            told = ask_with(token, f"{{ {name}{given} {select_all(get_named_type(field.type), 1)} }}").content.decode()
            assert '"data"' in told
            assert CANARY not in told
            assert name in {"route", "page", "city", "node", "nodes"} or "Só isto é rascunho." not in told


def test_a_draft_of_a_hidden_page_opens_neither_what_is_above_nor_what_is_below(home, admin_client, graphql):
    above = make_narrative(live=False, title="Acima")
    draft = make_narrative(above, live=False, title="O rascunho")
    make_narrative(draft, title="Abaixo")
    token = token_of(admin_client, draft)
    query = "{ page(id: %s) { title parent { title } children { totalCount } breadcrumbs { title } } }"
    assert data_with(token, query % json.dumps(global_id(draft)))["page"] == {
        "title": "O rascunho",
        "parent": None,
        "children": {"totalCount": 0},
        "breadcrumbs": [{"title": "Página inicial"}, {"title": "O rascunho"}],
    }
    assert data_with(token, query % json.dumps(global_id(above))) == {"page": None}


def test_lists_totals_and_searches_know_nothing_of_the_draft(home, admin_client):
    draft = make_city(live=False, title="Rascunho escondido")
    lists = "cities { totalCount } programme { cities } paths { nodes { path } }"
    query = f'{{ {lists} search(query: "escondido") {{ totalCount }} }}'
    found = data_with(token_of(admin_client, draft), query)
    assert (found["cities"]["totalCount"], found["programme"]["cities"], found["search"]["totalCount"]) == (0, 0, 0)
    assert draft.slug not in json.dumps(found["paths"])


def test_a_draft_is_on_its_own_site_alone(city, admin_client):
    other = Page.objects.get(depth=1).add_child(instance=HomePage(title="Outro", slug="outro", hero_title="Outro"))
    Site.objects.create(hostname="outro.example.org", root_page=other)
    query = f'{{ page(path: "/cidades/{city.slug}/", site: "outro.example.org") {{ title }} }}'
    assert data_with(token_of(admin_client, city), query) == {"page": None}


def test_no_cache_keeps_a_draft(city, admin_client, graphql):
    query = f'{{ city(slug: "{city.slug}") {{ title }} }}'
    before = graphql(query)
    city.title = "Rascunho"
    city.save_revision()
    token = token_of(admin_client, city)
    response = ask_with(token, query)
    assert response.json()["data"]["city"]["title"] == "Rascunho"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Preview-Token" in response.headers["Vary"]
    assert "ETag" not in response.headers
    assert graphql(query) == before
    get = Client(headers={"host": "127.0.0.1", "Preview-Token": token}).get("/graphql/", {"query": query})
    assert get.json()["data"]["city"]["title"] == "Rascunho"


def test_a_browser_of_another_origin_may_send_the_token(db):
    asked = {"origin": "https://www.example.org", "access-control-request-method": "POST"}
    headers = {"host": "127.0.0.1", **asked, "access-control-request-headers": "content-type,preview-token"}
    assert "preview-token" in Client(headers=headers).options("/graphql/").headers["Access-Control-Allow-Headers"]


class TestATokenThatShowsNothing:
    QUERY = "{ cities { totalCount } }"

    @pytest.fixture
    def token(self, city, admin_client):
        return token_of(admin_client, city)

    def test_is_refused_without_an_answer(self, token):
        for broken in (token[:-1] + "x", "x" + token, "nada", token.replace(":", "")):
            answer = ask_with(broken, self.QUERY)
            assert answer.json()["errors"][0]["extensions"] == {"code": "INVALID_PREVIEW_TOKEN"}
            assert "data" not in answer.json()
            assert answer.headers["Cache-Control"] == "private, no-store"
            newer = {"accept": "application/graphql-response+json"}
            assert ask_with(broken, self.QUERY, **newer).status_code == 400

    def test_is_over_after_an_hour(self, token):
        for minutes, shows in ((59, True), (61, False)):
            later = timezone.now() + timedelta(minutes=minutes)
            with mock.patch("django.utils.timezone.now", return_value=later):
                assert ("errors" not in ask_with(token, self.QUERY).json()) is shows

    def test_was_revoked(self, token, city, admin_client):
        admin_client.post(f"/admin/previews/{city.pk}/end/", headers={"host": "127.0.0.1"})
        assert codes_with(token, self.QUERY) == ["INVALID_PREVIEW_TOKEN"]

    def test_is_of_somebody_who_left(self, token):
        User.objects.update(is_active=False)
        assert codes_with(token, self.QUERY) == ["INVALID_PREVIEW_TOKEN"]

    def test_is_of_somebody_who_may_no_longer_edit(self, city, client):
        editor = User.objects.create_user("ana", password="x")
        editor.groups.add(Group.objects.get(name="Editores"))
        client.force_login(editor)
        token = token_of(client, city)
        assert "errors" not in ask_with(token, self.QUERY).json()
        editor.groups.clear()
        assert codes_with(token, self.QUERY) == ["INVALID_PREVIEW_TOKEN"]

    def test_is_of_a_page_that_is_gone(self, token, city):
        city.delete()
        assert codes_with(token, self.QUERY) == ["INVALID_PREVIEW_TOKEN"]


def test_a_draft_costs_a_few_statements_more_however_much_it_holds(city, admin_client):
    image = {"image": make_image().pk, "alt_text": "a", "decorative": False}
    asked = "milestones { title } body { ... on ImageBlock { image { url } } }"
    query = f'{{ city(slug: "{city.slug}") {{ {asked} }} }}'
    counts = []
    for size in (1, 10, 100):
        city.body = json.dumps([{"type": "image", "value": {"image": image, "caption": ""}}] * size)
        city.milestones = [Milestone(date=date(2015, 1, 1), title="a") for _ in range(size)]
        city.save_revision()
        token = token_of(admin_client, city)
        with CaptureQueriesContext(connection) as captured:
            found = data_with(token, query)["city"]
        assert (len(found["body"]), len(found["milestones"])) == (size, size)
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 30, [query["sql"] for query in captured]


def test_an_editor_reads_the_query_and_the_answer(city, admin_client):
    city.title = "Rascunho"
    city.save_revision()
    page = read(admin_client, city, "graphql")
    assert json.loads(page.find(id="answer").text)["data"]["page"]["title"] == "Rascunho"
    assert json.loads(page.find(id="variables").text) == {"path": f"/cidades/{city.slug}/"}
    query, variables = page.find(id="query").text, json.loads(page.find(id="variables").text)
    assert ask_with(token_in(page), query, variables).json() == json.loads(page.find(id="answer").text)
