"""What caches of others, browsers' and networks', are told of an answer."""

import time

from django.conf import settings

from cms.graphql.answers import Answer
from cms.graphql.request import JSON

NO_STORE = "no-store"
REVALIDATE = "public, max-age=0, must-revalidate"
TAG_HEADERS = {"fastly": ("Surrogate-Key", " "), "varnish": ("xkey", " ")}
"""How the tags are written beside ``Cache-Tag``, for what listens to another name."""


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
    """A shared cache may keep what it will be told of, but nothing past a moment: of those it is not told."""
    left = until - time.time()
    if not settings.PURGER or left < 1:
        return REVALIDATE
    kept = int(min(settings.SHARED_MAX_AGE, left))
    stale = int(min(settings.STALE_WHILE_REVALIDATE, left - kept))
    then = f"stale-while-revalidate={stale}" if stale > 0 else "must-revalidate"
    return f"public, max-age=0, s-maxage={kept}, {then}"
