"""Input that nobody means well: an error that says what is wrong, or an honest answer; never a bug."""

import base64
import json

import pytest
from django.test import Client
from graphql import GraphQLNonNull, get_introspection_query, get_named_type

from cms.graphql.schema import schema
from tests.builders import make_area, make_city, make_work_front

STRINGS = [
    "", " ", "%", "_", "\\", "'", '"', "\x00", "\ud800", "a" * 5000, "🏙️", "../../etc/passwd", "//evil.org", "/\n/",
    "?x=1", "#", "%00", "%ff", "1e999", "None", "0001010", "{}", "‮", "é", "é", "<script>alert(1)</script>",
]  # fmt: skip
QUERIES = [
    "query($s: String!) { page(path: $s) { id } route(path: $s) { __typename } }",
    "query($s: String!) { city(slug: $s) { id } }",
    "query($s: String!) { city(ibgeCode: $s) { id } area(slug: $s) { id } story(slug: $s) { id } }",
    "query($s: ID!) { node(id: $s) { id } nodes(ids: [$s, $s]) { id } workFront(id: $s) { id } page(id: $s) { id } }",
    "query($s: String!) { cities(after: $s) { nodes { id } } }",
    "query($s: String!) { cities(filter: { text: $s }) { totalCount } }",
    "query($s: String!) { workFronts(filter: { text: $s }) { totalCount } }",
    "query($s: String!) { cities(filter: { area: [$s] }) { totalCount } }",
    "query($s: String!) { areas(site: $s) { totalCount } }",
    "query($s: String!) { areas(locale: $s) { totalCount } }",
    "query($s: String!) { site { menu(handle: $s) { handle } } }",
    "query($s: String!) { search(query: $s, after: $s) { totalCount } suggest(prefix: $s) { text } }",
    'query($s: String!) { search(query: "a", filter: { area: [$s] }) { totalCount } }',
    "query($s: DateTime!) { paths(changedSince: $s) { totalCount } }",
]
CODES = {"BAD_REQUEST", "BAD_USER_INPUT"}


def post(body):
    client = Client(headers={"host": "127.0.0.1"})
    return client.post("/graphql/", body, content_type="application/json")


def run(query, text=None):
    return post(json.dumps({"query": query, "variables": {"s": text}}))


def codes(response):
    return {error["extensions"]["code"] for error in response.json().get("errors", [])}


@pytest.fixture
def content(home):
    make_work_front(make_city(areas=[make_area()]))


MUTATIONS = {name: field for name, field in schema.mutation_type.fields.items() if "input" in field.args}


@pytest.mark.parametrize("name", MUTATIONS)
def test_what_a_mutation_needs_is_asked_for(home, name):
    response = post(json.dumps({"query": f"mutation {{ {name}(input: {{}}) {{ __typename }} }}"}))
    needed = get_named_type(MUTATIONS[name].args["input"].type).fields.items()
    missing = {key for key, field in needed if isinstance(field.type, GraphQLNonNull)}
    told = " ".join(error["message"] for error in response.json()["errors"])
    assert {key for key in missing if f".{key}'" in told} == missing


@pytest.mark.parametrize("query", QUERIES)
def test_strings_in_variables(content, query):
    for text in STRINGS:
        response = run(query, text)
        assert response.status_code in {200, 400}, text
        assert codes(response) <= CODES, text


def test_strings_hidden_in_escapes(content):
    for escape in ("\\u0000", "\\ud800"):
        response = post(json.dumps({"query": '{ city(slug: "%s") { id } }' % escape}))
        assert codes(response) <= {"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"}
        assert codes(response)


AFTER = "query($s: String!) { cities(after: $s) { nodes { id } } }"


@pytest.mark.parametrize(
    "values",
    [["a\x00", 1], [1, 2], ["a"], ["a", 10**40], ["a", 1.5], ["a", None], ["a", "b"], [["a"], 1], [], [True, True]],
)
def test_cursors_made_by_hand(content, values):
    cursor = base64.urlsafe_b64encode(json.dumps([["TITLE_ASC"], *values]).encode()).decode()
    response = run(AFTER, cursor)
    assert response.status_code == 200
    assert codes(response) <= CODES


def test_a_cursor_too_deep_to_read(content):
    assert codes(run(AFTER, base64.urlsafe_b64encode(b"[" * 30_000).decode())) == {"BAD_USER_INPUT"}


@pytest.mark.parametrize(
    "name",
    ["CityPage:", "CityPage:x", f"CityPage:{10**40}", "CityPage:-1", "Municipality:\x00", "User:1", "Query:1", ":"],
)
def test_ids_made_by_hand(content, name):
    identifier = base64.b64encode(name.encode()).decode()
    assert run("query($s: ID!) { node(id: $s) { id } }", identifier).json() == {"data": {"node": None}}


def test_a_body_that_is_too_long(content):
    assert post("x" * 70_000).status_code == 413
    assert post("x" * 3_000_000).status_code == 413


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2020-01-01T00:00:00", "x"]
)
def test_moments(content, moment):
    query = "query($s: DateTime!) { paths(changedSince: $s) { totalCount } }"
    assert codes(post(json.dumps({"query": query, "variables": {"s": moment}}))) <= CODES


def test_bodies(content):
    deep = "[" * 20000
    for body in (
        "null",
        '"x"',
        "1",
        deep,
        '{"query": "{ a' + "{ a" * 1500 + '"}',
        '{"query": "{ __typename }", "variables": [1]}',
    ):
        response = post(body)
        assert response.status_code in {200, 400}
        assert codes(response) <= {*CODES, "GRAPHQL_PARSE_FAILED"}


@pytest.mark.parametrize("depth", [49, 60, 400, 500, 900])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_variables_are_fifty_deep_at_most(content, opening, closing, depth):
    value = opening * depth + "1" + closing * depth
    response = post('{"query": "{ __typename }", "variables": {"x": %s}}' % value)
    if depth < 50:
        assert response.json() == {"data": {"__typename": "Query"}}
    else:
        assert response.status_code == 400
        assert codes(response) == {"BAD_REQUEST"}


def test_a_query_is_twelve_fields_deep_at_most(content):
    three_more = "cities(first: 2) { nodes { areas { %s } } }"
    eleven = "{ areas { nodes { %s } } }" % (three_more % (three_more % "cities(first: 2) { nodes { id } }"))
    assert codes(run(eleven.replace("{ id }", "{ municipality { id } }"))) == set()
    thirteen = eleven.replace("{ id }", "{ areas { parent { id } } }")
    assert codes(run(thirteen)) == {"QUERY_TOO_DEEP"}
    endless = "{ areas { nodes { ...A } } } fragment A on AreaPage { cities { nodes { areas { ...A } } } }"
    assert codes(run(endless)) == {"GRAPHQL_VALIDATION_FAILED"}
    assert codes(run(get_introspection_query())) == set()


def test_many_aliases_end_in_an_answer(content):
    query = "{ home {" + " ".join(f"a{i}: id" for i in range(600)) + "} }"
    assert codes(run(query)) == set()
