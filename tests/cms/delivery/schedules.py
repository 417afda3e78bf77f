"""Scheduling as the editor does it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision


def schedule(page: Page, *, seconds: float, **fields: Any) -> Revision:
    """Publish ``page`` with ``fields`` so many seconds from now; a negative number has passed unnoticed."""
    if page.live:
        page.save_revision().publish()
        page.refresh_from_db()
    moment = timezone.now() + timedelta(seconds=seconds)
    for name, value in {**fields, "go_live_at": timezone.now() + timedelta(days=1)}.items():
        setattr(page, name, value)
    revision = page.save_revision()
    revision.publish()
    revision.content["go_live_at"] = moment.isoformat()
    revision.approved_go_live_at = moment
    revision.save()
    Page.objects.filter(pk=page.pk).exclude(live=True).update(go_live_at=moment)
    return revision


def expire(page: Page, *, seconds: float) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() + timedelta(seconds=seconds))


def logged(page: Page, action: str) -> int:
    return PageLogEntry.objects.filter(page=page.pk, action=action).count()
