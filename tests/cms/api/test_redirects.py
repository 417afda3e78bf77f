"""What was at a path, and is somewhere else now."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from cities.models import Municipality
from tests.builders import make_area, make_city, make_narrative, make_work_front

ROUTE = """
query($path: String!) { route(path: $path) { __typename
  ... on PageRoute { page { path } } ... on RedirectRoute { url permanent } } }
"""


@pytest.fixture
def route(graphql):
    """Return a function that tells where a path leads: to a page's path, or to an address after an arrow."""

    def lead(path):
        found = graphql(ROUTE, path=path)["route"]
        if found and found["__typename"] == "RedirectRoute":
            assert found["permanent"] is True
            return "→ " + found["url"]
        return found and found["page"]["path"]

    return lead


@pytest.fixture
def front(home):
    city = make_city(municipality=Municipality.objects.get(slug="brotas-sp"))
    return make_work_front(city, area=make_area(), slug="praca")


@pytest.fixture
def rename(db):
    """Return a function that gives a page another slug, as publishing it does."""

    def publish(page, slug):
        page = page.specific_class.objects.get(pk=page.pk)
        page.slug = slug
        page.save_revision().publish()

    return publish


def test_a_new_slug_leaves_the_old_paths_leading_on(front, route, rename):
    city = front.get_parent()
    rename(city, "brotas")
    assert route("/cidades/brotas/praca/") == "/cidades/brotas/praca/"
    assert route("/cidades/brotas-sp/") == "→ /cidades/brotas/"
    assert route("/cidades/brotas-sp/praca") == "→ /cidades/brotas/praca/"
    rename(city, "brotas-paulista")
    for old in ("brotas-sp", "brotas"):
        assert route(f"/cidades/{old}/praca/") == "→ /cidades/brotas-paulista/praca/"
    rename(city, "brotas-sp")
    assert route("/cidades/brotas-sp/praca/") == "/cidades/brotas-sp/praca/"
    assert route("/cidades/brotas/praca/") == "→ /cidades/brotas-sp/praca/"


def test_a_move_leaves_the_old_path_leading_on(front, route, admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    other = make_city(municipality=Municipality.objects.get(slug="campinas-sp"))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[front.pk, other.pk]))
    assert route("/cidades/brotas-sp/praca/") == "→ /cidades/campinas-sp/praca/"
    assert route("/cidades/campinas-sp/praca/") == "/cidades/campinas-sp/praca/"


def test_a_redirect_to_what_is_not_public_leads_nowhere(front, route, rename):
    rename(front, "praca-nova")
    front.refresh_from_db()
    front.unpublish()
    assert route("/cidades/brotas-sp/praca/") is None


def test_a_page_comes_before_a_redirect(home, route, rename):
    old = make_narrative(slug="antiga")
    rename(old, "nova")
    assert route("/antiga/") == "→ /nova/"
    make_narrative(slug="antiga")
    assert route("/antiga/") == "/antiga/"


def test_a_redirect_that_an_editor_made(home, route):
    Redirect.objects.create(old_path="/campanha", redirect_link="https://example.org/campanha/")
    Redirect.objects.create(old_path="/campanha?ano=2020", redirect_link="https://example.org/2020/")
    assert route("/campanha/") == "→ https://example.org/campanha/"
    assert route("/campanha/?utm_source=carta") == "→ https://example.org/campanha/"
    assert route("/campanha?ano=2020") == "→ https://example.org/2020/"
    assert route("/Campanha/") is None


def test_a_sites_own_redirect_comes_before_the_one_for_all(home, route):
    Redirect.objects.create(old_path="/a", redirect_link="/todos/")
    Redirect.objects.create(old_path="/a", redirect_link="/este/", site=Site.objects.get())
    assert route("/a") == "→ /este/"


def test_a_temporary_redirect_says_so(home, graphql):
    Redirect.objects.create(old_path="/a", redirect_link="/b/", is_permanent=False)
    assert graphql(ROUTE, path="/a")["route"] == {"__typename": "RedirectRoute", "url": "/b/", "permanent": False}


@pytest.mark.parametrize(
    ("path", "kind", "statements"),
    [
        ("/sobre/", "PageRoute", 2),
        ("/antiga-7?utm_source=carta", "RedirectRoute", 3),
        ("/movida/", "RedirectRoute", 4),
        ("/reservada/", "PasswordRoute", 4),
        ("/nada/", None, 4),
    ],
)
def test_a_path_is_answered_in_few_statements(home, graphql, path, kind, statements, django_assert_num_queries):
    """The roots of the sites, the page; then the redirect; then the page that it leads to, or the password."""
    target = make_narrative(slug="sobre")
    PageViewRestriction.objects.create(page=make_narrative(slug="reservada"), restriction_type="password", password="x")
    Redirect.objects.create(old_path="/movida", redirect_page=target)
    many = [Redirect(old_path=f"/antiga-{n}", redirect_link=f"/nova-{n}/") for n in range(2000)]
    Redirect.objects.bulk_create(many)
    graphql(ROUTE, path=path)
    with django_assert_num_queries(statements):
        found = graphql(ROUTE, path=path)["route"]
    assert (found and found["__typename"]) == kind


def test_what_came_around_the_checks_leads_nowhere(home, route):
    Redirect.objects.bulk_create([Redirect(old_path="/a", redirect_link="javascript:alert(1)")])
    assert route("/a") is None
    assert route("//[") is None
