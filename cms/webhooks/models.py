"""Whom to tell, what was noted, what is told, and how the telling went."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.webhooks.events import EVENTS
from cms.webhooks.signing import new_secret

BOTH_SECRETS = timedelta(days=1)
"""How long a message is signed by the secret before, too, after a new one was made."""


def all_events() -> list[str]:
    """Return the names of all events."""
    return list(EVENTS)


class Webhook(models.Model):
    """An address that is told of public changes."""

    name = models.CharField(_("nome"), max_length=100, help_text=_("Para reconhecer na lista. Ex.: Site em produção."))
    url = models.CharField(
        _("endereço"),
        max_length=500,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Para onde os avisos vão, por HTTPS. Quem cuida do site (frontend) sabe qual é."),
    )
    events = models.JSONField(_("eventos"), default=all_events)
    site = models.ForeignKey(
        Site,
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text=_("Só o que muda neste site e o que é comum a todos. Vazio: todos os sites."),
    )
    is_active = models.BooleanField(
        _("ativo"), default=True, help_text=_("Desligado, nada é enviado, e o que mudar enquanto isso não é avisado.")
    )
    secret = models.CharField(max_length=100, default=new_secret, editable=False)
    previous_secret = models.CharField(max_length=100, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("criado em"), auto_now_add=True)
    failing_since = models.DateTimeField(null=True, editable=False)
    disabled_because = models.CharField(max_length=300, blank=True, editable=False)
    busy_until = models.DateTimeField(null=True, editable=False)
    """Until when a worker has this address for itself; one that died keeps it no longer."""

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        parts = urlsplit(self.url)
        if parts.username or parts.password:
            raise ValidationError({"url": _("O endereço não pode ter usuário e senha: a assinatura diz quem envia.")})
        if parts.scheme == "http" and not settings.WEBHOOKS_INSIDE:
            raise ValidationError({"url": _("O endereço precisa começar com https://.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.is_active and self.disabled_because:
            self.disabled_because, self.failing_since = "", None
        super().save(*args, **kwargs)

    def secrets(self) -> list[str]:
        """Return the secrets that messages are signed by now."""
        before = self.previous_until and self.previous_until > timezone.now()
        return [self.secret, self.previous_secret] if before else [self.secret]

    def renew_secret(self) -> None:
        """Make a new secret; the one before goes on beside it for ``BOTH_SECRETS``."""
        self.previous_secret, self.previous_until = self.secret, timezone.now() + BOTH_SECRETS
        self.secret = new_secret()
        self.save(update_fields=["secret", "previous_secret", "previous_until"])


class Change(models.Model):
    """A row of content was written: noted by a trigger, in the same transaction. Composing takes the notes away."""

    label = models.CharField(max_length=120)
    key = models.TextField()
    before = models.JSONField(null=True)
    """Of what was there before: the columns that tell whether it was public, and where."""

    class Meta:
        verbose_name = "change"
        verbose_name_plural = "changes"

    def __str__(self) -> str:
        return f"{self.label} {self.key}"


def new_id() -> str:
    """Return an id by which a receiver knows a message that comes twice."""
    return "msg_" + get_random_string(27)


class Message(models.Model):
    """One event, as it is sent, to however many addresses."""

    id = models.CharField(max_length=40, primary_key=True, default=new_id)
    type = models.CharField(_("evento"), max_length=40)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"

    def __str__(self) -> str:
        return self.id


class State(models.TextChoices):
    WAITING = "waiting", _("Na fila")
    DELIVERED = "delivered", _("Entregue")
    FAILED = "failed", _("Não entregue")
    CANCELLED = "cancelled", _("Cancelado")


class Delivery(models.Model):
    """A message to one address. They go out in the order of their keys."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts_made = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "delivery"
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["webhook", "id"], condition=models.Q(state="waiting"), name="webhooks_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.webhook_id}"


class Attempt(models.Model):
    """One sending of a delivery, and what came back."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(blank=True)

    class Meta:
        verbose_name = "attempt"
        verbose_name_plural = "attempts"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.status or self.error)
