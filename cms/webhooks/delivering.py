"""What waits for an address is sent to it in order; what was not heard is sent again, after growing pauses.

An address is one worker's at a time. Who holds it says so before each sending, and for a while: the address of a worker
that was killed is taken over when that is over, and its message sent again under the same id.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from cms.delivery.stopping import is_stopping
from cms.webhooks.models import Attempt, Delivery, State, Webhook
from cms.webhooks.sending import Answer, send
from cms.webhooks.turning_off import GONE, TIRED, turn_off

HELD = timedelta(seconds=30)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1 / 12, 0.5, 5, 30, 60, 120, 240, 480, 510))
"""A day in all."""
ATTEMPTS = len(PAUSES) + 1
LONGEST = timedelta(days=1)
JITTER = 0.1


def addresses_with_work() -> list[int]:
    """Return the keys of the addresses to which something is to be sent now, and which nobody holds."""
    now = timezone.now()
    first = Delivery.objects.filter(state=State.WAITING).values("webhook").annotate(first=Min("pk")).values("first")
    due = Delivery.objects.filter(pk__in=first, next_at__lte=now, webhook__is_active=True)
    free = Q(webhook__busy_until=None) | Q(webhook__busy_until__lte=now)
    return list(due.filter(free).values_list("webhook_id", flat=True))


def deliver_to(webhook_pk: int) -> None:
    """Send what waits for the address, until nothing is due, one was not heard, or the process is to stop."""
    if not _hold(webhook_pk):
        return
    try:
        for delivery in _due(webhook_pk):
            if not _deliver(delivery) or is_stopping():
                return
            Webhook.objects.filter(pk=webhook_pk).update(busy_until=timezone.now() + HELD)
    finally:
        Webhook.objects.filter(pk=webhook_pk).update(busy_until=None)


def _hold(webhook_pk: int) -> bool:
    now = timezone.now()
    free = Q(busy_until=None) | Q(busy_until__lte=now)
    return bool(Webhook.objects.filter(free, pk=webhook_pk, is_active=True).update(busy_until=now + HELD))


def _due(webhook_pk: int) -> Iterator[Delivery]:
    waiting = Delivery.objects.filter(webhook=webhook_pk, state=State.WAITING).select_related("message", "webhook")
    while (first := waiting.order_by("pk").first()) and first.next_at <= timezone.now() and first.webhook.is_active:
        yield first


def _deliver(delivery: Delivery) -> bool:
    """Send it, and write down how that went. Return whether it was heard."""
    answer = send(delivery.message, delivery.webhook)
    with transaction.atomic():
        Attempt.objects.create(
            delivery=delivery,
            at=answer.at,
            milliseconds=answer.milliseconds,
            status=answer.status,
            error=answer.error,
            excerpt=answer.excerpt,
        )
        Delivery.objects.filter(pk=delivery.pk).update(
            attempts_made=F("attempts_made") + 1, **_outcome(delivery, answer)
        )
        _note_health(delivery.webhook, answer)
    return answer.is_heard


def _outcome(delivery: Delivery, answer: Answer) -> dict:
    now = timezone.now()
    if answer.is_heard:
        return {"state": State.DELIVERED, "finished_at": now}
    made = delivery.attempts_made + 1
    if answer.is_gone or made >= ATTEMPTS:
        return {"state": State.FAILED, "finished_at": now}
    return {"next_at": now + _pause(made, answer.retry_after)}


def _pause(made: int, asked: float | None) -> timedelta:
    """Return how long to wait: our own pause, or what the receiver asked for where that is longer."""
    own = PAUSES[made - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311
    return max(own, min(timedelta(seconds=asked or 0), LONGEST))


def _note_health(webhook: Webhook, answer: Answer) -> None:
    if answer.is_heard:
        Webhook.objects.filter(pk=webhook.pk).exclude(failing_since=None).update(failing_since=None)
    elif answer.is_gone:
        turn_off(webhook, GONE)
    elif _is_tired(webhook.failing_since):
        turn_off(webhook, TIRED)
    else:
        Webhook.objects.filter(pk=webhook.pk, failing_since=None).update(failing_since=answer.at)


def _is_tired(failing_since: datetime | None) -> bool:
    patience = timedelta(days=settings.WEBHOOK_PATIENCE_DAYS)
    return failing_since is not None and timezone.now() - failing_since > patience
