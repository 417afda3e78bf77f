"""Who may ask how often: clients by their network address, frontends' builds by their tokens."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare

from cms.clients import client_in
from cms.throttling import spend


def admit(meta: Mapping[str, Any]) -> None:
    """Count one more request, whose ``META`` is given, of its caller. Raises ``TooManyRequests``."""
    token = _build_token(meta.get("HTTP_AUTHORIZATION", ""))
    if token:
        spend("build", token)
    else:
        spend("query", client_in(meta))


def _build_token(authorization: str) -> str | None:
    """Return the token of a build in the header ``Authorization``, if it is one of ``settings.BUILD_TOKENS``."""
    scheme, _, given = authorization.partition(" ")
    known = [token for token in settings.BUILD_TOKENS if constant_time_compare(token, given)]
    return known[0] if known and scheme.lower() == "bearer" else None
