"""*Configurações → Webhooks*, for administrators: whom to tell."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from cms.webhooks import views
from cms.webhooks.forms import WebhookForm
from cms.webhooks.models import Attempt, Webhook


def state(webhook: Webhook) -> str:
    if webhook.disabled_because:
        return str(_("Desligado após falhas"))
    if not webhook.is_active:
        return str(_("Desligado"))
    return str(_("Falhando") if webhook.failing_since else _("Ativo"))


def is_well(webhook: Webhook) -> bool:
    return webhook.is_active and not webhook.failing_since


class WebhookIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        last = Attempt.objects.filter(delivery__webhook=OuterRef("pk")).order_by("-pk")
        return super().get_base_queryset().annotate(last_sent=Subquery(last.values("at")[:1]))

    def get_list_more_buttons(self, instance: Any) -> list[Button]:
        log = Button(_("Entregas"), url=reverse("webhooks:log", args=[instance.pk]), icon_name="history", priority=5)
        return [log, *super().get_list_more_buttons(instance)]


class WebhookCreateView(generic.CreateView):
    success_message = _("Webhook “%(object)s” criado.")

    def save_instance(self) -> Any:
        self.object = super().save_instance()
        self.request.session[views.SHOW_SECRET] = self.object.pk
        return self.object

    def get_success_url(self) -> str:
        return reverse("webhooks:log", args=[self.object.pk])


class WebhookEditView(generic.EditView):
    success_message = _("Webhook “%(object)s” atualizado.")

    def get_success_url(self) -> str:
        return reverse("webhooks:log", args=[self.object.pk])


class WebhookViewSet(ModelViewSet):
    model = Webhook
    name = "webhooks"
    icon = "rotate"
    menu_label = _("Webhooks")
    menu_order = 650
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    template_prefix = "cms/webhooks/"
    index_view_class = WebhookIndexView
    add_view_class = WebhookCreateView
    edit_view_class = WebhookEditView
    list_display = [
        "name",
        Column("url", label=_("Endereço")),
        StatusTagColumn("state", label=_("Estado"), accessor=state, primary=is_well),
        DateColumn("last_sent", label=_("Último envio")),
    ]
    search_fields = ["name", "url"]

    def get_form_class(self, for_update: bool = False) -> type[WebhookForm]:
        return WebhookForm

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        return Permission.objects.none()  # administrators alone: no group is given it by mistake

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("log/<int:pk>/", views.LogView.as_view(), name="log"),
            path("log/<int:pk>/results/", views.LogView.as_view(results_only=True), name="log_results"),
            path("test/<int:pk>/", views.TestView.as_view(), name="test"),
            path("secret/<int:pk>/", views.NewSecretView.as_view(), name="new_secret"),
            path("delivery/<int:pk>/", views.DeliveryView.as_view(), name="delivery"),
            path("delivery/<int:pk>/again/", views.SendAgainView.as_view(), name="again"),
        ]
