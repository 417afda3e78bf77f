"""A word: one line of ``graphql_fields``, which says all that the API needs to know of a field."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import graphene
from django.apps import apps
from django.db.models import Model
from grapple.models import GraphQLField
from grapple.registry import registry
from wagtail.models import Page


@dataclass(frozen=True)
class Word:
    """A field of a GraphQL type: its name in Python, its type and how it gets its value."""

    name: str
    description: str
    type: Callable[[], Any]
    resolve: Callable[..., Any]
    columns: tuple[str, ...] = ()
    """The model's columns that the value is made from."""
    arguments: Callable[[], dict] = field(default=dict)
    prepare: Callable[[list, Any], None] | None = None
    """Takes the rows just loaded and the query's info: notes what they refer to."""
    reads: tuple[Any, ...] = ()
    """What it is read from beside its row and the type that it gives (``cms.api.reads``)."""
    join: str = ""
    """A required reference to public reference data, cheap enough to come along with its row."""

    def __call__(self) -> tuple[GraphQLField, Callable]:
        """Be one of Grapple's ``graphql_fields``: it asks for a field and a function that builds its type."""
        return GraphQLField(self.name, graphene.String), lambda _: self.field()

    def field(self) -> graphene.Field:
        return graphene.Field(self.type(), description=self.description, resolver=self.resolve, args=self.arguments())


def of_row(read: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return the resolver that gives what ``read`` makes of its row alone, and says so to the executor."""

    def resolve(row: Any, info: Any) -> Any:
        return read(row)

    resolve.from_source = read  # type: ignore[attr-defined]
    return resolve


def of_row_and_visit(read: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Return the resolver that gives what ``read`` makes of its row and the request's ``Visit``, and says so."""

    def resolve(row: Any, info: Any) -> Any:
        return read(row, info.context)

    resolve.from_context = read  # type: ignore[attr-defined]
    return resolve


def camel(name: str) -> str:
    """Return the GraphQL name of a Python name: ``hero_image`` gives ``heroImage``."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


@cache
def words_of(model: type[Model]) -> dict[str, Word]:
    """Return the words of ``model`` by their GraphQL names, those of its interface included."""
    from cms.api.interfaces import PAGE_WORDS  # the interface is written in words too

    words = [*(PAGE_WORDS if issubclass(model, Page) else ()), *getattr(model, "graphql_fields")]  # noqa: B009
    return {camel(word.name): word for word in words}


def model_of(target: str) -> type[Model]:
    """Return the model that ``"app.Model"`` names."""
    return apps.get_model(target)


def type_name(model: type[Model]) -> str:
    """Return the name of the GraphQL type of ``model``."""
    return getattr(model, "graphql_name", model.__name__)


def type_of(target: str) -> Callable[[], Any]:
    """Return a function that finds the GraphQL type of the model ``"app.Model"`` once all types are there."""
    return lambda: registry.class_models[model_of(target)]
