"""Global ids: opaque to clients, the type's name and the primary key to us.

https://relay.dev/graphql/objectidentification.htm
"""

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from graphql_relay import from_global_id, to_global_id
from grapple.registry import registry

from cms.api.text import is_text
from cms.api.words import type_name


def global_id(member: Model) -> str:
    """Return the id of ``member`` in the whole API."""
    return _encoded(type_name(type(member)), str(member.pk))


@lru_cache(maxsize=20_000)
def _encoded(name: str, key: str) -> str:
    return to_global_id(name, key)


def key_of(identifier: str) -> tuple[type[Model], Any] | None:
    """Return the model and the primary key that ``identifier`` names, or None where it names nothing."""
    try:
        name, key = from_global_id(identifier)
    except ValueError:
        return None
    for model in registry.class_models:
        if type_name(model) == name and is_text(key):
            return _valid(model, key)
    return None


def _valid(model: type[Model], key: str) -> tuple[type[Model], Any] | None:
    field = model._meta.pk
    while field.remote_field:
        field = field.remote_field.model._meta.pk
    try:
        value = field.clean(key, None)
        return model, value
    except ValidationError:
        return None
