"""Pages that wait for somebody: drafts, and those that are going to be published or withdrawn by themselves."""

from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy


def editable(user: Any) -> QuerySet[Page]:
    """Return the pages that ``user`` may change."""
    return page_permission_policy.instances_user_has_permission_for(user, "change")


def drafts_of(user: Any) -> QuerySet[Page]:
    """Return the pages with changes not published yet that ``user`` owns or changed last, newest first."""
    of_user = Q(owner=user) | Q(latest_revision__user=user)
    found = editable(user).filter(of_user, has_unpublished_changes=True, latest_revision__isnull=False)
    return found.order_by("-latest_revision_created_at", "-pk")


def scheduled_for(user: Any) -> QuerySet[Page]:
    """Return the pages that go out or come down by themselves, with ``goes_live_at`` and ``moves_at``, next first."""
    approved = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    goes_live_at = Subquery(approved.order_by("approved_go_live_at").values("approved_go_live_at")[:1])
    found = editable(user).annotate(goes_live_at=goes_live_at)
    comes_down = Q(expired=False, expire_at__gt=timezone.now(), first_published_at__isnull=False)
    found = found.filter(Q(goes_live_at__isnull=False) | comes_down)
    return found.annotate(moves_at=Coalesce("goes_live_at", "expire_at")).order_by(F("moves_at").asc(), "pk")
