"""Tags of answers: by them, caches outside this server are told what is no longer right."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from cms.versions.kinds import ALL, PART

EVERYTHING = "everything"
"""The tag of answers that may depend on anything."""
PARTS = "parts"
"""What the tag of a kind begins with, where there are too many of its objects to name each."""
MOST = 1000
"""Bytes of a header of tags. Proxies refuse much longer ones."""


def tag_of(kind: str) -> str:
    """Return the tag of all answers that depend on a kind of content."""
    return EVERYTHING if kind == ALL else kind


def tags_to_purge(kind: str) -> list[str]:
    """Return the tags of the answers that a change of ``kind`` makes wrong."""
    label, part, _key = kind.partition(PART)
    return [tag_of(kind), f"{label}-{PARTS}"] if part else [tag_of(kind)]


def tags_of(
    kinds: Iterable[str], parts: Iterable[str] = (), mentioned: Iterable[tuple[type[Model], Any]] = ()
) -> tuple[str, ...]:
    """Return the tags of an answer: the kinds that it depends on, those that belong to single objects, and the objects
    in it where all of them fit."""
    coarse = [tag_of(kind) for kind in sorted(kinds)]
    named = sorted(parts)
    if len(",".join([*coarse, *named])) > MOST:
        named = sorted({f"{part.partition(PART)[0]}-{PARTS}" for part in named})
    coarse += named
    fine = sorted({f"{model._meta.model_name}-{key}" for model, key in mentioned})
    return tuple([*coarse, *fine] if len(",".join([*coarse, *fine])) <= MOST else coarse)
