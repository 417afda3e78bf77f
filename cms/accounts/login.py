"""The login: a name and a password, then the code of who has a second step. Until both are right nobody is in."""

from math import ceil
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView
from wagtail.admin.views import account

from cms.accounts import pending, second_step, sessions
from cms.accounts.forms import CodeForm, LoginForm
from cms.accounts.journal import note
from cms.accounts.locking import address_of, cool_off
from cms.api.errors import TooManyRequests
from cms.clients import client_of
from cms.throttling import spend

TOO_OFTEN = gettext_lazy("Muitas tentativas em pouco tempo. Espere %(minutes)d minuto(s) e tente de novo.")
LOCKED = gettext_lazy(
    "Muitas tentativas sem sucesso: o acesso com este usuário está bloqueado por %(minutes)d minutos. O bloqueio "
    "termina sozinho; um administrador pode terminá-lo antes."
)


class LoginView(account.LoginView):
    """As Wagtail's. It refuses who tries too often, and leaves who has a second step at the next view."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            spend("login", client_of(request))
            spend("login_name", request.POST.get("username", "")[:254])
        except TooManyRequests as refused:
            return self._refuse(TOO_OFTEN, refused.retry_after)
        response = super().post(request, *args, **kwargs)
        if getattr(request, "axes_locked_out", False):
            return self._refuse(LOCKED, ceil(cool_off().total_seconds()))
        return response

    def form_valid(self, form: LoginForm) -> HttpResponse:
        user, remembered = form.get_user(), form.cleaned_data["remember"]
        if second_step.is_on(user):
            pending.keep(self.request.session, user, remembered=remembered, leads_to=self.get_success_url())
            return redirect("accounts_code")
        login(self.request, user)
        sessions.remember(self.request.session, remembered)
        return HttpResponseRedirect(self.get_success_url())

    def _refuse(self, message: Any, seconds: int) -> HttpResponse:
        messages.error(self.request, message % {"minutes": ceil(seconds / 60)})
        response = self.render_to_response(self.get_context_data(form=LoginForm(self.request)), status=429)
        response.headers["Retry-After"] = str(seconds)
        return response


@method_decorator(sensitive_post_parameters("code"), name="dispatch")
class CodeView(FormView):
    """Asks who told a right password for the code of their application, or for one of their recovery codes."""

    template_name = "cms/accounts/code.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.waiting = pending.kept(request.session)
        if self.waiting is None:
            return redirect("wagtailadmin_login")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        user = self.waiting.user
        used = second_step.verified_by(user, form.cleaned_data["code"])
        return self._enter(user, used) if used else self._fail(form)

    def _enter(self, user: Any, used: second_step.Device) -> HttpResponse:
        session = self.request.session
        pending.drop(session)
        login(self.request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        sessions.remember(session, self.waiting.remembered)
        second_step.passed(session)
        if second_step.is_recovery(used):
            note("recovery", about=user, by=user, address=address_of(self.request))
            left = second_step.codes_left(user)
            messages.warning(
                self.request,
                _("Você usou um código de recuperação. Restam %(left)d: faça novos em Conta → Segunda etapa.")
                % {"left": left},
            )
        return HttpResponseRedirect(self.waiting.leads_to)

    def _fail(self, form: CodeForm) -> HttpResponse:
        note("code_failed", about=self.waiting.user, address=address_of(self.request))
        if pending.failed(self.request.session):
            messages.error(self.request, _("Muitos códigos errados. Entre de novo."))
            return redirect("wagtailadmin_login")
        wait = second_step.wait(self.waiting.user)
        form.add_error(
            None, _("Código errado, já usado ou vencido. Espere %(n)d segundo(s) e tente de novo.") % {"n": wait}
        )
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "login_url": reverse("wagtailadmin_login")}
