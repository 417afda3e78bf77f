"""What people and programs are told when a request fails: why, as far as it concerns them, and when to try again."""

import errno
import sys
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.graphql.faults import is_away
from cms.operations.policies import page_policy

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Failure:
    """A kind of failure, and its words for editors and visitors."""

    status: int
    code: str
    title: Promise
    text: Promise
    retry_after: int | None = None


AWAY = Failure(
    503,
    "SERVICE_UNAVAILABLE",
    _("O sistema volta em instantes"),
    _("O banco de dados não está respondendo agora, e nada foi salvo. Volte à página anterior e tente de novo."),
    retry_after=2,
)
FULL = Failure(
    507,
    "STORAGE_FULL",
    _("Não há espaço para guardar o arquivo"),
    _("O disco do servidor está cheio, e nada foi salvo. Avise a equipe técnica e tente de novo mais tarde."),
)
BUG = Failure(
    500,
    "INTERNAL_SERVER_ERROR",
    _("Algo deu errado do nosso lado"),
    _("Nada foi salvo. Volte à página anterior e tente de novo; se acontecer outra vez, avise a equipe técnica."),
)


def failure_of(error: BaseException | None) -> Failure:
    """Return what kind of failure ``error`` is."""
    while error is not None:
        if is_away(error):
            return AWAY
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return FULL
        error = error.__cause__ or error.__context__
    return BUG


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a request whose view has raised. Django calls it while it handles what was raised."""
    failure = failure_of(sys.exc_info()[1])
    with translation.override("pt-br"):
        response = _answer(request, failure)
    response.headers["Cache-Control"] = "no-store"
    if failure.retry_after:
        response.headers["Retry-After"] = str(failure.retry_after)
    return response


def _answer(request: HttpRequest, failure: Failure) -> HttpResponse:
    text = f"{failure.title}. {failure.text}"
    if request.path.startswith("/admin/"):
        if request.path.endswith("/multiple/add/"):  # Wagtail's script shows this, and of other statuses their number
            return JsonResponse({"success": False, "error_message": text})
        return page_policy(_page)(request, failure)
    if request.path.startswith("/forms/"):
        errors = [{"field": None, "code": failure.code, "message": text}]
        return JsonResponse({"token": None, "errors": errors}, status=failure.status)
    errors = [{"message": _in_english(failure), "extensions": {"code": failure.code}}]
    return JsonResponse({"errors": errors}, status=failure.status)


def _page(request: HttpRequest, failure: Failure) -> HttpResponse:
    return render(request, "failed.html", {"failure": failure}, status=failure.status)


def _in_english(failure: Failure) -> str:
    return {
        AWAY: "The server cannot answer now. Try again in a moment.",
        FULL: "There is no room for the file.",
    }.get(failure, "Something went wrong on our side.")
