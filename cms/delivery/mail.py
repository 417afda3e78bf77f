"""E-mails wait for the worker: no editor waits for a mail server, and none is lost while it is away.

What is written within a transaction goes out if that is committed, and not otherwise. The worker's own process sends at
once, for its tasks are tried again themselves.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection, make_msgid
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.titles import titled

_is_worker = False


def send_at_once() -> None:
    """Have this process, which is the worker, send what it writes."""
    global _is_worker
    _is_worker = True


class Backend(BaseEmailBackend):
    """Puts e-mails in the worker's queue. With files, or where there is no database to put them in, it sends them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._put(message) for message in email_messages if message.recipients())

    def _put(self, message: EmailMessage) -> int:
        if _is_worker or message.attachments:
            return _sender().send_messages([message]) or 0
        try:
            send_email.enqueue(_written(message))
        except DatabaseError:
            return _sender().send_messages([message]) or 0
        return 1


@task(backend=BACKEND)
def send_email(written: dict[str, Any]) -> None:
    """Send one e-mail, given as ``_written`` gives it; tried again with the same Message-ID."""
    alternatives = written.pop("alternatives")
    message = EmailMultiAlternatives(**written, connection=_sender())
    for content, mimetype in alternatives:
        message.attach_alternative(content, mimetype)
    message.send()


def _written(message: EmailMessage) -> dict[str, Any]:
    names = ("to", "cc", "bcc", "reply_to")
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": str(message.from_email),
        **{name: [str(address) for address in getattr(message, name)] for name in names},
        "headers": {"Message-ID": make_msgid(domain=_host()), **message.extra_headers},
        "alternatives": [(str(content), kind) for content, kind in getattr(message, "alternatives", ())],
    }


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"


def sender() -> Any:
    """Return what sends by itself, for who sends many over one connection. Tests put their own in place of ours."""
    return _sender() if f"{__name__}.{Backend.__name__}" == settings.EMAIL_BACKEND else get_connection()


def _sender() -> Any:
    return get_connection(settings.EMAIL_SENDER)


def _subject(written: dict[str, Any]) -> str:
    return written["subject"]


titled(send_email, _("E-mail"), about=_subject, discarding=_("Descartar deixa o e-mail sem ser enviado."))
