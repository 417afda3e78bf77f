"""What a reference leads to, seen from where an answer stands: never another site, a translation first."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model, QuerySet
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.here import Here
from cms.api.loading import columns_for, ready
from cms.api.peers import value


def in_language(
    linked: QuerySet, here: Here, info: GraphQLResolveInfo, names: Collection[str]
) -> list[tuple[Any, Model]] | None:
    """Return what stands here for each of the ``linked`` rows, with its parent; None where they do themselves."""
    if not here.follows_translations:
        return None
    known = list(linked.values_list("_parent", "translation_key"))
    members = here.translations(linked.model, [key for _parent, key in known], info, names)
    return [(parent, members[key]) for parent, key in known if key in members]


def stored(
    model: type[Model],
    keys: dict[Any, Any],
    here: Here,
    info: GraphQLResolveInfo,
    names: Collection[str],
    required: bool,
) -> dict[Any, Model | None]:
    """Return the rows of ``model`` that ``keys`` refer to, unless they are another site's, or in another language.

    What is ``required`` may be in another language: it is never missing.
    """
    references, columns = info.context.references, columns_for(model, names)
    is_kept_apart = issubclass(model, Page) and not here.is_alone
    references.want(model, keys.values())
    found = {
        key: references.get(model, other, [*columns, "path"] if is_kept_apart else columns)
        for key, other in keys.items()
    }
    if is_kept_apart:
        has = here.has_related if required else here.root.has
        found = {key: other if other and has(value(other, "path")) else None for key, other in found.items()}
    ready([member for member in found.values() if member], names, info)
    return found


def translated(
    model: type[Model], keys: dict[Any, Any], here: Here, info: GraphQLResolveInfo, names: Collection[str]
) -> dict[Any, Model | None]:
    """Return what stands here for the rows of ``model`` that ``keys`` refer to."""
    wanted = model._default_manager.filter(pk__in={key for key in keys.values() if key is not None})
    known = dict(wanted.values_list("pk", "translation_key"))
    members = here.translations(model, known.values(), info, names)
    return {key: members.get(known.get(other)) for key, other in keys.items()}
