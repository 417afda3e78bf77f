"""Files for forms: each is uploaded by itself, checked, and waits in private for the form to be sent."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.api.errors import TooManyRequests
from cms.api.mutations import InputErrorCode, InputRefused, Mistake
from cms.clients import client_of
from cms.filling_in import FillingIn, read_token
from cms.throttling import spend
from home.forms.file_types import type_of
from home.forms.finding import expired, find_form, not_found
from home.forms.kinds import FileTypes, FormFieldKind
from home.models.form_fields import FormField
from home.models.forms import FormPage
from home.models.submissions import SubmittedFile

MEGABYTE = 1024 * 1024
ENVELOPE = 64 * 1024
"""What the parts of a request may need beside the file."""
MOST_BYTES = 10 * MEGABYTE
SPARE = 10
"""How many files more than the form takes one filling in may upload: visitors change their minds."""


@csrf_exempt  # it reads no cookie, and asks for a header that no form of another site can send
@require_POST
@transaction.non_atomic_requests  # on SQLite one slow upload would have everyone wait
def upload(request: HttpRequest) -> HttpResponse:
    """Take one file (``file``) for one field (``field``) of the form (``page``) whose token is in ``Authorization``."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > MOST_BYTES + ENVELOPE:
        return _answer(413, [_too_large("file", MOST_BYTES).as_dict()])
    try:
        spend("form_upload", client_of(request))
        return _upload(request)
    except TooManyRequests as refusal:
        waits = (refusal.extensions or {})["retryAfter"]
        message = _("São arquivos demais em pouco tempo. Tente de novo mais tarde.")
        response = _answer(429, [{"field": None, "code": "RATE_LIMITED", "message": message}])
        response.headers["Retry-After"] = str(waits)
        return response


def _upload(request: HttpRequest) -> HttpResponse:
    page = find_form(request.POST.get("page", ""))
    if page is None:
        return _answer(404, [not_found().as_dict()])
    with translation.override(page.locale.language_code):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        filling_in = read_token(token, page.pk)
        if filling_in is None:
            return _answer(401, [expired().as_dict()])
        try:
            kept = _keep(page, filling_in, request.POST.get("field", ""), request.FILES.get("file"))
        except InputRefused as refusal:
            return _answer(422, [mistake.as_dict() for mistake in refusal.mistakes])
    told = {"token": kept.key, "name": kept.name, "type": kept.type, "size": kept.size}
    return JsonResponse({**told, "errors": []}, status=201, headers=PRIVATE)


def _keep(page: FormPage, filling_in: FillingIn, name: str, file: UploadedFile | None) -> SubmittedFile:
    """Check the file and keep it. Raises ``InputRefused``."""
    fields = {field.clean_name: field for field in page.get_form_fields() if field.kind is FormFieldKind.FILE}
    if name not in fields:
        raise InputRefused(Mistake(name, InputErrorCode.UNKNOWN_FIELD, _("O formulário não tem este campo.")))
    if file is None:
        raise InputRefused(Mistake(name, InputErrorCode.REQUIRED, _("Escolha um arquivo.")))
    _refuse_what_is_too_much(filling_in, fields[name], file)
    media_type = _type_of(fields[name], file)
    filename = get_valid_filename(file.name or "arquivo")[-200:]
    kept = SubmittedFile(
        page=page, started=filling_in.key, field=name, file=file, name=filename, type=media_type, size=file.size or 0
    )
    try:
        kept.save()
    except BaseException:
        if kept.file._committed:
            kept.file.storage.delete(kept.file.name)
        raise
    return kept


def _refuse_what_is_too_much(filling_in: FillingIn, field: FormField, file: UploadedFile) -> None:
    most = field.max_megabytes * MEGABYTE
    if not file.size:
        raise InputRefused(Mistake(field.clean_name, InputErrorCode.FILE_EMPTY, _("O arquivo está vazio.")))
    if file.size > most:
        raise InputRefused(_too_large(field.clean_name, most))
    mine = SubmittedFile.objects.filter(started=filling_in.key, field=field.clean_name)
    waiting = SubmittedFile.objects.filter(submission=None).aggregate(bytes=Sum("size"))["bytes"] or 0
    if mine.count() >= field.max_files + SPARE or waiting + file.size > settings.FORM_UPLOADS_WAITING:
        message = _("Não é possível receber mais arquivos agora. Tente de novo mais tarde.")
        raise InputRefused(Mistake(field.clean_name, InputErrorCode.TOO_MANY, message))


def _type_of(field: FormField, file: UploadedFile) -> str:
    found = type_of(file, file.name or "", FileTypes(field.file_types))
    file.seek(0)
    if found is None:
        allowed = FileTypes(field.file_types).label
        message = _("O conteúdo deste arquivo não é dos tipos aceitos: %(types)s.") % {"types": allowed}
        raise InputRefused(Mistake(field.clean_name, InputErrorCode.FILE_TYPE, message))
    return found.media_type


def _too_large(field: str, most: int) -> Mistake:
    message = _("O arquivo é grande demais: no máximo, %(most)d MB.") % {"most": most // MEGABYTE}
    return Mistake(field, InputErrorCode.FILE_TOO_LARGE, message)


def _answer(status: int, errors: list[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"token": None, "errors": errors}, status=status, headers=PRIVATE)


PRIVATE = {"Cache-Control": "private, no-store"}
