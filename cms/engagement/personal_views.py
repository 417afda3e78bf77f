"""The admin's page for what people ask about their data."""

import json
from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.engagement import rights
from cms.engagement.models import PersonalDataRequest
from cms.engagement.people import keepers

PERMISSION = "engagement.add_personaldatarequest"
NO_STORE = "private, no-store"


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("E-mail da pessoa"),
        help_text=gettext_lazy("Confirme antes que o pedido é de quem usa este endereço."),
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("Eliminar para sempre"),
        required=False,
        help_text=gettext_lazy("Marque para eliminar: não há volta."),
    )


class PersonalDataView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Export or erase what is kept of one person."""

    permission_required = PERMISSION
    form_class = AddressForm
    template_name = "cms/engagement/personal.html"
    page_title = gettext_lazy("Dados pessoais")
    header_icon = "user"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = PersonalDataRequest.objects.select_related("made_by")[:50]
        titles = {keeper.name: keeper.title for keeper in keepers()}
        told = [(each, {titles.get(name, name): n for name, n in sorted(each.counts.items())}) for each in requests]
        return super().get_context_data(**kwargs, requests=told)

    def form_valid(self, form: AddressForm) -> HttpResponse:
        address = form.cleaned_data["address"]
        if self.request.POST.get("do") == "export":
            text = json.dumps(rights.export(address, self.request.user), ensure_ascii=False, indent=2, default=str)
            headers = {"Content-Disposition": 'attachment; filename="dados-pessoais.json"', "Cache-Control": NO_STORE}
            return HttpResponse(text, content_type="application/json", headers=headers)
        if not form.cleaned_data["is_sure"]:
            form.add_error("is_sure", _("Marque para confirmar a eliminação."))
            return self.form_invalid(form)
        number = sum(rights.erase(address, self.request.user).values())
        messages.success(self.request, _("Registros eliminados: %(number)d.") % {"number": number})
        return redirect(self.request.path)


urlpatterns = [path("personal-data/", PersonalDataView.as_view(), name="engagement_personal_data")]
