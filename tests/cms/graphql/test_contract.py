"""The contract: what is committed, what is described, what is honest."""

import json
from pathlib import Path

from django.test import Client
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_introspection_type,
    is_specified_scalar_type,
    parse,
    validate,
)

from cms.graphql.pages import schema_text
from cms.graphql.schema import schema
from tests.schema_walk import select_all

COMMITTED = Path(__file__).parents[3] / "cms" / "graphql" / "schema.graphql"
OURS = [
    kind for kind in schema.type_map.values() if not is_introspection_type(kind) and not is_specified_scalar_type(kind)
]


def test_the_committed_schema_is_the_schema():
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), "The schema has changed: run `make schema`."


def test_everything_is_described():
    bare = [kind.name for kind in OURS if not kind.description]
    for kind in OURS:
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, field in kind.fields.items():
                bare += [] if field.description else [f"{kind.name}.{name}"]
                arguments = getattr(field, "args", {}).items()
                bare += [f"{kind.name}.{name}({key})" for key, value in arguments if not value.description]
        elif isinstance(kind, GraphQLEnumType):
            bare += [f"{kind.name}.{name}" for name, value in kind.values.items() if not value.description]
    assert bare == []


def test_no_two_blocks_give_one_field_two_types():
    types = {}
    body = schema.type_map["BodyBlock"]
    assert isinstance(body, GraphQLUnionType)
    inside = {get_named_type(field.type) for block in body.types for field in block.fields.values()}
    items = [kind for kind in inside if isinstance(kind, GraphQLObjectType) and kind.name not in {"CityPage", "Image"}]
    for kind in [*body.types, *items]:
        if kind.name not in {"RichText", "Document"}:
            for name, field in kind.fields.items():
                types.setdefault(name, {}).setdefault(str(field.type), []).append(kind.name)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}
    assert len(body.types) == 16


def test_one_query_can_ask_every_field_of_every_block():
    plain = select_all(schema.type_map["BodyBlock"], 1)
    without_aliases = " ".join(word for word in plain.split() if not word.endswith(":") or word == "preset:")
    document = parse('{ city(slug: "x") { body %s } }' % without_aliases)
    assert validate(schema, document) == []


def test_nothing_of_wagtails_or_grapples_own_is_in_the_contract():
    fields = {
        name for kind in OURS if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) for name in kind.fields
    }
    unwanted = {
        "draftTitle",
        "goLiveAt",
        "expireAt",
        "hasUnpublishedChanges",
        "owner",
        "contentType",
        "rawValue",
        "live",
    }
    assert fields & unwanted == set()


def test_every_page_has_an_id_that_node_finds(home, graphql):
    identifier = graphql("{ home { id } }")["home"]["id"]
    found = graphql("query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=[identifier, "bm90aGluZw==", "%"])
    assert found == {"nodes": [{"id": identifier, "__typename": "HomePage"}, None, None]}


def test_the_schema_and_the_possible_types_are_served(db):
    client = Client(headers={"host": "127.0.0.1"})
    assert client.get("/schema.graphql").content.decode() == schema_text()
    possible = json.loads(client.get("/schema.possible-types.json").content)
    assert set(possible) == {"BodyBlock", "Node", "PageInterface", "Route"}
    assert "CityPage" in possible["PageInterface"]
    assert possible["Route"] == ["PageRoute", "PasswordRoute", "RedirectRoute"]
