"""Which profiles ask for somebody's care: what is missing, or nobody has looked at for long."""

from datetime import timedelta

from django.db.models import Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.completeness import PARTS, with_completeness
from cities.models import CityPage

LONG = timedelta(days=182)


class Care(TextChoices):
    COMPLETE = "complete", _("Completos")
    INCOMPLETE = "incomplete", _("Incompletos")
    STALE = "stale", _("Sem mudança nem revisão há seis meses")
    WANTED = "wanted", _("Incompletos ou sem mudança há seis meses")


def is_stale(city: CityPage) -> bool:
    """Tell whether nobody has changed or reviewed the profile for six months."""
    limit = timezone.now() - LONG
    changed = city.latest_revision_created_at
    is_reviewed = city.reviewed_on and city.reviewed_on >= limit.date()
    return not is_reviewed and bool(changed) and changed < limit


def in_care(cities: QuerySet[CityPage], wanted: str) -> QuerySet[CityPage]:
    """Return those of ``cities`` that are as ``Care`` says, with the columns of ``with_completeness``."""
    limit = timezone.now() - LONG
    unreviewed = Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=limit.date())
    incomplete, stale = Q(parts_done__lt=len(PARTS)), Q(latest_revision_created_at__lt=limit) & unreviewed
    conditions = {
        Care.COMPLETE: ~incomplete,
        Care.INCOMPLETE: incomplete,
        Care.STALE: stale,
        Care.WANTED: incomplete | stale,
    }
    return with_completeness(cities).filter(conditions[Care(wanted)])
