"""Lists as the Relay cursor connections specification has them, with ``nodes`` and ``totalCount``.

https://relay.dev/graphql/connections.htm
"""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.db.models import Count, F, Model, Q, QuerySet, Window
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.functions import RowNumber
from django.utils.module_loading import import_string
from graphql import GraphQLResolveInfo, VariableNode

from cms.api.cursors import Cut, Slice, decode
from cms.api.errors import BadUserInput, ListTooLong
from cms.api.filters import Filter
from cms.api.here import Here, here_of
from cms.api.kept import kept_statement
from cms.api.loading import asked, load, taken
from cms.api.orders import PRIMARY_KEY, Order
from cms.api.peers import ask, gather, value
from cms.api.reads import EVERYTHING, along
from cms.api.selection import once, selected
from cms.api.words import model_of, type_name, type_of
from cms.visibility import public

MAX_FIRST = 100
DEFAULT_FIRST = 20


class PageInfo(graphene.ObjectType):
    """Where a page of a list stands in the whole."""

    has_next_page = graphene.Boolean(required=True, description="Whether more follow.")
    has_previous_page = graphene.Boolean(required=True, description="Whether some come before.")
    start_cursor = graphene.String(description="The cursor of the first edge.")
    end_cursor = graphene.String(description="The cursor of the last edge: give it as `after` for the next page.")

    reads = ()


@dataclass(frozen=True)
class Nesting:
    """How the rows of a list hang under the rows of another: one statement finds those of all parents."""

    among: Callable[[list], Q]
    """Takes the keys of parents, returns the condition that a row hangs under one of them."""
    parent: BaseExpression | Combinable
    key: Callable[[Model], Any]
    of: type[Model] | None = None
    """What the parents are, where they need not all be of one type."""


def via(path: str, *, of_translations: bool = False) -> Nesting:
    """Return the nesting of rows that refer to their parents through the lookup ``path``.

    With ``of_translations``, what refers to a translation of a parent refers to the parent as well.
    """
    if of_translations:
        key = f"{path}__translation_key"
        return Nesting(lambda keys: Q(**{f"{key}__in": keys}), F(key), lambda row: value(row, "translation_key"))
    return Nesting(lambda keys: Q(**{f"{path}__in": keys}), F(path), lambda row: row.pk)


@dataclass(frozen=True)
class Listing:
    """A list that clients page through: its node type, its filter and its orders."""

    name: str
    node: Callable[[], Any]
    order: Order
    filter: Filter | None = None
    most: int = MAX_FIRST
    default: int = DEFAULT_FIRST
    read: Callable[[QuerySet, GraphQLResolveInfo, frozenset[str]], list] = load
    reads: tuple[Any, ...] = EVERYTHING
    """What the list is read from, whatever of it is selected: its rows, and what they are sorted by."""

    def type(self) -> Any:
        return graphene.NonNull(connection_type(self.name, self.node, self.reads))

    def arguments(self) -> dict[str, graphene.Argument]:
        arguments = {
            "first": graphene.Argument(
                graphene.Int, default_value=self.default, description=f"How many, at most {self.most}."
            ),
            "after": graphene.Argument(graphene.String, description="Only those after this cursor."),
            "last": graphene.Argument(graphene.Int, description=f"How many from the end, at most {self.most}."),
            "before": graphene.Argument(graphene.String, description="Only those before this cursor."),
        }
        if self.filter:
            arguments["filter"] = graphene.Argument(self.filter.input, description="Only those that fit.")
        if len(self.order.options) > 1:
            arguments["order_by"] = graphene.Argument(
                graphene.List(graphene.NonNull(self.order.enum)),
                description=f"How to sort, most important first. By default {self.order.default}.",
            )
        return arguments

    def resolve(self, queryset: QuerySet, info: GraphQLResolveInfo, arguments: dict) -> Slice:
        """Return the page of the rows of ``queryset`` that ``arguments`` ask for."""
        cut, queryset = self._cut(info, arguments), self._filtered(queryset, info, arguments)
        rows: list = []
        if _wants_rows(info) and cut.size:
            page = cut.apply(queryset).order_by(*cut.ordering())[: cut.size + 1]
            rows = self.read(page, info, _node_names(info))
        return cut.slice(rows, queryset.count)

    def resolve_all(self, here: Here | None, info: GraphQLResolveInfo, arguments: dict) -> Slice:
        """Return the page of the public pages of the listing's model ``here`` that ``arguments`` ask for."""
        model = self.node()._meta.model

        def everything() -> QuerySet:
            return public(here.holds(model.objects.all())) if here else model.objects.none()

        cut, names = self._cut(info, arguments), _node_names(info)

        def page() -> QuerySet:
            return asked(cut.apply(everything()).order_by(*cut.ordering())[: cut.size + 1], names)

        if here is None or not _is_whole(arguments):
            return self.resolve(everything(), info, arguments)
        rows: list = []
        if _wants_rows(info) and cut.size:
            statement = kept_statement(("all", model, names, cut.shape, here.mark), [0], lambda _none: page())
            rows = taken(gather(statement.rows() if statement else []), info, names)
        return cut.slice(rows, lambda: everything().count())

    def resolve_nested(
        self,
        parent: Model,
        nesting: Nesting,
        queryset: Callable[[], QuerySet],
        info: GraphQLResolveInfo,
        arguments: dict,
        *,
        question: Hashable = None,
    ) -> Slice:
        """Return the page of the rows under ``parent``, asked for all its peers in one statement.

        ``question`` names all that ``queryset`` and ``nesting`` are made from, where their statement may be kept.
        """
        cut = once(info, "cut", lambda: self._cut(info, arguments))
        asked_here = (*once(info, "question", lambda: _question(info, arguments)), here_of(info))

        def under(keys: list) -> QuerySet:
            rows = self._filtered(queryset().filter(nesting.among(keys)), info, arguments)
            return rows.annotate(_parent=nesting.parent)

        is_counted_along = bool(question) and _is_whole(arguments) and "totalCount" in selected(info)

        def paged(keys: list) -> QuerySet:
            position = Window(RowNumber(), partition_by=[F("_parent")], order_by=cut.ordering())
            page = cut.apply(under(keys)).annotate(_position=position)
            if is_counted_along:
                page = page.annotate(_total=Window(Count("pk"), partition_by=[F("_parent")]))
            return page.filter(_position__lte=cut.size + 1).order_by("_position")

        def rows(parents: list) -> dict:
            keys, names, found = [nesting.key(row) for row in parents], _node_names(info), defaultdict(list)
            shape = question and (question, cut.shape, is_counted_along)
            for row in self._nested(paged, keys, shape, info, names, arguments):
                found[row._parent].append(row)
            return {row.pk: found[nesting.key(row)] for row in parents}

        def counts(parents: list) -> dict:
            keys = [nesting.key(row) for row in parents]
            grouped = under(keys).order_by().values("_parent").annotate(_count=Count("pk", distinct=True))
            found = dict(grouped.values_list("_parent", "_count"))
            return {row.pk: found.get(nesting.key(row), 0) for row in parents}

        if not _wants_rows(info) or not cut.size:
            return cut.slice([], lambda: ask(parent, (*asked_here, "count"), counts, default=0, of=nesting.of))
        found = ask(parent, (*asked_here, _node_names(info)), rows, default=[], of=nesting.of)
        if is_counted_along:
            total = found[0]._total if found else 0
            return cut.slice(found, lambda: total)
        return cut.slice(found, lambda: ask(parent, (*asked_here, "count"), counts, default=0, of=nesting.of))

    def _nested(
        self,
        build: Callable[[list], QuerySet],
        keys: list,
        question: Hashable,
        info: GraphQLResolveInfo,
        names: frozenset[str],
        arguments: dict,
    ) -> list:
        if not question or not _is_whole(arguments):
            return self.read(build(keys), info, names)
        statement = kept_statement(("nested", self.name, question, names), keys, lambda keys: asked(build(keys), names))
        return taken(gather(statement.rows() if statement else []), info, names)

    def _filtered(self, queryset: QuerySet, info: GraphQLResolveInfo, arguments: dict) -> QuerySet:
        given = arguments.get("filter")
        return queryset.filter(self.filter.where(given, here_of(info))) if self.filter and given else queryset

    def _cut(self, info: GraphQLResolveInfo, arguments: dict) -> Cut:
        orders = [getattr(order, "value", order) for order in arguments.get("order_by") or [self.order.default]]
        keys = [*self.order.keys(orders), PRIMARY_KEY]
        size, backward = self._size(info, arguments)
        return Cut(
            keys=keys,
            orders=orders,
            size=size,
            backward=backward,
            after=decode(arguments.get("after"), orders, keys),
            before=decode(arguments.get("before"), orders, keys),
        )

    def _size(self, info: GraphQLResolveInfo, arguments: dict) -> tuple[int, bool]:
        first, last = arguments.get("first"), arguments.get("last")
        if last is not None and first is not None and _is_given(info, "first"):
            raise BadUserInput("Give either first or last, not both.")
        if last is not None:
            return within("last", last, self.most), True
        return within("first", self.default if first is None else first, self.most), False


def within(name: str, size: int, most: int) -> int:
    """Return ``size``. Raises ``BadUserInput`` where it is below 0, ``ListTooLong`` where it is above ``most``."""
    if size > most:
        raise ListTooLong(f"{name} is from 0 to {most}, not {size}.")
    if size < 0:
        raise BadUserInput(f"{name} is from 0 to {most}, not {size}.")
    return size


@cache
def listing_of(target: str) -> Listing:
    """Return the listing of the model ``"app.Model"``, with the filter and the order that it declares."""
    model = model_of(target)
    named = getattr(model, "graphql_filter", None)
    order = import_string(getattr(model, "graphql_order"))  # noqa: B009
    return Listing(
        name=type_name(model),
        node=type_of(target),
        order=order,
        reads=(model, along(model, *order.lookups())),
        filter=import_string(named) if named else None,
    )


@cache
def connection_type(
    name: str, node: Callable[[], Any], reads: tuple[Any, ...], **more: graphene.Field
) -> type[graphene.ObjectType]:
    """Return the connection type of ``name``, whose nodes are of the type that ``node`` gives, with ``more`` fields.

    ``reads`` is what it is read from, whatever of it is selected.
    """
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {
            "__doc__": "A node and where it stands in the list.",
            "reads": (),
            "cursor": graphene.String(
                required=True, description="The node's place: opaque, stable while editors publish."
            ),
            "node": graphene.NonNull(node, description="The node itself."),
        },
    )
    return type(
        f"{name}Connection",
        (graphene.ObjectType,),
        {
            "__doc__": "One page of a list.",
            "reads": reads,
            "nodes": graphene.List(graphene.NonNull(node), required=True, description="The nodes of this page."),
            "edges": graphene.List(
                graphene.NonNull(edge), required=True, description="The nodes of this page with their cursors."
            ),
            "page_info": graphene.Field(PageInfo, required=True, description="Where this page stands in the list."),
            "total_count": graphene.Int(
                required=True, description="How many there are in all, on every page. Counted only when asked for."
            ),
            "resolve_edges": lambda cut, info: [
                {"cursor": cursor, "node": node} for cursor, node in zip(cut.cursors, cut.nodes, strict=True)
            ],
            "resolve_page_info": lambda cut, info: PageInfo(
                has_next_page=cut.has_next,
                has_previous_page=cut.has_previous,
                start_cursor=cut.cursors[0] if cut.cursors else None,
                end_cursor=cut.cursors[-1] if cut.cursors else None,
            ),
            "resolve_total_count": lambda cut, info: cut.count(),
            **more,
        },
    )


def _is_whole(arguments: dict) -> bool:
    """Tell whether the list that ``arguments`` cut a page from begins at its end, and leaves nothing out."""
    return not any(arguments.get(name) for name in ("filter", "after", "before"))


def _question(info: GraphQLResolveInfo, arguments: dict) -> tuple[str, str]:
    return info.field_name, json.dumps(arguments, default=str, sort_keys=True)


def _is_given(info: GraphQLResolveInfo, name: str) -> bool:
    """Tell whether the client gave the argument ``name``, rather than leave it to its default."""
    values = [argument.value for node in info.field_nodes for argument in node.arguments if argument.name.value == name]
    return any(
        value.name.value in info.variable_values if isinstance(value, VariableNode) else True for value in values
    )


def _node_names(info: GraphQLResolveInfo) -> frozenset[str]:
    return once(info, "names", lambda: selected(info, "nodes") | selected(info, "edges", "node"))


def _wants_rows(info: GraphQLResolveInfo) -> bool:
    return not selected(info).isdisjoint({"nodes", "edges", "pageInfo"})
