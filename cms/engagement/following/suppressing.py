"""Addresses that get no message any more, known by their hashes alone."""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType
from django.db import transaction

from cms.engagement.hashing import hashed
from cms.engagement.models import Follower, Letter, Suppression, Wish
from cms.engagement.people import folded

Reason = Suppression.Reason
OF_EVENTS = {
    EventType.BOUNCED: Reason.BOUNCED,
    EventType.REJECTED: Reason.BOUNCED,
    EventType.COMPLAINED: Reason.COMPLAINED,
}
"""What the provider tells, and why no further message goes there. Of what is only late nothing follows."""


def is_suppressed(email: str) -> bool:
    """Whether no message may go to an address, though it asks for one: it bounced, or complained."""
    refused = [Reason.BOUNCED, Reason.COMPLAINED]
    return Suppression.objects.filter(address=hashed(folded(email)), reason__in=refused).exists()


@transaction.atomic
def suppress(email: str, reason: str) -> None:
    """Remember that nothing goes to an address, and forget who follows by it."""
    address = folded(email)
    Suppression.objects.update_or_create(address=hashed(address), defaults={"reason": reason})
    if reason == Reason.BOUNCED:
        sent = Letter.objects.filter(follower__email=address, state=Letter.State.SENT)
        Letter.objects.filter(pk__in=sent.order_by("-sent_at").values("pk")[:1]).update(state=Letter.State.BOUNCED)
    Wish.objects.filter(email=address).delete()
    Follower.objects.filter(email=address).delete()


def suppress_what_the_provider_refuses(event: AnymailTrackingEvent, **_details: Any) -> None:
    """Do what an event of the mail provider's webhook asks for (django-anymail)."""
    reason = OF_EVENTS.get(event.event_type)
    is_lasting = event.event_type != EventType.BOUNCED or event.reject_reason != "timed_out"
    if reason and event.recipient and is_lasting:
        suppress(event.recipient, reason)
