"""The links of messages, signed: whoever has one may confirm, choose, or leave."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cms.engagement.models import Follower, Wish

WISH, FOLLOWER = "cms.engagement.following.wish", "cms.engagement.following.follower"


def wish_token(wish: Wish) -> str:
    return signing.Signer(salt=WISH).sign(wish.key)


def follower_token(follower: Follower) -> str:
    return signing.Signer(salt=FOLLOWER).sign(follower.key)


def read_wish(token: str) -> Wish | None:
    """Return what ``token`` confirms; None where it is none of ours, or too old."""
    key = _unsigned(token, WISH)
    return Wish.objects.filter(key=key).select_related("site").first() if key else None


def read_follower(token: str) -> Follower | None:
    """Return the follower whom ``token`` stands for; None where it is none of ours, or they left."""
    key = _unsigned(token, FOLLOWER)
    return Follower.objects.filter(key=key).select_related("site").first() if key else None


def address_of(name: str, token: str) -> str:
    """Return the whole address of one of our pages about following."""
    return settings.PUBLIC_URL + reverse(name, args=[token])


def _unsigned(token: str, salt: str) -> str | None:
    try:
        return signing.Signer(salt=salt).unsign(token)
    except signing.BadSignature:
        return None
