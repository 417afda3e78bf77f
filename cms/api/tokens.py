"""Tokens of those who know a page's password: signed, for a while, and for as long as it is that password."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.models import BaseViewRestriction, PageViewRestriction

HEADER = "Page-Token"
PREVIEW_HEADER = "Preview-Token"
"""The header of those who see a draft (``cms.previews.tokens``)."""
MOST = 10
"""Tokens that one request may bring."""
SALT = "cms.page-token"


def token_for(restrictions: Iterable[PageViewRestriction]) -> tuple[str, datetime]:
    """Return a token that opens ``restrictions``, and the moment when it no longer does."""
    signed = signing.dumps({str(each.pk): _trace(each.pk, each.password) for each in restrictions}, salt=SALT)
    return signed, timezone.now() + timedelta(seconds=settings.PAGE_TOKEN_AGE)


def opened_by(request: HttpRequest) -> frozenset[int]:
    """Return the keys of the restrictions that the tokens of ``request`` open.

    A token that is broken, too old, or for a password that was changed or taken away since, opens nothing.
    """
    told = request.headers.get(HEADER, "").split(",")[:MOST]
    traces = [pair for token in told if token.strip() for pair in _read(token.strip()).items()]
    if not traces:
        return frozenset()
    stored = PageViewRestriction.objects.filter(
        pk__in={int(key) for key, _ in traces}, restriction_type=BaseViewRestriction.PASSWORD
    )
    now = {str(key): _trace(key, password) for key, password in stored.values_list("pk", "password")}
    return frozenset(int(key) for key, trace in traces if constant_time_compare(now.get(key, ""), trace))


def _read(token: str) -> dict[str, Any]:
    try:
        return signing.loads(token, salt=SALT, max_age=settings.PAGE_TOKEN_AGE)
    except signing.BadSignature:
        return {}


def _trace(key: int, password: str) -> str:
    """Return what tells a restriction's password from another, and nobody what it is."""
    return salted_hmac(SALT, f"{key}:{password}", algorithm="sha256").hexdigest()[:32]
