"""*Conta → Segunda etapa*: turned on with a picture and a code, off with the password; recovery codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts import second_step
from cms.accounts.forms import CodeForm, PasswordForm
from cms.accounts.journal import note
from cms.api.errors import TooManyRequests
from cms.throttling import spend


class SecondStep(WagtailAdminTemplateMixin):
    page_title = gettext_lazy("Segunda etapa do acesso")
    header_icon = "key"
    request: HttpRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        account = {"url": reverse("wagtailadmin_account"), "label": _("Conta")}
        return [*self.breadcrumbs_items, account, {"url": "", "label": self.get_page_title()}]


class StatusView(SecondStep, TemplateView):
    """Says whether it is on, and leads to what can be done."""

    template_name = "cms/accounts/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        is_on = second_step.is_on(user)
        told = {"is_on": is_on, "is_asked": second_step.is_asked_of(user), "left": second_step.codes_left(user)}
        return {**super().get_context_data(**kwargs), **told}


class TurnOnView(SecondStep, FormView):
    template_name = "cms/accounts/turn_on.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if second_step.is_on(request.user):
            return redirect("accounts_second_step")
        self.device = second_step.begin(request.user)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        if not second_step.confirm(self.device, form.cleaned_data["code"]):
            form.add_error(
                "code", _("Código errado ou vencido. Confira a hora do seu aparelho e use o código seguinte.")
            )
            return self.form_invalid(form)
        second_step.passed(self.request.session)
        note("factor_on", about=self.request.user, by=self.request.user)
        return _show_codes(self, second_step.new_codes(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.device.config_url.partition("secret=")[2].partition("&")[0]
        told = {
            "picture": second_step.drawn(self.device),
            "secret": " ".join(key[i : i + 4] for i in range(0, len(key), 4)),
            "is_asked": second_step.is_asked_of(self.request.user),
        }
        return {**super().get_context_data(**kwargs), **told}


class WithPassword(SecondStep, FormView):
    """What the person must wish: a window left open is not enough."""

    template_name = "cms/accounts/with_password.html"
    form_class = PasswordForm
    asks: Any = ""
    button: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not second_step.is_on(request.user):
            return redirect("accounts_second_step")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            spend("login_name", request.user.get_username())
        except TooManyRequests:
            messages.error(request, _("Muitas tentativas em pouco tempo. Espere um pouco e tente de novo."))
            return redirect("accounts_second_step")
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "asks": self.asks, "button": self.button}


class CodesView(WithPassword):
    asks = gettext_lazy(
        "Os códigos de recuperação que você tem deixam de valer, e dez novos são mostrados uma única vez."
    )
    button = gettext_lazy("Fazer novos códigos")

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        note("codes", about=self.request.user, by=self.request.user)
        return _show_codes(self, second_step.new_codes(self.request.user))


class TurnOffView(WithPassword):
    asks = gettext_lazy("Para entrar bastará a senha. Os códigos de recuperação deixam de valer.")
    button = gettext_lazy("Desligar a segunda etapa")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if second_step.is_asked_of(request.user):
            messages.error(request, _("A segunda etapa é exigida da sua conta: não pode ser desligada."))
            return redirect("accounts_second_step")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        second_step.turn_off(self.request.user)
        note("factor_off", about=self.request.user, by=self.request.user)
        messages.success(self.request, _("A segunda etapa foi desligada."))
        return redirect("accounts_second_step")


def _show_codes(view: Any, codes: list[str]) -> HttpResponse:
    context = {**SecondStep.get_context_data(view, view=view), "codes": codes, "next": reverse("wagtailadmin_home")}
    return view.response_class(view.request, ["cms/accounts/codes.html"], context, using=view.template_engine)
