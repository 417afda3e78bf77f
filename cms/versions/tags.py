"""Tags of answers: by them, caches outside this server are told what is no longer right."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from cms.versions.kinds import ALL

EVERYTHING = "everything"
"""The tag of answers that may depend on anything."""
MOST = 1000
"""Bytes of a header of tags. Proxies refuse much longer ones."""


def tag_of(kind: str) -> str:
    """Return the tag of all answers that depend on a kind of content."""
    return EVERYTHING if kind == ALL else kind


def tags_of(kinds: Iterable[str], mentioned: Iterable[tuple[type[Model], Any]] = ()) -> tuple[str, ...]:
    """Return the tags of an answer: the kinds that it depends on, and the objects in it where all of them fit."""
    coarse = [tag_of(kind) for kind in sorted(kinds)]
    fine = sorted({f"{model._meta.model_name}-{key}" for model, key in mentioned})
    return tuple([*coarse, *fine] if len(",".join([*coarse, *fine])) <= MOST else coarse)
