"""What caches of others, browsers' and networks', are told of an answer."""

import time
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model

from cms.graphql.answers import Answer
from cms.graphql.request import JSON
from cms.versions.kinds import ALL

NO_STORE = "no-store"
REVALIDATE = "public, max-age=0, must-revalidate"
MOST_TAGS = 1000
"""Bytes of a header of tags. Proxies refuse much longer ones."""
EVERYTHING = "everything"
"""The tag of answers that may depend on anything."""
TAG_HEADERS = {"": ("Cache-Tag", ","), "fastly": ("Surrogate-Key", " "), "varnish": ("xkey", " ")}
"""How the tags are written beside ``Cache-Tag``, for what listens to another name."""


def tags_of(kinds: Iterable[str], mentioned: Iterable[tuple[type[Model], Any]] = ()) -> tuple[str, ...]:
    """Return the tags of an answer: the kinds that it depends on, and the objects in it as far as they fit."""
    coarse = [tag_of(kind) for kind in sorted(kinds)]
    fine = sorted({f"{model._meta.model_name}-{key}" for model, key in mentioned})
    return tuple([*coarse, *fine] if len(",".join([*coarse, *fine])) <= MOST_TAGS else coarse)


def tag_of(kind: str) -> str:
    """Return the tag of all answers that depend on a kind of content."""
    return EVERYTHING if kind == ALL else kind


def etag_of(answer: Answer, media_type: str) -> str:
    """Return the strong validator of ``answer`` in one media type."""
    return f'"{answer.etag}"' if media_type == JSON else f'"{answer.etag}-r"'


def headers_of(answer: Answer, etag: str) -> dict[str, str]:
    """Return the headers that tell caches what they may do with ``answer``, whose own tag is ``etag``."""
    headers = {"ETag": etag, "Cache-Control": _cache_control(answer.until), "Cache-Tag": ",".join(answer.tags)}
    if settings.PURGER in TAG_HEADERS:
        name, separator = TAG_HEADERS[settings.PURGER]
        headers[name] = separator.join(answer.tags)
    return headers


def _cache_control(until: float) -> str:
    """A shared cache may keep what it will be told of. It is not told of moments that pass: nothing is kept past one."""
    left = until - time.time()
    if not settings.PURGER or left < 1:
        return REVALIDATE
    kept = int(min(settings.SHARED_MAX_AGE, left))
    stale = int(min(settings.STALE_WHILE_REVALIDATE, left - kept))
    parts = [f"public, max-age=0, s-maxage={kept}", f"stale-while-revalidate={stale}" if stale > 0 else "must-revalidate"]
    return ", ".join(parts)
