"""What following keeps of one person."""

from django.db.models import F

from cms.engagement.following.suppressing import suppress
from cms.engagement.hashing import hashed
from cms.engagement.models import Follower, Suppression, Wish
from cms.engagement.people import Record, folded


def export(address: str) -> list[Record]:
    """Return what was asked for and what is followed under an e-mail address, and whether nothing is sent there."""
    email = folded(address)
    follows = [
        {
            "site": follower.site.hostname,
            "email": follower.email,
            "frequency": follower.get_frequency_display(),
            "everything": follower.follows_everything,
            "pages": list(follower.pages.values_list("title", flat=True)),
            "consented_at": follower.consented_at.isoformat(),
            "confirmed_at": follower.confirmed_at.isoformat(),
            "consent_text": follower.consent_text,
            "consent_version": follower.consent_version,
        }
        for follower in Follower.objects.filter(email=email).select_related("site")
    ]
    wishes = Wish.objects.filter(email=email).values("email", "frequency", "consent_text", hostname=F("site__hostname"))
    refused = Suppression.objects.filter(address=hashed(email)).values("reason")
    unconfirmed = ({"unconfirmed": True, **wish} for wish in wishes)
    return [*follows, *unconfirmed, *({"no_messages": each["reason"]} for each in refused)]


def erase(address: str) -> int:
    """Forget who follows under an e-mail address, but for a hash that keeps it forgotten; return how many records."""
    email = folded(address)
    number = Follower.objects.filter(email=email).count() + Wish.objects.filter(email=email).count()
    known = Suppression.objects.filter(address=hashed(email)).first()
    if number or known:
        suppress(email, known.reason if known else Suppression.Reason.ERASED)
    return number
