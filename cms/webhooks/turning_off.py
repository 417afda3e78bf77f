"""An address that wants no more, or has not been heard of for days, is turned off; the administrators are told."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.titles import titled
from cms.webhooks.models import Delivery, State, Webhook

GONE = gettext_lazy("O endereço respondeu que não existe mais (410).")
TIRED = gettext_lazy("O endereço falhou por dias seguidos.")


def turn_off(webhook: Webhook, because: str | Promise) -> None:
    """Send nothing to the address from now on, and have the administrators told, in the caller's transaction."""
    with translation.override(settings.LANGUAGE_CODE):
        reason = str(because)
    if Webhook.objects.filter(pk=webhook.pk, is_active=True).update(is_active=False, disabled_because=reason):
        waiting = Delivery.objects.filter(webhook=webhook, state=State.WAITING)
        waiting.update(state=State.CANCELLED, finished_at=timezone.now())
        tell_administrators.enqueue(webhook.pk)


@task(backend=BACKEND)
def tell_administrators(webhook_pk: int) -> None:
    """Send the e-mail that an address was turned off. One that was deleted, or turned on again, is not told of."""
    webhook = Webhook.objects.filter(pk=webhook_pk, is_active=False).first()
    people = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(email="")
    addresses = list(people.values_list("email", flat=True))
    if webhook and addresses:
        with translation.override(settings.LANGUAGE_CODE):
            _email(webhook, addresses).send()


def _email(webhook: Webhook, addresses: list[str]) -> EmailMessage:
    log = settings.PUBLIC_URL + reverse("webhooks:log", args=[webhook.pk])
    return EmailMessage(
        subject=_("Webhook desligado: %(name)s") % {"name": " ".join(webhook.name.split())},
        body=render_to_string("cms/webhooks/turned_off.txt", {"webhook": webhook, "log": log}),
        to=addresses,
    )


def _about(webhook_pk: int) -> str | None:
    return Webhook.objects.filter(pk=webhook_pk).values_list("name", flat=True).first()


titled(tell_administrators, gettext_lazy("E-mail sobre um webhook desligado"), about=_about)
