"""What is refused before it runs, and what a query costs."""

import json
import time
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.test import Client

from cms.api.scope import load_roots
from cms.graphql.preparing import forget, prepare


def post(query, variables=None, extensions=None, **headers):
    body = {"query": query, "variables": variables or {}, "extensions": extensions or {}}
    client = Client(headers={"host": "127.0.0.1", **headers})
    return client.post("/graphql/", json.dumps(body), content_type="application/json")


def codes(response):
    return [error["extensions"]["code"] for error in response.json()["errors"]]


def cost(query, **variables):
    return post(query, variables, {"cost": True}).json()["extensions"]["cost"]["requested"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{" + " __typename" * 4001 + "}", "DOCUMENT_TOO_LONG"),
        ("{ home {" + "parent {" * 12 + "id" + "}" * 14, "QUERY_TOO_DEEP"),
        ("{" + " ".join(f"a{i}: home {{ id }}" for i in range(31)) + "}", "TOO_MANY_ROOT_FIELDS"),
        ("{ ...F ...G } fragment F on Query {" + "home { id } " * 16 + "} fragment G on Query { ...F }", "TOO_MANY_ROOT_FIELDS"),  # noqa: E501
        ("{ cities(first: 101) { totalCount } }", "LIST_TOO_LONG"),
        ("{ cities(first: 99) { nodes { workFronts(first: 100) { nodes { area { title } } } } } }", "QUERY_TOO_COSTLY"),
        ("{ home { " + " ".join(f"a{i}: children(first: {i}) {{ totalCount }}" for i in range(100)) + " } }", None),
        ("{ home {" + " ".join(f"a{i}: children(first: {i % 99}) {{ totalCount }}" for i in range(250)) + "} }", "QUERY_TOO_COSTLY"),  # noqa: E501
    ],
)  # fmt: skip
def test_each_limit_has_a_code(home, query, code):
    response = post(query)
    assert response.status_code == 200
    assert ("errors" not in response.json()) if code is None else (codes(response) == [code])


def test_a_request_that_is_too_large(home):
    response = post("#" * 70_000)
    assert (response.status_code, codes(response)) == (413, ["REQUEST_TOO_LARGE"])


def test_fragments_that_spread_each_other_take_no_time():
    for fields, ending in ("__typename", 40), ("__typename", 300):
        bomb = "{ ...F0 }" + "".join(f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}" for i in range(ending))
        before = time.process_time()
        prepare(bomb + f"fragment F{ending} on Query {{ {fields} }}")
        assert time.process_time() - before < 5  # it was 2 to the power of 40


def test_an_object_costs_one_and_a_question_fifty(home):
    assert cost("{ __typename }") == 0
    assert cost("{ home { id title } }") == 51
    assert cost("{ areas(first: 3) { nodes { id } } }") == 50 + 1 + 3
    assert cost("{ areas(first: 3) { totalCount } }") == 100 + 1
    assert cost("query($n: Int = 7) { areas(first: $n) { edges { node { id } } } }") == 50 + 1 + 7 * 2
    assert cost("query($n: Int = 7) { areas(first: $n) { nodes { id } } }", n=2) == 50 + 1 + 2
    assert cost('{ nodes(ids: ["a", "b"]) { id } }') == 50 + 2
    assert cost("{ cities(first: 100) { nodes { areas { title } } } }") == 100 + 1 + 100 * (1 + 5)


def test_fields_that_are_merged_cost_once(home):
    twice = "{ home { children { nodes { id } } } ...F } fragment F on Query { home { children { nodes { slug } } } }"
    assert cost(twice) == cost("{ home { children { nodes { id slug } } } }")


def test_of_fragments_on_several_types_the_largest_counts(home):
    largest = "... on CityPage { areas { id } leaders { id } }"
    both = f"{{ home {{ parent {{ ... on StoryPage {{ areas {{ id }} }} {largest} }} }} }}"
    alone = f"{{ home {{ parent {{ {largest} }} }} }}"
    assert cost(both) == cost(alone) + 50


def test_a_tangle_is_too_costly(home):
    fields = " ".join(f"a{i}: parent {{ ...F }}" for i in range(20))
    tangle = f"{{ home {{ {fields.replace('...F', '...F1')} }} }}" + "".join(
        f"fragment F{i} on PageInterface {{ {fields.replace('...F', f'...F{i + 1}')} }}" for i in range(1, 8)
    )
    before = time.process_time()
    assert codes(post(tangle + "fragment F8 on PageInterface { id }")) == ["QUERY_TOO_COSTLY"]
    assert time.process_time() - before < 5  # it would be 20 to the power of 8


def test_the_limits_are_settings(home, settings):
    settings.GRAPHQL_LIMITS = {**settings.GRAPHQL_LIMITS, "cost": 50}
    assert codes(post("{ home { id } }")) == ["QUERY_TOO_COSTLY"]


def test_introspection_can_be_bounded_but_not_nested_for_ever(home):
    deep = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    assert codes(post(deep)) == ["GRAPHQL_VALIDATION_FAILED"]


def test_who_asks_too_often_waits(home, settings):
    settings.RATES = {**settings.RATES, "query": "2/minute", "build": "4/minute"}
    settings.BUILD_TOKENS = ["of-the-build"]
    statuses = [post("{ __typename }").status_code for _ in range(3)]
    refused = post("{ __typename }")
    assert statuses == [200, 200, 429]
    assert codes(refused) == ["RATE_LIMITED"]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    build = {"authorization": "Bearer of-the-build"}
    assert [post("{ __typename }", **build).status_code for _ in range(5)] == [200, 200, 200, 200, 429]
    assert post("{ __typename }", authorization="Bearer another").status_code == 429


def test_a_statement_that_takes_too_long_is_stopped(home, monkeypatch):
    cause = type("QueryCanceled", (Exception,), {"sqlstate": "57014"})()

    def stopped(*_):
        raise OperationalError("canceling statement") from cause

    monkeypatch.setattr("cms.api.scope.load_roots", stopped)
    assert codes(post("{ home { id } }")) == ["TIMEOUT"]


def test_a_server_may_keep_its_schema_to_itself(home, settings):
    settings.INTROSPECTION = False
    forget()
    try:
        for query in ("{ __schema { types { name } } }", '{ __type(name: "City") { name } }'):
            assert set(codes(post(query))) == {"INTROSPECTION_OFF"}
        [guess] = post("{ hom { id } }").json()["errors"]
        assert guess["message"] == "Cannot query field 'hom' on type 'Query'."
        assert post("{ home { __typename } }").json() == {"data": {"home": {"__typename": "HomePage"}}}
    finally:
        forget()


@pytest.fixture
def away(monkeypatch):
    """Return a function that has the database away for so many questions."""
    times, load = [], load_roots

    def ask_or_fail():
        if times:
            times.pop()
            raise OperationalError("server closed the connection unexpectedly")
        return load()

    monkeypatch.setattr("cms.api.scope.load_roots", ask_or_fail)
    monkeypatch.setattr("cms.graphql.view.connection", Mock())  # of a test: it stays
    return lambda so_often: times.extend(range(so_often))


def test_a_connection_that_has_ended_is_made_anew(home, away):
    away(1)
    assert post("{ home { path } }").json() == {"data": {"home": {"path": "/"}}}


def test_while_the_database_is_away_clients_are_told_when_to_come_back(home, away):
    away(2)
    refused = post("{ home { path } }")
    assert (refused.status_code, codes(refused)) == (503, ["SERVICE_UNAVAILABLE"])
    assert (refused.headers["Retry-After"], refused.headers["Cache-Control"]) == ("2", "no-store")
    assert post("{ home { path } }").status_code == 200
