"""A page under a password: what it answers before, what with a token, and that nothing else opens."""

import json
from threading import Thread

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils.dateparse import parse_datetime
from graphql import get_named_type
from wagtail.models import Page, PageViewRestriction, Site

from cities.models import Municipality
from cms.api.ids import global_id
from cms.api.tokens import opened_by
from cms.graphql.schema import schema
from cms.visibility import public, unlocked, visible
from home.models import MenuItem
from tests.builders import make_area, make_city, make_menu, make_narrative, make_story, make_work_front
from tests.schema_walk import select_all

pytestmark = pytest.mark.usefixtures("indexed")

ROOTS = {
    "route": 'path: "/"',
    "page": 'path: "/"',
    "area": 'slug: "saude"',
    "city": 'slug: "{city}"',
    "story": 'slug: "{story}"',
    "workFront": 'id: "{front}"',
    "search": 'query: "canário título resumo uma cidade do programa", first: 100',
    "suggest": 'prefix: "ca"',
    "node": 'id: "{city_id}"',
    "nodes": 'ids: ["{city_id}", "{front}"]',
}

UNLOCK = """
mutation($path: String!, $password: String!, $site: String) {
  unlock(path: $path, password: $password, site: $site) { token expiresAt path } }
"""
ROUTE = """
query($path: String!) { route(path: $path) { __typename
  ... on PageRoute { page { title } } ... on PasswordRoute { path } ... on RedirectRoute { url } } }
"""
CANARY = "canário"
PASSWORD = "abre-te"


def protect(page, password=PASSWORD, kind="password"):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)
    restriction.groups.add(Group.objects.first())
    return page


@pytest.fixture
def post(db):
    """Return a function that asks with tokens and gives the response."""
    client = Client(headers={"host": "127.0.0.1"})

    def send(query, tokens="", method="post", **variables):
        headers = {"Page-Token": tokens} if tokens else {}
        if method == "get":
            return client.get("/graphql/", {"query": query, "variables": json.dumps(variables)}, headers=headers)
        body = json.dumps({"query": query, "variables": variables})
        return client.post("/graphql/", body, content_type="application/json", headers=headers)

    return send


@pytest.fixture
def unlock(post):
    """Return a function that gives what a password gets at a path, or the code of the error."""

    def tell(path, password, **arguments):
        answer = post(UNLOCK, path=path, password=password, **arguments).json()
        if "errors" in answer:
            assert answer["data"] is None
            return answer["errors"][0]["extensions"]["code"]
        return answer["data"]["unlock"]

    return tell


@pytest.fixture
def lead(post):
    """Return a function that tells where a path leads: to a title, to a question for a password, or to nothing."""

    def to(path, tokens=""):
        found = post(ROUTE, tokens, path=path).json()["data"]["route"]
        return found and (found["page"]["title"] if "page" in found else found["__typename"])

    return to


@pytest.fixture
def branch(home):
    """A protected page with pages below it: one open, one under another password, two for those who log in."""
    top = protect(make_narrative(slug="reservado", title=f"{CANARY} topo", introduction=CANARY))
    inner = make_narrative(top, slug="dentro", title=f"{CANARY} dentro")
    protect(make_narrative(inner, slug="cofre", title="O cofre"), "outra")
    protect(make_narrative(inner, slug="equipe", title="A equipe"), kind="login")
    protect(make_narrative(inner, slug="grupo", title="O grupo"), kind="groups")
    protect(make_narrative(slug="ao-lado", title="Ao lado"))
    return top


def test_the_password_journey(branch, post, unlock, lead):
    assert lead("/reservado/dentro/") == "PasswordRoute"
    assert unlock("/reservado/dentro/", "errada") == "WRONG_PASSWORD"
    opened = unlock("/reservado/dentro/", PASSWORD)
    assert opened["path"] == "/reservado/"
    token = opened["token"]
    assert lead("/reservado/", token) == f"{CANARY} topo"
    assert lead("/reservado/dentro/", token) == f"{CANARY} dentro"
    query = """
    query($path: String!, $id: ID!) {
      page(path: $path) {
        title seo { robots } parent { title } breadcrumbs { path } children { nodes { title } totalCount } }
      byId: page(id: $id) { title } node(id: $id) { id } nodes(ids: [$id]) { id } }
    """
    inner = Page.objects.get(slug="dentro").specific
    known = {"path": "/reservado/dentro/", "id": global_id(inner)}
    assert post(query, token, **known).json() == {
        "data": {
            "page": {
                "title": f"{CANARY} dentro",
                "seo": {"robots": "noindex"},
                "parent": {"title": f"{CANARY} topo"},
                "breadcrumbs": [{"path": "/"}, {"path": "/reservado/"}, {"path": "/reservado/dentro/"}],
                "children": {"nodes": [], "totalCount": 0},
            },
            "byId": {"title": f"{CANARY} dentro"},
            "node": {"id": known["id"]},
            "nodes": [{"id": known["id"]}],
        }
    }
    assert post(query, **known).json()["data"] == {"page": None, "byId": None, "node": None, "nodes": [None]}


def test_passwords_inside_passwords_are_asked_one_by_one(branch, unlock, lead):
    outer, inner = unlock("/reservado/dentro/cofre/", PASSWORD), unlock("/reservado/dentro/cofre/", "outra")
    assert (outer["path"], inner["path"]) == ("/reservado/", "/reservado/dentro/cofre/")
    assert lead("/reservado/dentro/cofre/", outer["token"]) == "PasswordRoute"
    assert lead("/reservado/dentro/cofre/", inner["token"]) == "PasswordRoute"
    assert lead("/reservado/dentro/cofre/", f"{outer['token']}, {inner['token']}") == "O cofre"


def test_a_token_opens_no_other_branch_and_nothing_that_asks_for_a_login(branch, unlock, lead):
    token = unlock("/reservado/", PASSWORD)["token"]
    assert lead("/ao-lado/", token) == "PasswordRoute"
    assert lead("/reservado/dentro/equipe/", token) is None
    assert lead("/reservado/dentro/grupo/", token) is None
    assert unlock("/reservado/dentro/equipe/", PASSWORD) == "WRONG_PASSWORD"


def test_drafts_stay_hidden_from_those_who_know_the_password(branch, unlock, lead):
    token = unlock("/reservado/", PASSWORD)["token"]
    make_narrative(branch, slug="rascunho", live=False)
    assert lead("/reservado/rascunho/", token) is None
    Page.objects.filter(slug="dentro").update(live=False)
    assert lead("/reservado/dentro/", token) is None


def test_what_hides_and_what_never_was_answer_alike(branch, post, django_assert_num_queries):
    answers = []
    for path in ("/reservado/dentro/equipe/", "/reservado/dentro/nunca/", "/"):
        with django_assert_num_queries(2):
            answers.append(post(UNLOCK, path=path, password=PASSWORD).content)
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(password="nova"),
        lambda rows: rows.delete(),
        lambda rows: rows.update(restriction_type="login"),
    ],
)
def test_a_token_ends_with_its_password(branch, unlock, post, change):
    token = unlock("/reservado/", PASSWORD)["token"]
    change(PageViewRestriction.objects.filter(page=branch))
    protect(branch, "nova", "password")
    answer = post(ROUTE, token, path="/reservado/").json()["data"]["route"]
    assert answer is None or answer["__typename"] == "PasswordRoute"


def test_a_token_ends_when_it_says(branch, unlock, lead, settings, monkeypatch):
    opened = unlock("/reservado/", PASSWORD)
    end = parse_datetime(opened["expiresAt"]).timestamp()
    for moment, found in ((end - 5, f"{CANARY} topo"), (end + 5, "PasswordRoute")):
        monkeypatch.setattr("django.core.signing.time.time", lambda moment=moment: moment)
        assert lead("/reservado/", opened["token"]) == found


@pytest.mark.parametrize("broken", ["x", "a:b:c", ",,", "ç", "%00", "é" * 300])
def test_a_broken_token_is_no_token(branch, unlock, post, broken):
    good = unlock("/reservado/", PASSWORD)["token"]
    assert post(ROUTE, broken, path="/reservado/").json()["data"]["route"]["__typename"] == "PasswordRoute"
    assert post(ROUTE, good[:-1], path="/reservado/").json()["data"]["route"]["__typename"] == "PasswordRoute"
    assert post(ROUTE, f"{broken},{good}", path="/reservado/").json()["data"]["route"]["__typename"] == "PageRoute"


def test_only_ten_tokens_are_read(branch, unlock, lead):
    token = unlock("/reservado/", PASSWORD)["token"]
    assert lead("/reservado/", ",".join(["x"] * 9 + [token])) == f"{CANARY} topo"
    assert lead("/reservado/", ",".join(["x"] * 10 + [token])) == "PasswordRoute"


def test_an_empty_password_opens_nothing(home, unlock):
    protect(make_narrative(slug="sem-senha"), "")
    assert unlock("/sem-senha/", "") == "WRONG_PASSWORD"


def test_a_password_that_is_asked_no_more_hides_and_opens_nothing(branch, unlock, lead):
    PageViewRestriction.objects.filter(page=branch).update(restriction_type="none")
    assert lead("/reservado/dentro/") == f"{CANARY} dentro"
    assert unlock("/reservado/dentro/cofre/", PASSWORD) == "WRONG_PASSWORD"
    assert unlock("/reservado/dentro/cofre/", "outra")["path"] == "/reservado/dentro/cofre/"


def test_answers_to_a_token_are_kept_nowhere(branch, unlock, post):
    token = unlock("/reservado/", PASSWORD)["token"]
    for tokens in (token, "x", ""):
        for method in ("get", "post"):
            response = post(ROUTE, tokens, method, path="/reservado/")
            is_private = response.headers.get("Cache-Control") == "private, no-store"
            assert is_private == bool(tokens)
            assert "Page-Token" in response.headers["Vary"]
    assert post(UNLOCK, path="/reservado/", password=PASSWORD).headers["Cache-Control"] == "private, no-store"


def test_browsers_of_other_origins_may_send_tokens(db):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type,page-token"
    response = Client(headers={"host": "127.0.0.1", **asked}).options("/graphql/")
    assert "page-token" in response.headers["Access-Control-Allow-Headers"]


def test_a_password_is_told_by_post_alone(branch, post):
    response = post(UNLOCK, method="get", path="/reservado/", password=PASSWORD)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (405, "BAD_REQUEST")


def test_guesses_are_slowed_by_client(branch, unlock, settings):
    settings.RATES = {**settings.RATES, "unlock": "2/hour", "unlock_page": "100/hour"}
    assert [unlock("/reservado/", guess) for guess in "ab"] == ["WRONG_PASSWORD"] * 2
    assert unlock("/reservado/", PASSWORD) == unlock("/nada/", PASSWORD) == "RATE_LIMITED"


def test_guesses_are_slowed_by_password_whoever_guesses(branch, unlock, settings):
    settings.RATES = {**settings.RATES, "unlock": "100/hour", "unlock_page": "2/hour"}
    assert [unlock("/reservado/dentro/", guess) for guess in "ab"] == ["WRONG_PASSWORD"] * 2
    assert unlock("/reservado/", PASSWORD) == "RATE_LIMITED"
    assert unlock("/ao-lado/", PASSWORD)["path"] == "/ao-lado/"


def test_each_site_has_its_own_token(home, unlock, lead):
    other = home.get_parent().add_child(instance=type(home)(title="Outro", slug="outro", hero_title="Outro"))
    Site.objects.create(hostname="outro.example.org", port=443, root_page=other)
    for root in (home, other):
        protect(make_narrative(root, slug="reservado", title=root.slug))
    here = unlock("/reservado/", PASSWORD)["token"]
    there = unlock("/reservado/", PASSWORD, site="outro.example.org")["token"]
    assert (lead("/reservado/", here), lead("/reservado/", there)) == (home.slug, "PasswordRoute")


# --- What a token leaves as it is ------------------------------------------------------------


@pytest.fixture
def city(home):
    """A protected city with a work front, an area that both are in, a story of it and a menu that leads to it."""
    area = make_area(title="Saúde")
    city = protect(make_city(municipality=Municipality.objects.get(slug="brotas-sp"), title=CANARY, areas=[area]))
    make_work_front(city, area=area, title=f"{CANARY} frente")
    make_story(cities=[city], areas=[area], title="História")
    home.featured_cities.create(city=city)
    home.introduction = f'<p>Veja <a linktype="page" id="{city.pk}">a cidade</a>.</p>'
    home.save()
    menu = make_menu()
    menu.items = [MenuItem(label="Cidade", page=city)]
    menu.save()
    return city


LISTS = {"areas", "cities", "cityMarkers", "paths", "programme", "search", "stories", "suggest", "workFronts"}
ONES = {"area", "city", "home", "node", "nodes", "page", "route", "site", "story", "workFront"}


def test_lists_searches_and_totals_are_the_same_with_a_token(city, post, unlock):
    token = unlock("/cidades/brotas-sp/", PASSWORD)["token"]
    assert set(schema.query_type.fields) == LISTS | ONES | {"followPreferences"}  # of who holds its token
    for name in LISTS:
        arguments = f"({ROOTS[name]})" if name in ROOTS else ""
        query = f"{{ {name}{arguments} {select_all(get_named_type(schema.query_type.fields[name].type), 0)} }}"
        plain, told = post(query).json(), post(query, token).json()
        assert "errors" not in plain
        assert plain == told, name
    query = '{ cities { totalCount } cityMarkers { title: name } search(query: "canário") { totalCount } }'
    assert post(query, token).json()["data"] == {
        "cities": {"totalCount": 0},
        "cityMarkers": [],
        "search": {"totalCount": 0},
    }


def test_what_leads_to_one_page_leads_to_a_protected_one_with_its_token(city, post, unlock):
    token = unlock("/cidades/brotas-sp/", PASSWORD)["token"]
    front = city.get_children().get().specific
    query = """
    query($front: ID!) {
      city(slug: "brotas-sp") { title workFronts { nodes { title } totalCount } }
      workFront(id: $front) { title city { title } }
      story(slug: "historia") { cities { title } }
      area(slug: "saude") { cities { nodes { title } } }
      site { menu(handle: "main") { items { page { title } } } } }
    """
    one = {"title": CANARY}
    assert post(query, token, front=global_id(front)).json()["data"] == {
        "city": {**one, "workFronts": {"nodes": [{"title": f"{CANARY} frente"}], "totalCount": 1}},
        "workFront": {"title": f"{CANARY} frente", "city": one},
        "story": {"cities": [one]},
        "area": {"cities": {"nodes": [one]}},
        "site": {"menu": {"items": [{"page": one}]}},
    }
    assert CANARY not in post(query, front=global_id(front)).content.decode()


def test_sitemap_feeds_and_geojson_know_no_token(city, unlock):
    token = unlock("/cidades/brotas-sp/", PASSWORD)["token"]
    client = Client(headers={"host": "127.0.0.1", "Page-Token": token})
    for path in ("/sitemap.xml", "/stories.atom", "/cities.geojson"):
        assert "brotas" not in b"".join(client.get(path)).decode().lower()


def test_nothing_stays_open_after_a_request_nor_for_another_thread(branch, unlock, post, lead):
    token = unlock("/reservado/", PASSWORD)["token"]
    assert lead("/reservado/", token) == f"{CANARY} topo"
    pages = Page.objects.filter(pk=branch.pk)
    assert not visible(pages).exists()
    request = type("Request", (), {"headers": {"Page-Token": token}})
    seen = []
    with unlocked(opened_by(request)):
        assert visible(pages).exists()
        assert not public(pages).exists()
        assert "asked.id NOT IN" in str(visible(pages).query)
        thread = Thread(target=lambda: seen.append(str(visible(pages).query)))
        thread.start()
        thread.join()
    assert seen[0].startswith("SELECT")
    assert "asked.id NOT IN" not in seen[0]
    with pytest.raises(ZeroDivisionError), unlocked(opened_by(request)):
        raise ZeroDivisionError
    assert not visible(pages).exists()
