"""Documents, parsed and validated once for each text."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    StringValueNode,
    Visitor,
    parse,
    specified_rules,
    validate,
    visit,
)

from cms.api.text import is_text
from cms.graphql.schema import schema
from cms.graphql.shape import refusals

DOCUMENTS_KEPT = 500


@lru_cache(maxsize=DOCUMENTS_KEPT)
def prepare(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """Return the parsed document and what is wrong with it: once for each text."""
    try:
        document = parse(query, max_tokens=settings.GRAPHQL_LIMITS["tokens"])
    except GraphQLSyntaxError as unreadable:
        is_long = "tokens. Parsing aborted" in unreadable.message
        unreadable.extensions = {"code": "DOCUMENT_TOO_LONG" if is_long else "GRAPHQL_PARSE_FAILED"}
        return None, (unreadable,)
    errors = refusals(document) or _unreadable_strings(document) or _invalid(document)
    for error in errors:
        error.extensions = error.extensions or {"code": "GRAPHQL_VALIDATION_FAILED"}
    return document, tuple(errors)


def _invalid(document: DocumentNode) -> list[GraphQLError]:
    rules: list[type[ASTValidationRule]] = [*specified_rules]
    if not settings.INTROSPECTION:
        rules.append(NoSchemaIntrospectionCustomRule)
    errors = validate(schema, document, rules, hide_suggestions=not settings.INTROSPECTION)
    for error in errors:
        if "introspection has been disabled" in error.message:
            error.extensions = {"code": "INTROSPECTION_OFF"}
    return errors


def _unreadable_strings(document: DocumentNode) -> list[GraphQLError]:
    """Return an error for each string of ``document`` that escapes hide something unreadable in."""
    found: list[GraphQLError] = []

    class Strings(Visitor):
        def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
            if not is_text(node.value):
                found.append(GraphQLError("A string holds a null character or half of a surrogate pair.", node))

    visit(document, Strings())
    return found
