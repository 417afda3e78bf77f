"""What is read of the index is held, and never for longer than it is so."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from cms.hiding.models import HiddenPage, Hiding
from home.models import AreaPage
from search import reading
from search.models import PromotedPage, PromotedQuery, Synonyms
from tests.builders import make_area, make_city, make_work_front

SEARCH = """
query($query: String!, $after: String, $filter: SearchFilter) {
  search(query: $query, first: 2, after: $after, filter: $filter) {
    totalCount pageInfo { endCursor hasNextPage } nodes { page { title } }
    facets { type { value count } area { value count } } } }
"""


@pytest.fixture
def search(own_database, settings):
    settings.RESPONSE_CACHE = False
    client = Client(headers={"host": "127.0.0.1"})

    def search(query, **variables):
        body = json.dumps({"query": SEARCH, "variables": {"query": query, **variables}})
        return client.post("/graphql/", body, content_type="application/json").json()["data"]["search"]

    return search


def found(answer):
    types = {each["value"]: each["count"] for each in answer["facets"]["type"]}
    return answer["totalCount"], [node["page"]["title"] for node in answer["nodes"]], types


def tables_read(search, query):
    with CaptureQueriesContext(connection) as captured:
        search(query)
    return [each["sql"] for each in captured if "search_fulltext" in each["sql"] or "search_searchkind" in each["sql"]]


def test_the_index_is_read_once_and_after_each_change_again(search):
    make_area(title="Saúde")
    assert len(tables_read(search, "saude")) == 2
    assert tables_read(search, "saude") == []
    assert len(tables_read(search, "educacao")) == 1
    make_area(title="Saúde da família", slug="familia")
    assert len(tables_read(search, "saude")) == 2


def test_every_change_shows_at_once(search):
    area = make_area(title="Saúde")
    assert found(search("saude")) == (1, ["Saúde"], {"AREA": 1})
    other = make_area(title="Saúde bucal", slug="bucal")
    assert found(search("saude")) == (2, ["Saúde", "Saúde bucal"], {"AREA": 2})
    make_work_front(make_city(), area=area, title="Postos de saúde")
    assert found(search("saude"))[::2] == (3, {"AREA": 2, "WORK_FRONT": 1})
    other.unpublish()
    assert found(search("saude"))[0] == 2
    restriction = PageViewRestriction.objects.create(page=area, restriction_type="login")
    assert found(search("saude"))[0] == 1
    restriction.delete()
    AreaPage.objects.get(pk=other.pk).save_revision().publish()
    assert found(search("saude"))[0] == 3
    Page.objects.get(pk=other.pk).delete()
    assert found(search("saude"))[0] == 2


def test_what_editors_keep_counts_at_once(search):
    make_area(title="Paço municipal")
    page = make_area(title="Ouvidoria", slug="ouvidoria")
    assert found(search("alcaidaria")) == (0, [], {})
    Synonyms.objects.create(locale=Locale.get_default(), terms="alcaidaria\npaço")
    assert found(search("alcaidaria"))[1] == ["Paço municipal"]
    query = PromotedQuery.objects.create(text="alcaidaria")
    PromotedPage.objects.create(query=query, page=page)
    assert found(search("alcaidaria"))[1] == ["Ouvidoria", "Paço municipal"]
    query.delete()
    assert found(search("alcaidaria"))[1] == ["Paço municipal"]


def test_what_is_scheduled_shows_and_goes_by_the_clock_alone(search):
    now = timezone.now()
    make_area(title="Saúde", expire_at=now + timedelta(hours=3))
    hidden = make_area(title="Saúde bucal", slug="bucal")
    period = {"begins_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
    HiddenPage.objects.create(
        page=hidden, hiding=Hiding.objects.create(reason="Silêncio", **period), title="Saúde bucal", **period
    )
    seen = []
    for minutes in (0, 61, 121, 181):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=True):
            seen.append(found(search("saude"))[0])
    assert seen == [2, 1, 2, 1]


def test_pages_come_in_turn_and_facets_leave_their_own_filter_out(search):
    area, other = make_area(title="Saúde"), make_area(title="Educação", slug="educacao")
    city = make_city()
    for number in range(5):
        make_work_front(city, area=other if number else area, title=f"Plano de saúde {number}", slug=f"plano-{number}")
    titles, after = [], None
    while True:
        answer = search("saude plano", after=after, filter={"type": ["WORK_FRONT"]})
        titles += [node["page"]["title"] for node in answer["nodes"]]
        after = answer["pageInfo"]["endCursor"]
        if not answer["pageInfo"]["hasNextPage"]:
            break
    assert titles == [f"Plano de saúde {number}" for number in range(5)]
    answer = search("saude", filter={"type": ["WORK_FRONT"], "area": ["educacao"]})
    facets = {name: {each["value"]: each["count"] for each in answer["facets"][name]} for name in ("type", "area")}
    assert (answer["totalCount"], facets) == (4, {"type": {"WORK_FRONT": 4}, "area": {"saude": 1, "educacao": 4}})


def test_little_is_held_and_all_is_found(search, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 10)
    make_area(title="Saúde e educação")
    for query in ("saude", "educacao", "saude educacao", "saude"):
        assert found(search(query))[0] == 1


def test_within_a_transaction_nothing_is_held(home, graphql):
    make_area(title="Saúde")
    assert graphql(SEARCH, query="saude")["search"]["totalCount"] == 1
    assert reading._held is None


def test_what_goes_while_a_search_is_answered_is_not_shown(search):
    make_area(title="Saúde")
    other = make_area(title="Saúde bucal", slug="bucal")
    went = []

    def take_off(execute, sql, *arguments):
        result = execute(sql, *arguments)
        if "IN (SELECT above.path" in sql and not went:  # what is hidden has been asked
            went.append(Page.objects.filter(pk=other.pk).update(live=False))
        return result

    with connection.execute_wrapper(take_off):
        assert found(search("saude"))[1] == ["Saúde"]
    assert went == [1]
