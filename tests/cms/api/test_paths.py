"""Every path of a site, and what has become of it since."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cities.models import Municipality
from cms.paths import record_all_paths
from tests.builders import make_area, make_city, make_narrative, make_work_front

PATHS = """
query($since: DateTime, $first: Int, $after: String) {
  paths(changedSince: $since, first: $first, after: $after) {
    totalCount
    nodes { path url type lastPublishedAt removed }
    pageInfo { hasNextPage hasPreviousPage endCursor } } }
"""


@pytest.fixture
def admin(admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    return client


@pytest.fixture
def since(graphql):
    """Return a function that tells what has changed since it was last called: removed paths with a minus."""
    moment = timezone.now()

    def changes():
        nonlocal moment
        begun, moment = moment, timezone.now()
        nodes = graphql(PATHS, since=begun.isoformat())["paths"]["nodes"]
        return [("-" if node["removed"] else "") + node["path"] for node in nodes]

    return changes


@pytest.fixture
def front(home):
    front = make_work_front(city_of("brotas-sp"), area=make_area(slug="saude"), slug="praca")
    record_all_paths()
    return front


def city_of(slug):
    return make_city(municipality=Municipality.objects.get(slug=slug))


def post(client, name, *args, **data):
    response = client.post(reverse(name, args=args), data)
    assert response.status_code == 302, response.content.decode()[:2000]


def test_a_page_of_every_type_with_its_address(front, graphql):
    found = graphql(PATHS)["paths"]
    assert found["totalCount"] == 6
    assert [(node["path"], node["type"], node["removed"]) for node in found["nodes"]] == [
        ("/", "HomePage", False),
        ("/cidades/", "CityIndexPage", False),
        ("/cidades/brotas-sp/", "CityPage", False),
        ("/areas/", "AreaIndexPage", False),
        ("/areas/saude/", "AreaPage", False),
        ("/cidades/brotas-sp/praca/", "WorkFrontPage", False),
    ]
    assert found["nodes"][2]["url"] == "http://localhost:3000/cidades/brotas-sp/"


def test_nothing_has_changed(front, since):
    since()
    assert since() == []


def test_publishing_and_unpublishing(front, since, admin):
    since()
    front.save_revision().publish()
    assert since() == ["/cidades/brotas-sp/praca/"]
    post(admin, "wagtailadmin_pages:unpublish", front.get_parent().pk)
    assert since() == ["-/cidades/brotas-sp/", "-/cidades/brotas-sp/praca/"]
    city = front.get_parent().specific
    city.save_revision().publish()
    assert since() == ["/cidades/brotas-sp/", "/cidades/brotas-sp/praca/"]


def test_a_new_slug_and_a_move(front, since, admin):
    since()
    city = front.get_parent().specific
    city.slug = "brotas"
    city.save_revision().publish()
    old, new = ["/cidades/brotas-sp/", "/cidades/brotas-sp/praca/"], ["/cidades/brotas/", "/cidades/brotas/praca/"]
    assert since() == [*("-" + path for path in old), *new]
    other = city_of("campinas-sp")
    other.save_revision().publish()
    assert since() == ["/cidades/campinas-sp/"]
    post(admin, "wagtailadmin_pages:move_confirm", front.pk, other.pk)
    assert since() == ["-/cidades/brotas/praca/", "/cidades/campinas-sp/praca/"]


def test_deleting(front, since, admin):
    since()
    post(admin, "wagtailadmin_pages:delete", front.get_parent().pk)
    assert since() == ["-/cidades/brotas-sp/", "-/cidades/brotas-sp/praca/"]


def test_a_path_that_another_page_takes_is_not_gone(front, since):
    since()
    city = front.get_parent()
    city.delete()
    city_of("brotas-sp").save_revision().publish()
    assert since() == ["-/cidades/brotas-sp/praca/", "/cidades/brotas-sp/"]


def test_privacy(front, since, admin):
    since()
    privacy = reverse("wagtailadmin_pages:set_privacy", args=[front.get_parent().pk])
    admin.post(privacy, {"restriction_type": "login"})
    assert since() == ["-/cidades/brotas-sp/", "-/cidades/brotas-sp/praca/"]
    admin.post(privacy, {"restriction_type": "none"})
    assert not PageViewRestriction.objects.exists()
    assert since() == ["/cidades/brotas-sp/", "/cidades/brotas-sp/praca/"]


def test_what_time_alone_has_changed_is_noted_by_the_worker(front, since):
    since()
    Page.objects.filter(pk=front.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    record_all_paths()
    assert since() == ["-/cidades/brotas-sp/praca/"]


def test_what_was_hidden_all_the_time_is_never_told_of(front, since):
    draft = make_narrative(slug="segredo", live=False)
    since()
    draft.delete()
    record_all_paths()
    assert since() == []


def test_removals_come_first_page_by_page_and_none_is_lost(front, since, graphql):
    moment = timezone.now().isoformat()
    for number in range(3):
        make_narrative(slug=f"velha-{number}").save_revision().publish()
    Page.objects.filter(slug__startswith="velha").delete()
    for number in range(3):
        make_narrative(slug=f"nova-{number}").save_revision().publish()
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        found = graphql(PATHS, since=moment, first=2, after=after)["paths"]
        assert found["totalCount"] == 6
        seen += [node["path"] for node in found["nodes"]]
        assert found["pageInfo"]["hasPreviousPage"] is (pages > 0)
        after, pages = found["pageInfo"]["endCursor"] if found["pageInfo"]["hasNextPage"] else None, pages + 1
    assert seen == ["/velha-0/", "/velha-1/", "/velha-2/", "/nova-0/", "/nova-1/", "/nova-2/"]
    assert pages == 3


def test_a_page_that_ends_with_the_removals_knows_that_pages_follow(front, graphql):
    moment = timezone.now().isoformat()
    make_narrative(slug="velha").save_revision().publish()
    Page.objects.get(slug="velha").delete()
    assert graphql(PATHS, since=moment, first=1)["paths"]["pageInfo"]["hasNextPage"] is False
    make_narrative(slug="nova").save_revision().publish()
    first = graphql(PATHS, since=moment, first=1)["paths"]
    assert first["pageInfo"]["hasNextPage"] is True
    second = graphql(PATHS, since=moment, first=1, after=first["pageInfo"]["endCursor"])["paths"]
    assert [node["path"] for node in second["nodes"]] == ["/nova/"]
    assert second["pageInfo"]["hasNextPage"] is False


def test_at_most_a_thousand_a_request(home, ask):
    assert ask(PATHS, first=1001)["errors"][0]["message"] == "first is from 0 to 1000, not 1001."
    wrong = ask(PATHS, since="2020-01-01T00:00:00Z", after="x")["errors"][0]["message"]
    assert wrong == "'x' is no cursor of this list in this order."


def test_a_page_that_was_never_public_is_not_told_of_when_it_is_deleted(front, since):
    draft = make_narrative(slug="segredo")
    PageViewRestriction.objects.create(page=draft, restriction_type="login")
    record_all_paths()
    assert since() == []
    draft.delete()
    record_all_paths()
    assert since() == []
