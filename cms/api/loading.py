"""Rows that a query asks for, with the columns that it asks for and no others."""

from collections.abc import Collection, Sequence

from django.db.models import Model, QuerySet
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.peers import gather, load_columns, peers
from cms.api.references import PAGE_COLUMNS, specific
from cms.api.words import Word, words_of


def load(queryset: QuerySet, info: GraphQLResolveInfo, names: Collection[str], *, also: Sequence[str] = ()) -> list:
    """Return the rows of ``queryset`` as peers, with what the selected fields ``names`` are made from.

    Rows of ``Page`` come back as objects of their own types. ``also`` names further columns.
    """
    if queryset.model is Page:
        objects = gather(specific(queryset.only(*PAGE_COLUMNS)))
    else:
        words = words_for(queryset.model, names)
        joins = [word.join for word in words if word.join]
        objects = gather(_with(queryset, [*columns_for(queryset.model, names), *also], joins))
    ready(objects, names, info)
    info.context.mention(objects)
    return objects


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


def _with(queryset: QuerySet, columns: list[str], joins: list[str]) -> QuerySet:
    joined = [
        f"{join}__{field.name}"
        for join in joins
        for field in queryset.model._meta.get_field(join).related_model._meta.concrete_fields
    ]
    queryset = queryset.only("pk", *columns, *joined)
    return queryset.select_related(*joins) if joins else queryset
