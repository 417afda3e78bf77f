"""What is done with periods: begun, ended before their time, looked up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from cms.hiding.models import HiddenPage, Hiding

ASKED, ENDED, BEGUN, OVER = "hiding.asked", "hiding.ended", "hiding.begun", "hiding.over"


@transaction.atomic
def hide(pages: Iterable[Page], *, reason: str, begins_at: datetime, ends_at: datetime, by: Any) -> Hiding:
    """Take ``pages``, and what lies below them, off the site from ``begins_at`` to ``ends_at``. Return the period."""
    hiding = Hiding.objects.create(reason=reason, begins_at=begins_at, ends_at=ends_at, created_by=by)
    rows = {
        page.pk: HiddenPage(hiding=hiding, page=page, title=page.title, begins_at=begins_at, ends_at=ends_at)
        for page in pages
    }
    HiddenPage.objects.bulk_create(rows.values())
    log(instance=hiding, action=ASKED, user=by, data={"pages": len(rows)})
    return hiding


@transaction.atomic
def end_now(hiding: Hiding, *, by: Any) -> bool:
    """Bring the pages of ``hiding`` back at once, or call it off. Return whether it was not over by itself."""
    now = timezone.now()
    locked = Hiding.objects.select_for_update().get(pk=hiding.pk)
    if locked.is_over:
        return False
    locked.begins_at, locked.ends_at = min(locked.begins_at, now), now
    locked.save(update_fields=["begins_at", "ends_at"])
    locked.pages.update(begins_at=locked.begins_at, ends_at=now)
    log(instance=hiding, action=ENDED, user=by, data={"pages": locked.pages.count()})
    return True


def hiding_of(page: Page) -> QuerySet[Hiding]:
    """Return the periods, now or to come, that take ``page`` off the site, by itself or by a page above it."""
    above = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    rows = HiddenPage.objects.filter(page__path__in=above, ends_at__gt=timezone.now())
    return Hiding.objects.filter(pk__in=rows.values("hiding")).order_by("begins_at")
