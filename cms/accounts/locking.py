"""Who guesses a password is locked out for a while, by django-axes: one name from one address."""

from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from cms.clients import client_of


def address_of(request: HttpRequest) -> str:
    """Return the address that failures are counted by. A network of IPv6 is told by its first address."""
    return client_of(request).partition("/")[0]


def leave_to_the_view(_request: HttpRequest, response: HttpResponse, _credentials: dict) -> HttpResponse:
    """Return the answer as it is: the view of the login says itself that one is locked out."""
    return response


def cool_off() -> timedelta:
    """Return how long a lock lasts."""
    return settings.AXES_COOLOFF_TIME


def locked() -> QuerySet:
    """Return the names and addresses that are locked now, with ``since``, the latest first."""
    return (
        AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - cool_off())
        .order_by()
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), since=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by("-since")
    )


def unlock(username: str, address: str) -> bool:
    """Let ``username`` try again from ``address``. Return whether anything was counted against it."""
    return reset(ip=address, username=username) > 0
