"""Addresses of networks and people where only their sameness matters: keyed, so that nobody finds them by trying."""

from django.utils.crypto import salted_hmac

SALT = "cms.engagement.hashing"


def hashed(value: str) -> str:
    """Return 32 hexadecimal digits that are the same for the same ``value``, and say nothing else of it."""
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()[:32]
