"""Rows that a query asks for, with the columns that it asks for and no others."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.peers import gather, load_columns, peers
from cms.api.references import PAGE_COLUMNS, specific
from cms.api.rows import ObjectStatement, rows_of
from cms.api.words import Word, words_of


def load(queryset: QuerySet, info: GraphQLResolveInfo, names: Collection[str], *, also: Sequence[str] = ()) -> list:
    """Return the rows of ``queryset`` as peers, with what the selected fields ``names`` are made from.

    Rows of ``Page`` come back as objects of their own types. ``also`` names further columns.
    """
    if queryset.model is Page:
        objects = gather(specific(queryset.only(*PAGE_COLUMNS)))
    else:
        objects = gather(rows_of(asked(queryset, names, also)))
    return taken(objects, info, names)


def taken(objects: list, info: GraphQLResolveInfo, names: Collection[str]) -> list:
    """Return the peers ``objects``, of which the query selects the fields ``names``, with all that those need."""
    ready(objects, names, info)
    info.context.mention(objects)
    return objects


def load_under(
    statement: ObjectStatement | None, info: GraphQLResolveInfo, names: Collection[str]
) -> list[tuple[Any, Any]]:
    """Return what ``statement`` finds as ``load`` does, each row behind its ``_parent``."""
    pairs = statement.rows_under() if statement else []
    taken(gather({id(member): member for _parent, member in pairs}.values()), info, names)
    return pairs


def ready(objects: list, names: Collection[str], info: GraphQLResolveInfo) -> None:
    """Load what each type among ``objects`` still lacks of the fields ``names``, and note its references."""
    for model, member in {type(member): member for member in objects}.items():
        load_columns(member, columns_for(model, names))
        for word in words_for(model, names):
            if word.prepare:
                word.prepare(peers(member), info)


def words_for(model: type[Model], names: Collection[str]) -> list[Word]:
    """Return the words of ``model`` among the selected field ``names``."""
    return [word for name, word in words_of(model).items() if name in names]


def columns_for(model: type[Model], names: Collection[str]) -> list[str]:
    """Return the columns that the selected fields ``names`` of ``model`` are made from."""
    return [column for word in words_for(model, names) for column in word.columns]


def asked(queryset: QuerySet, names: Collection[str], also: Sequence[str] = ()) -> QuerySet:
    """Return ``queryset`` with the columns that the selected fields ``names`` are made from."""
    columns = [*columns_for(queryset.model, names), *also]
    joins = [word.join for word in words_for(queryset.model, names) if word.join]
    joined = [
        f"{join}__{field.name}"
        for join in joins
        for field in queryset.model._meta.get_field(join).related_model._meta.concrete_fields
    ]
    queryset = queryset.only("pk", *columns, *joined)
    return queryset.select_related(*joins) if joins else queryset
