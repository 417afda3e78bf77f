"""One filling in of a form or comment: a signed token says when it began, so that it is sent once, and not at once."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils import timezone

SALT = "cms.filling_in"
FORM = "form"
LASTS = timedelta(hours=24)
TOO_FAST = timedelta(seconds=3)
"""No person reads a form and fills it in in less."""


@dataclass(frozen=True)
class FillingIn:
    """When a visitor began to fill in something of a page, and the key of what will be sent."""

    page: int
    key: str
    began: datetime
    what: str = FORM

    @property
    def token(self) -> str:
        """What the visitor sends along: nobody else can make it."""
        return signing.dumps([self.what, self.page, self.key, int(self.began.timestamp())], salt=SALT)

    @property
    def expires_at(self) -> datetime:
        return self.began + LASTS

    @property
    def is_too_fast(self) -> bool:
        """Whether no person can be done by now."""
        return timezone.now() - self.began < TOO_FAST


def begin(page: int, what: str = FORM) -> FillingIn:
    """Return a new filling in of ``what`` belongs to the page with this primary key."""
    return FillingIn(page, secrets.token_urlsafe(18), timezone.now().replace(microsecond=0), what)


def read_token(token: str, page: int, what: str = FORM) -> FillingIn | None:
    """Return the filling in of ``what`` belongs to this page that ``token`` is of; None where it is none of ours, or
    too old."""
    try:
        of_what, of_page, key, began = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    found = FillingIn(of_page, key, datetime.fromtimestamp(began, UTC), of_what)
    return found if (of_what, of_page) == (what, page) and timezone.now() < found.expires_at else None
