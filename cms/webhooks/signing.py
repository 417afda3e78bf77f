"""Signatures as the Standard Webhooks specification asks, made by its own library.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime

from standardwebhooks import Webhook as Signer

PREFIX = "whsec_"


def new_secret() -> str:
    """Return a secret that nobody can guess, in the form that receivers' libraries take."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signed_headers(identifier: str, body: str, by: Iterable[str], *, at: datetime) -> dict[str, str]:
    """Return the headers of a message that is sent at a moment, with a signature by each secret."""
    signatures = [Signer(secret).sign(identifier, at, body) for secret in by]
    return {
        "webhook-id": identifier,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
