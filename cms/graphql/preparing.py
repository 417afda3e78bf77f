"""Documents, parsed and validated once for each text."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    Node,
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
from cms.graphql.segmented import SegmentedCache
from cms.graphql.shape import refusals
from cms.versions.reading import Kinds

DOCUMENTS_KEPT = 500
LETTERS_KEPT = 120_000
"""Of all texts together. A document takes more than a hundred times the memory of its text, with what it is run by."""
SHORTEST = LETTERS_KEPT // DOCUMENTS_KEPT


@dataclass(frozen=True, eq=False, slots=True)
class Prepared:
    """The document of a text, if it can be read, what is wrong with it, and what was found out about it so far."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    kinds: dict[str | None, Kinds] = field(default_factory=dict)
    """The kinds of content that an operation depends on, by its name."""
    costs: dict[tuple, int | None] = field(default_factory=dict)
    """What an operation may cost, by its name and what its variables say of it."""


_kept = SegmentedCache[Prepared](lambda: LETTERS_KEPT)


def prepare(query: str) -> Prepared:
    """Return the document of the text ``query``: prepared once for each text among those asked last."""
    prepared = _kept.get(query)
    if prepared is None:
        prepared = _prepared(query)
        _kept.put(query, prepared, max(len(query), SHORTEST))
    return prepared


def forget() -> None:
    """Prepare every document anew: after a setting has changed that decides what is wrong with one."""
    _kept.clear()


def _prepared(query: str) -> Prepared:
    try:
        document = parse(query, max_tokens=settings.GRAPHQL_LIMITS["tokens"])
    except GraphQLSyntaxError as unreadable:
        is_long = "tokens. Parsing aborted" in unreadable.message
        unreadable.extensions = {"code": "DOCUMENT_TOO_LONG" if is_long else "GRAPHQL_PARSE_FAILED"}
        return Prepared(None, (unreadable,))
    _drop_tokens(document)
    errors = refusals(document) or _unreadable_strings(document) or _invalid(document)
    for error in errors:
        error.extensions = error.extensions or {"code": "GRAPHQL_VALIDATION_FAILED"}
    return Prepared(document, tuple(errors))


def _drop_tokens(document: DocumentNode) -> None:
    """Keep of each node where it stands, which errors tell, and not the words around it: they take more memory."""
    if document.loc is None:
        return
    nothing = document.loc.start_token
    nothing.next = None
    waiting: list[Any] = [document]
    while waiting:
        node = waiting.pop()
        if node.loc:
            node.loc.start_token = node.loc.end_token = nothing
        for key in node.keys:
            below = getattr(node, key, None)
            if isinstance(below, Node):
                waiting.append(below)
            elif isinstance(below, tuple):
                waiting += [each for each in below if isinstance(each, Node)]


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
