"""The schema: every app's root fields, joined."""

import graphene
from grapple.registry import registry

import cities.schema
import cms.api.paths
import cms.api.routes
import cms.api.unlocking
import home.schema
import search.schema


class Query(
    home.schema.Query,
    cities.schema.Query,
    search.schema.Query,
    cms.api.routes.Query,
    cms.api.paths.Query,
    graphene.ObjectType,
):
    """Everything that can be asked. Answers hold only what is published and public."""


class Mutation(
    home.schema.Mutation,
    cms.api.unlocking.Mutation,
    graphene.ObjectType,
):
    """Everything that can be done, by POST alone."""


schema = graphene.Schema(
    query=Query, mutation=Mutation, types=[*registry.pages.types, *registry.django_models.types]
).graphql_schema
