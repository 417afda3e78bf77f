"""Our GraphQL types, put in Grapple's registry before Grapple makes its own.

Grapple leaves alone a model that its registry already holds, and fills the type with what the model's
``graphql_fields`` declare. Our base type keeps everything else out: no automatic columns, no reverse
relations, an id that is never null.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model
from graphene_django.types import DjangoObjectType
from graphql import GraphQLResolveInfo
from grapple.actions import build_node_type
from grapple.registry import registry
from wagtail.models import Page

from cms.api.ids import global_id
from cms.api.interfaces import Node, PageInterface
from cms.api.words import of_row, type_name


class ContentType(DjangoObjectType):
    """The base of every type that stands for a model."""

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, model: type[Model], interfaces: tuple = (), **options: Any) -> None:
        if "id" in cls.__dict__:
            del cls.id
        options.pop("exclude_fields", None)
        super().__init_subclass_with_meta__(
            model=model,
            name=type_name(model),
            description=getattr(model, "graphql_description", None),
            fields=(),
            interfaces=tuple(sorted({Node, *interfaces}, key=lambda interface: interface.__name__)),
            **options,
        )

    resolve_id = of_row(global_id)

    @classmethod
    def is_type_of(cls, root: Any, info: GraphQLResolveInfo) -> bool:
        return type(root) is cls._meta.model


def register_content_types() -> None:
    """Register every model that declares ``graphql_fields``."""
    for model in apps.get_models():
        if not hasattr(model, "graphql_fields"):
            continue
        if issubclass(model, Page):
            registry.pages[model] = build_node_type(model, "", PageInterface, ContentType)
        else:
            registry.django_models[model] = build_node_type(model, "", Node, ContentType)
