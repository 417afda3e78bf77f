"""The form of an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Site

from cms.webhooks.events import EVENTS
from cms.webhooks.models import Webhook


class WebhookForm(WagtailAdminModelForm):
    events = forms.MultipleChoiceField(
        label=_("Eventos"),
        choices=list(EVENTS.items()),
        initial=list(EVENTS),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("De que o endereço quer saber. Na dúvida, deixe todos."),
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "site", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].widget.attrs["placeholder"] = "https://"
        if Site.objects.count() < 2:
            del self.fields["site"]
