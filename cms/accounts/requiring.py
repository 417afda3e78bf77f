"""Whom this installation asks for a second step does nothing in the admin before having one."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cms.accounts import second_step

PLACES = ("/admin/", "/documents/")
FREE = (
    "/admin/login/",
    "/admin/logout/",
    "/admin/password_reset/",
    "/admin/jsi18n/",
    "/admin/sprite/",
    "/admin/account/second-step/",
)


class SecondStepMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_concerned = request.path.startswith(PLACES) and not request.path.startswith(FREE)
        return _send_away(request) if is_concerned and _lacks_it(request) else self._get_response(request)


def _lacks_it(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and not second_step.has_passed(request.session) and second_step.is_asked_of(user)


def _send_away(request: HttpRequest) -> HttpResponse:
    if second_step.is_on(request.user):  # it was turned on in another browser: this one has not told a code
        logout(request)
        return redirect("wagtailadmin_login")
    messages.warning(request, _("Sua conta precisa da segunda etapa. Ligue-a para continuar."))
    return redirect("accounts_turn_on")
