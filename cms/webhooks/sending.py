"""One message is sent to one address, and what comes back is kept, within bounds of size and time."""

import time
from dataclasses import dataclass
from datetime import datetime

import requests
from django.conf import settings
from django.utils import timezone
from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext as _
from requests_hardened import Config, HTTPSession
from requests_hardened.ip_filter import InvalidIPAddress

from cms.webhooks.models import Message, Webhook
from cms.webhooks.signing import signed_headers

CONNECT_SECONDS, READ_SECONDS, MOST_SECONDS = 5, 10, 15
MOST_BYTES = 2048
"""What is read of an answer at most."""
EXCERPT = 500
USER_AGENT = "Programa-Juntos-CMS-Webhooks/1"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How a sending went."""

    at: datetime
    milliseconds: int
    status: int | None = None
    error: str = ""
    excerpt: str = ""
    retry_after: float | None = None

    @property
    def is_heard(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the receiver said that it wants no more."""
        return self.status == 410


def send(message: Message, webhook: Webhook) -> Answer:
    """Send ``message``. Whatever goes wrong is in the answer."""
    at, begun = timezone.now(), time.monotonic()
    status, error, excerpt, retry_after = None, "", "", None
    try:
        if webhook.url.startswith("http://") and not settings.WEBHOOKS_INSIDE:
            raise InvalidIPAddress
        with _session() as session, _post(session, message, webhook, at) as response:
            status, retry_after = response.status_code, _retry_after(response)
            excerpt = _excerpt(response, until=begun + MOST_SECONDS)
    except InvalidIPAddress:
        error = _("O endereço leva para dentro da rede do servidor, ou não é HTTPS: recusado.")
    except requests.Timeout:
        error = _("Não respondeu a tempo.")
    except requests.exceptions.SSLError as wrong:
        error = _("O certificado do endereço não é válido: %s") % wrong
    except (requests.RequestException, OSError, ValueError) as wrong:
        error = _("Sem conexão: %s") % wrong
    return Answer(
        at=at,
        milliseconds=round((time.monotonic() - begun) * 1000),
        status=status,
        error=error.replace("\0", "")[:300],
        excerpt=excerpt,
        retry_after=retry_after,
    )


def _session() -> requests.Session:
    session = HTTPSession(
        Config(
            ip_filter_enable=not settings.WEBHOOKS_INSIDE,
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=(CONNECT_SECONDS, READ_SECONDS),
            user_agent_override=USER_AGENT,
        )
    )
    session.trust_env = False  # a proxy would look the name up again
    return session


def _post(session: requests.Session, message: Message, webhook: Webhook, at: datetime) -> requests.Response:
    headers = {
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        **signed_headers(message.pk, message.body, webhook.secrets(), at=at),
    }
    return session.post(webhook.url, data=message.body.encode(), headers=headers, stream=True, allow_redirects=False)


def _excerpt(response: requests.Response, *, until: float) -> str:
    read = b""
    for part in response.iter_content(256):
        read += part
        if len(read) >= MOST_BYTES or time.monotonic() > until:
            break
    return read.decode("utf-8", "replace").replace("\0", "")[:EXCERPT]


def _retry_after(response: requests.Response) -> float | None:
    """Return the seconds that ``Retry-After`` asks for: it has a number, or a date."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked[:9])
    moment = parse_http_date_safe(asked) if asked else None
    return max(0.0, moment - time.time()) if moment is not None else None
