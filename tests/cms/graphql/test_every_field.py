"""One generated query a root field: together they ask every field of every type, within the limits."""

import json

from django.core.management import call_command
from django.test import Client
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    Lexer,
    Source,
    TokenKind,
    get_named_type,
    is_abstract_type,
    is_introspection_type,
)

from cms.engagement.following.links import follower_token
from cms.graphql.schema import schema
from cms.settings import GRAPHQL_LIMITS as LIMITS
from home.models import AreaPage
from tests.builders import make_follower
from tests.schema_walk import WholeQuery, select_all

FOUND = """
{ city(slug: "campinas-sp") { id path } area(slug: "saude") { id } stories(first: 1) { nodes { slug } }
  workFronts(first: 1) { nodes { id } } paths { nodes { path type } } }
"""


def ask(query):
    body = json.dumps({"query": query})
    assert len(body) <= LIMITS["bytes"]
    client = Client(headers={"host": "127.0.0.1"})
    answer = client.post("/graphql/", body, content_type="application/json").json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def tokens(query):
    lexer, count = Lexer(Source(query)), 0
    while lexer.advance().kind is not TokenKind.EOF:
        count += 1
    return count


def arguments_of_roots():
    found = ask(FOUND)
    city, area, front = found["city"]["id"], found["area"]["id"], found["workFronts"]["nodes"][0]["id"]
    quoted = json.dumps
    return {
        "route": {"path": quoted(found["city"]["path"])},
        "page": {"path": quoted("/")},
        "area": {"slug": quoted("saude")},
        "city": {"ibgeCode": quoted("3509502")},
        "story": {"slug": quoted(found["stories"]["nodes"][0]["slug"])},
        "workFront": {"id": quoted(front)},
        "search": {"query": quoted("saúde"), "first": "100"},
        "suggest": {"prefix": quoted("sa")},
        "followPreferences": {"token": quoted(follower_token(make_follower(AreaPage.objects.get(slug="saude"))))},
        "node": {"id": quoted(city)},
        "nodes": {"ids": quoted([city, area, front])},
    }, {row["type"]: row["path"] for row in found["paths"]["nodes"]}


def every_field():
    """Every field that a question can come to: what mutations answer is asked where they are tested."""
    kinds = _reachable(schema.query_type, set())
    return {
        (kind.name, name)
        for kind in kinds
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        for name in kind.fields
    }


def _reachable(kind, seen):
    if kind not in seen and not is_introspection_type(kind):
        seen.add(kind)
        for other in schema.get_possible_types(kind) if is_abstract_type(kind) else ():
            _reachable(other, seen)
        for field in getattr(kind, "fields", {}).values():
            _reachable(get_named_type(field.type), seen)
    return seen


def typenames(data):
    if isinstance(data, dict):
        inner = set().union(*(typenames(value) for value in data.values()))
        return inner | {data.get("__typename")}
    return set().union(*(typenames(value) for value in data)) if isinstance(data, list) else set()


def test_every_field_of_every_type_and_block(home, subtests, settings):
    settings.GRAPHQL_LIMITS = {**LIMITS, "cost": 1_000_000}  # nobody needs everything at once
    call_command("load_demo", verbosity=0)
    arguments, path_of_type = arguments_of_roots()
    asked, answered = set(), set()
    for root in schema.query_type.fields:
        with subtests.test(root):
            query = WholeQuery(root, arguments.get(root, {}), LIMITS["depth"])
            assert tokens(query.text) <= LIMITS["tokens"]
            data = ask(query.text)
            assert data[root] is not None
            asked |= query.asked
            answered |= typenames(data)
    for kind, path in path_of_type.items():
        with subtests.test(kind):
            data = ask(WholeQuery("route", {"path": json.dumps(path)}, LIMITS["depth"]).text)
            assert data["route"]["PageRoute_page"]["__typename"] == kind
            answered |= typenames(data)
    assert asked == every_field()
    for lists in ("cities", "areas", "stories"):
        body = select_all(schema.type_map["BodyBlock"], 2)
        answered |= typenames(ask(f"{{ {lists}(first: 100) {{ nodes {{ body {body} }} }} }}"))
    blocks = {member.name for member in schema.type_map["BodyBlock"].types}
    assert blocks <= answered
