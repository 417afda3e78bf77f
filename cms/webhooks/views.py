"""The log of an address: what was sent, what came back, and the buttons that test, send again and renew the secret."""

import json
from typing import Any

import django_filters
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from cms.delivery.alive import is_running
from cms.delivery.views import AdministratorsOnly
from cms.webhooks.composing import message_about
from cms.webhooks.delivering import ATTEMPTS
from cms.webhooks.events import EVENTS, TEST
from cms.webhooks.models import Attempt, Delivery, State, Webhook

SHOW_SECRET = "webhook_secret"  # noqa: S105  (what the session remembers it by)


def event(delivery: Delivery) -> str:
    return str(EVENTS.get(delivery.message.type, _("Teste")))


def is_delivered(delivery: Delivery) -> bool:
    return delivery.state == State.DELIVERED


def attempts(delivery: Delivery) -> str:
    return _("%(made)d de %(most)d") % {"made": delivery.attempts_made, "most": ATTEMPTS}


def last(delivery: Delivery) -> Attempt | None:
    """The last attempt, of those that were fetched with the delivery."""
    made = list(delivery.attempts.all())
    return made[-1] if made else None


def answer(delivery: Delivery) -> str:
    attempt = last(delivery)
    return str(attempt.status or attempt.error) if attempt else ""


def duration(delivery: Delivery) -> str:
    attempt = last(delivery)
    return _("%d ms") % attempt.milliseconds if attempt else ""


class DeliveryFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("Estado"), choices=State.choices)
    type = django_filters.ChoiceFilter(
        field_name="message__type",
        label=gettext_lazy("Evento"),
        choices=[*EVENTS.items(), (TEST, gettext_lazy("Teste"))],
    )

    class Meta:
        model = Delivery
        fields = ["state", "type"]


class DeliveryPaginator(WagtailPaginator):
    verbose_name = gettext_lazy("entrega")
    verbose_name_plural = gettext_lazy("entregas")


class LogView(AdministratorsOnly, BaseListingView):
    header_icon = "rotate"
    template_name = "cms/webhooks/log.html"
    results_template_name = "cms/webhooks/log_results.html"
    paginator_class = DeliveryPaginator
    paginate_by = 25
    filterset_class = DeliveryFilterSet
    columns = [
        TitleColumn("event", label=gettext_lazy("Evento"), accessor=event, url_name="webhooks:delivery"),
        StatusTagColumn("state", label=gettext_lazy("Estado"), accessor="get_state_display", primary=is_delivered),
        Column("answer", label=gettext_lazy("Resposta"), accessor=answer),
        Column("duration", label=gettext_lazy("Duração"), accessor=duration),
        Column("attempts", label=gettext_lazy("Tentativas"), accessor=attempts),
        DateColumn("created", label=gettext_lazy("Mudou"), accessor="message.created_at"),
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.webhook = get_object_or_404(Webhook, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.webhook.name

    def get_index_url(self) -> str:
        return reverse("webhooks:log", args=[self.webhook.pk])

    def get_index_results_url(self) -> str:
        return reverse("webhooks:log_results", args=[self.webhook.pk])

    def get_base_queryset(self) -> Any:
        deliveries = Delivery.objects.filter(webhook=self.webhook).select_related("message")
        return deliveries.prefetch_related("attempts").order_by("-pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.webhook.name}
        return [*self.breadcrumbs_items, {"url": reverse("webhooks:index"), "label": _("Webhooks")}, here]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        is_new = not self.results_only and self.request.session.get(SHOW_SECRET) == self.webhook.pk
        if is_new:
            del self.request.session[SHOW_SECRET]
        return {
            **super().get_context_data(*args, **kwargs),
            "webhook": self.webhook,
            "secret": self.webhook.secret if is_new else "",
            "previous_until": self.webhook.previous_until if len(self.webhook.secrets()) > 1 else None,
            "is_worker_running": is_running(),
        }


class DeliveryView(AdministratorsOnly, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "rotate"
    template_name = "cms/webhooks/delivery.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        deliveries = Delivery.objects.select_related("message", "webhook")
        self.delivery = get_object_or_404(deliveries, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return event(self.delivery)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        webhook = self.delivery.webhook
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhooks:index"), "label": _("Webhooks")},
            {"url": reverse("webhooks:log", args=[webhook.pk]), "label": webhook.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.delivery
        return {
            **super().get_context_data(**kwargs),
            "delivery": delivery,
            "attempts": delivery.attempts.all(),
            "attempts_made": attempts(delivery),
            "is_waiting": delivery.state == State.WAITING,
            "body": json.dumps(json.loads(delivery.message.body), ensure_ascii=False, indent=2),
        }


class WebhookAction(AdministratorsOnly):
    """What a button does."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect("webhooks:log", self.act(request, pk).pk)

    def act(self, request: HttpRequest, pk: int) -> Webhook:
        raise NotImplementedError


class TestView(WebhookAction):
    """A message that tells of nothing, to see that it arrives."""

    def act(self, request: HttpRequest, pk: int) -> Webhook:
        webhook = get_object_or_404(Webhook, pk=pk)
        if not webhook.is_active:
            messages.error(request, _("O webhook está desligado: ative-o para testar."))
            return webhook
        message = message_about(TEST, {"name": webhook.name}, at=timezone.now())
        message.save(force_insert=True)
        Delivery.objects.create(webhook=webhook, message=message)
        messages.success(request, _("O teste está na fila: em poucos segundos a resposta aparece abaixo."))
        return webhook


class NewSecretView(WebhookAction):
    def act(self, request: HttpRequest, pk: int) -> Webhook:
        webhook = get_object_or_404(Webhook.objects.select_for_update(), pk=pk)
        webhook.renew_secret()
        request.session[SHOW_SECRET] = webhook.pk
        return webhook


class SendAgainView(WebhookAction):
    """What waits goes out at once; what ended is sent once more, under the same id."""

    def act(self, request: HttpRequest, pk: int) -> Webhook:
        delivery = get_object_or_404(Delivery.objects.select_related("webhook"), pk=pk)
        if not delivery.webhook.is_active:
            messages.error(request, _("O webhook está desligado: ative-o para enviar de novo."))
        elif delivery.state == State.WAITING:
            Delivery.objects.filter(pk=pk, state=State.WAITING).update(next_at=timezone.now())
            messages.success(request, _("Vai ser enviado agora."))
        else:
            Delivery.objects.create(webhook=delivery.webhook, message_id=delivery.message_id)
            messages.success(request, _("Está na fila para ser enviado de novo."))
        return delivery.webhook
