"""The schema: every app's root fields, joined."""

from collections.abc import Callable
from functools import partial
from typing import Any

import graphene
from graphene.types.resolver import dict_or_attr_resolver
from graphql import GraphQLSchema
from grapple.registry import registry

import cities.schema
import cms.api.paths
import cms.api.routes
import cms.api.unlocking
import cms.engagement.comments.mutations
import cms.engagement.following.mutations
import home.schema
import search.schema


class Query(
    home.schema.Query,
    cities.schema.Query,
    search.schema.Query,
    cms.api.routes.Query,
    cms.api.paths.Query,
    cms.engagement.following.mutations.Query,
    graphene.ObjectType,
):
    """Everything that can be asked. Answers hold only what is published and public."""


class Mutation(
    home.schema.Mutation,
    cms.engagement.comments.mutations.Mutation,
    cms.engagement.following.mutations.Mutation,
    cms.api.unlocking.Mutation,
    graphene.ObjectType,
):
    """Everything that can be done, by POST alone."""


def make_schema() -> GraphQLSchema:
    """Return the schema of all apps, whose plain fields say to the executor that they need their source alone."""
    made = graphene.Schema(
        query=Query, mutation=Mutation, types=[*registry.pages.types, *registry.django_models.types]
    ).graphql_schema
    for kind in made.type_map.values():
        for field in getattr(kind, "fields", {}).values():
            resolve = getattr(field, "resolve", None)
            if isinstance(resolve, partial) and resolve.func is dict_or_attr_resolver:
                resolve.from_source = _reader(*resolve.args)  # type: ignore[attr-defined]
    return made


def _reader(name: str, default: Any) -> Callable[[Any], Any]:
    """Return what graphene's default resolver does."""
    return lambda source: source.get(name, default) if isinstance(source, dict) else getattr(source, name, default)


schema = make_schema()
