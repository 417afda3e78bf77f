"""*Relatórios → Acessos bloqueados*, where an administrator ends a lock before its time."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts import locking, second_step
from cms.accounts.journal import note
from cms.accounts.rights import may_handle

PERMISSION = "auth.change_user"


class ForWhoManagesUsers(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class LocksView(ForWhoManagesUsers, WagtailAdminTemplateMixin, TemplateView):
    page_title = gettext_lazy("Acessos bloqueados")
    header_icon = "lock"
    template_name = "cms/accounts/locks.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lasts = locking.cool_off()
        rows = [{**row, "until": row["since"] + lasts} for row in locking.locked()]
        return {**super().get_context_data(**kwargs), "locks": rows, "minutes": int(lasts.total_seconds() // 60)}


class UnlockView(ForWhoManagesUsers):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        name, address = request.POST.get("username", ""), request.POST.get("address", "")
        if locking.unlock(name, address):
            user = get_user_model().objects.filter(username=name).first()
            note("unlocked", about=user or request.user, by=request.user, address=address)
            messages.success(request, _("Acesso liberado: %s") % name)
        else:
            messages.error(request, _("O bloqueio já tinha terminado."))
        return redirect("accounts_locks")


class TakeSecondStepView(ForWhoManagesUsers, WagtailAdminTemplateMixin, TemplateView):
    """For who has lost the device and the recovery codes: the person then enters with the password alone."""

    page_title = gettext_lazy("Desligar a segunda etapa")
    header_icon = "key"
    template_name = "cms/accounts/take_second_step.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = get_object_or_404(get_user_model(), pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.user == request.user or not may_handle(request.user, self.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if second_step.is_on(self.user):
            second_step.turn_off(self.user)
            note("factor_off", about=self.user, by=request.user)
        messages.success(request, _("A segunda etapa de %s está desligada.") % self.user)
        return redirect("wagtailusers_users:edit", self.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "person": self.user, "is_on": second_step.is_on(self.user)}
