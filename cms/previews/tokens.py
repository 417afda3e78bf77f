"""Tokens that show one draft: signed, for a while, and for as long as it may be seen."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from wagtail.models import Page

from cms.api.errors import InvalidPreviewToken
from cms.api.tokens import PREVIEW_HEADER
from cms.previews.drafts import page_of, page_of_shared
from cms.previews.models import Draft, SharedDraft

SALT = "cms.preview-token"
FORM, SHARED = "form", "shared"


def token_for(draft: Draft | SharedDraft) -> tuple[str, datetime]:
    """Return a token that shows ``draft``, and the moment when it no longer does."""
    kind = FORM if isinstance(draft, Draft) else SHARED
    until = timezone.now() + timedelta(seconds=settings.PREVIEW_TOKEN_AGE)
    if isinstance(draft, SharedDraft):
        until = min(until, draft.expires_at)
    return signing.dumps([kind, draft.pk, draft.secret, int(until.timestamp())], salt=SALT), until


def draft_in(request: HttpRequest | None) -> Page | None:
    """Return the draft that the token of ``request`` shows; None where it brings none.

    Raises ``InvalidPreviewToken`` for a token that is broken, over or revoked, or whose maker may no longer see it.
    """
    token = request.headers.get(PREVIEW_HEADER, "").strip() if request else ""
    if not token:
        return None
    page = _page(token)
    if page is None:
        raise InvalidPreviewToken
    return page


def _page(token: str) -> Page | None:
    try:
        kind, key, secret, until = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    if timezone.now().timestamp() >= until:
        return None
    return (_of_form if kind == FORM else _of_link)(key, secret)


def _of_form(key: int, secret: str) -> Page | None:
    draft = Draft.objects.select_related("user", "content_type", "page", "parent").filter(pk=key).first()
    if draft is None or not constant_time_compare(draft.secret, secret) or not _may_see(draft):
        return None
    return page_of(draft)


def _of_link(key: int, secret: str) -> Page | None:
    shared = SharedDraft.objects.select_related("revision").filter(pk=key).first()
    if shared is None or not shared.is_open or not constant_time_compare(shared.secret, secret):
        return None
    return page_of_shared(shared)


def _may_see(draft: Draft) -> Any:
    """Tell whether the person who saw the draft still might: an account can be closed, a right taken away."""
    if not draft.user.is_active:
        return False
    if draft.page is None:
        return draft.parent is not None and draft.parent.permissions_for_user(draft.user).can_add_subpage()
    may = draft.page.permissions_for_user(draft.user)
    return may.can_edit() or may.can_publish()
