"""A draft as the API answers it: the query of its type with all its fields, and the answer."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    get_operation_ast,
    is_leaf_type,
    is_required_argument,
    parse,
    print_ast,
)
from wagtail.models import Page

from cms.api.ids import global_id
from cms.api.scope import Scopes
from cms.api.visit import Visit
from cms.api.words import type_name
from cms.graphql.errors import as_json
from cms.graphql.planning import Plan
from cms.graphql.preparing import prepare
from cms.graphql.request import GraphQLRequest
from cms.graphql.schema import schema

FEW = 5
"""How many of a list's objects the query asks for."""
OF_OTHERS = ("id", "title", "name", "path", "url", "code", "alt", "label")
"""What is asked of an object that the page refers to: enough to know it."""
WHOLE = {"RichText": ("html",), "Image": ("url", "alt", "width", "height", "credit")}
"""What is asked of objects that are a part of the page."""


@dataclass(frozen=True)
class Answered:
    """A query, its variables and its answer, written to be read."""

    query: str
    variables: str
    answer: str
    errors: list[dict[str, Any]] = field(default_factory=list)


class PreviewAnswer:
    """What the room of the previews, which is below the API, is told of it: see ``settings.PREVIEW_ANSWER``."""

    def __new__(cls, page: Page) -> Any:
        """Return the query of ``page``, which is a draft, and its answer."""
        query, variables = query_for(type_name(type(page))), {"path": cls.place_of(page)["path"]}
        visit = Visit()
        visit.__dict__["draft"], visit.is_private = page, True
        answer = as_json(_planned(query, variables).execute(visit))
        return Answered(query, _written(variables), _written(answer), answer.get("errors", []))

    @staticmethod
    def place_of(page: Page) -> dict[str, str]:
        """Return how the API names ``page``, which lies on a site."""
        root: Any = Scopes().root_of(page.url_path)
        path = root.path_of(page.url_path)
        return {"type": type_name(type(page)), "id": global_id(page), "path": path, "locale": root.locale}


OF_VISITORS = ("comments", "commentsOpen")
"""What visitors add to a page: a draft has none of it."""


def _planned(query: str, variables: dict[str, str]) -> Plan:
    """Return the query as it is, though frontends may be answered trusted documents alone."""
    prepared: Any = prepare(query)
    operation: Any = get_operation_ast(prepared.document)
    return Plan(query, prepared, operation, GraphQLRequest(query=query, variables=variables), cost=0)


@cache
def query_for(name: str) -> str:
    """Return the query of a page of the type ``name``: all its fields, and of what it refers to, enough to know it."""
    kind: Any = schema.type_map[name]
    fields = " ".join(_selected(key, found) for key, found in kind.fields.items() if key not in OF_VISITORS)
    page = f"page(path: $path) {{ __typename ... on {name} {{ {fields} }} }}"
    return print_ast(parse(f"query Draft($path: String!) {{ {page} }}"))


def _selected(name: str, of: GraphQLField) -> str:
    kind: Any = get_named_type(of.type)
    if is_leaf_type(kind):
        return "" if any(is_required_argument(argument) for argument in of.args.values()) else name
    if kind.name.endswith("Connection"):
        return f"{name}(first: {FEW}) {{ totalCount nodes {{ {_known(get_named_type(kind.fields['nodes'].type))} }} }}"
    if isinstance(kind, GraphQLUnionType):
        return f"{name} {{ __typename {' '.join(_member(member) for member in kind.types)} }}"
    return f"{name} {{ {_known(kind)} }}"


def _member(kind: GraphQLObjectType) -> str:
    fields = " ".join(_selected(key, found) for key, found in kind.fields.items())
    return f"... on {kind.name} {{ {fields} }}"


def _known(kind: Any) -> str:
    """Return the fields that tell which object it is; all fields of what is no object of its own but a part."""
    if kind.name in WHOLE:
        return " ".join(WHOLE[kind.name])
    is_object = isinstance(kind, GraphQLInterfaceType) or "Node" in {other.name for other in kind.interfaces}
    if is_object:
        return " ".join(name for name in OF_OTHERS if name in kind.fields) or "__typename"
    return " ".join(_selected(name, found) for name, found in kind.fields.items()) or "__typename"


def _written(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
