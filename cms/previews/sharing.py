"""Links for somebody outside: made, opened, counted, ended."""

import logging
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.log_actions import log
from wagtail.models import Page

from cms.previews.models import SharedDraft, new_secret

LENGTH = 43
"""Characters of a link's token: more than 250 bits."""
SHARED, REVOKED = "previews.share", "previews.revoke"

logger = logging.getLogger(__name__)


def share(page: Page, user: Any, *, note: str, days: int) -> tuple[SharedDraft, str]:
    """Make a link to the newest version of ``page`` for ``days``, and return it with its token, which is kept nowhere.

    A page that was never saved in the editor has no version yet, and gets one of what is published.
    """
    revision = page.latest_revision or page.specific.save_revision(user=user, log_action=False)
    token = get_random_string(LENGTH)
    until = timezone.now() + timedelta(days=days)
    shared = SharedDraft.objects.create(
        page=page, revision=revision, token_hash=_hash(token), note=note, made_by=user, expires_at=until
    )
    log(page, SHARED, user=user, revision=revision, data={"note": note, "until": until.isoformat()})
    return shared, token


def find(token: str) -> SharedDraft | None:
    """Return the link with this ``token``, if it still shows something."""
    found = SharedDraft.objects.select_related("page", "revision").filter(token_hash=_hash(token)).first()
    return found if found and found.is_open else None


def count(shared: SharedDraft) -> None:
    """Note that somebody opened the link."""
    SharedDraft.objects.filter(pk=shared.pk).update(opened=F("opened") + 1, last_opened_at=timezone.now())
    logger.info("The shared draft %s of page %s was opened", shared.pk, shared.page_id)


def revoke(shared: SharedDraft, user: Any) -> None:
    """End the link, and every preview of a frontend that it led to."""
    shared.revoked_at, shared.secret = timezone.now(), new_secret()
    shared.save(update_fields=["revoked_at", "secret"])
    log(shared.page, REVOKED, user=user, data={"note": shared.note})


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
