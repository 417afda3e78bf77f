"""What developers read beside the endpoint: GraphiQL, the schema as text, and where everything is."""

import json
import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from graphql import GraphQLInterfaceType, GraphQLUnionType, get_operation_ast, parse, print_schema

from cms.graphql.schema import schema

EXAMPLES = Path(__file__).with_name("examples.graphql")


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what this server is, to whoever opens it in a browser."""
    return render(request, "welcome.html")


@require_safe
def not_here(request: HttpRequest, path: str) -> HttpResponse:
    """Answer for the pages of the site: the frontend shows them."""
    return HttpResponseNotFound(render(request, "not_here.html", {"path": f"/{path}"}).content)


@require_safe
def graphiql(request: HttpRequest) -> HttpResponse:
    """Serve GraphiQL with the example queries, one a tab."""
    return render(request, "graphiql.html", {"examples": examples(), "endpoint": reverse("graphql")})


@require_safe
def sdl(request: HttpRequest) -> HttpResponse:
    """Serve the schema in GraphQL's own language."""
    return HttpResponse(schema_text(), content_type="text/plain; charset=utf-8")


@require_safe
def possible_types(request: HttpRequest) -> HttpResponse:
    """Serve the types behind each interface and union, as Apollo Client's ``possibleTypes`` wants them."""
    abstract = [kind for kind in schema.type_map.values() if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType)]
    return JsonResponse(
        {kind.name: sorted(member.name for member in schema.get_possible_types(kind)) for kind in abstract}
    )


def schema_text() -> str:
    """Return the schema as the committed ``schema.graphql`` holds it."""
    return print_schema(schema) + "\n"


@cache
def examples() -> list[dict[str, str]]:
    """Return the example queries: name, text with its comments, and variables as JSON.

    A comment line ``# variables: {…}`` above an operation holds its variables.
    """
    found = []
    for text in re.split(r"\n(?=# ---)", EXAMPLES.read_text(encoding="utf-8")):
        operation = get_operation_ast(parse(text))
        variables = re.search(r"^# variables: (.*)$", text, re.MULTILINE)
        if operation is not None and operation.name is not None:
            shown = re.sub(r"^# (---|variables:).*\n", "", text, flags=re.MULTILINE).strip()
            parsed = json.loads(variables[1]) if variables else {}
            found.append({"name": operation.name.value, "query": shown, "variables": json.dumps(parsed)})
    return found
