"""A visitor's answers become a submission: kept once, with its files and the e-mail to the team, or not at all."""

import json
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.api.mutations import InputErrorCode, InputRefused, Mistake
from cms.filling_in import FillingIn
from home.forms.checking import Value, checked
from home.forms.emails import tell_the_team
from home.models.form_fields import HONEYPOT, FormField
from home.models.forms import FormPage
from home.models.submissions import FormSubmission, SubmittedFile

SUSPECT_DAYS = 30
"""How long is kept what seems to be a robot's: long enough for the team to find what was not."""


@transaction.atomic
def submit(page: FormPage, filling_in: FillingIn, values: Sequence[Value], consent: str | None) -> FormSubmission:
    """Keep what was sent, once: the same again is the same submission. Raises ``InputRefused``.

    What seems to be a robot's is kept apart, and nobody is told of it, neither the robot nor the team.
    """
    digest = _digest(values, consent)
    known = FormSubmission.objects.filter(key=filling_in.key).first()
    if known is None:
        fields = list(page.get_form_fields())
        answers = checked(page, fields, filling_in, values, consent)
        is_suspect = filling_in.is_too_fast or any(value.name == HONEYPOT and not value.is_empty for value in values)
        submission = _submission(page, fields, answers, consent, is_suspect=is_suspect)
        known = _keep(submission, filling_in.key, digest, answers, page)
    if known.digest != digest:
        message = _("Este formulário já foi enviado. Para enviar outra resposta, abra-o de novo.")
        raise InputRefused(Mistake("token", InputErrorCode.ALREADY_SUBMITTED, message))
    return known


def _submission(
    page: FormPage, fields: Sequence[FormField], answers: dict[str, Any], consent: str | None, *, is_suspect: bool
) -> dict[str, Any]:
    days = min(page.retention_days, SUSPECT_DAYS) if is_suspect else page.retention_days
    return {
        "page": page,
        "form_data": {name: _stored(answer) for name, answer in answers.items()},
        "labels": {field.clean_name: field.label for field in fields},
        "consent_text": page.consent_text if consent else "",
        "consent_version": consent or "",
        "is_suspect": is_suspect,
        "expires_at": timezone.now() + timedelta(days=days),
    }


def _keep(submission: dict[str, Any], key: str, digest: str, answers: dict[str, Any], page: FormPage) -> FormSubmission:
    """Write the submission, give it its files and have the team told; unless the same was sent at the same time."""
    kept, is_new = FormSubmission.objects.get_or_create(key=key, defaults={**submission, "digest": digest})
    if is_new:
        files = [file.pk for answer in answers.values() for file in _files_in(answer)]
        if files:
            SubmittedFile.objects.filter(pk__in=files).update(submission=kept)
        if page.email_addresses and not kept.is_suspect:
            tell_the_team.enqueue(kept.pk)
    return kept


def _files_in(answer: Any) -> list[SubmittedFile]:
    return [file for file in answer if isinstance(file, SubmittedFile)] if isinstance(answer, list) else []


def _stored(answer: Any) -> Any:
    return [file.name for file in files] if (files := _files_in(answer)) else answer


def _digest(values: Sequence[Value], consent: str | None) -> str:
    sent = sorted([value.name, value.text or "", *(value.texts or ())] for value in values if not value.is_empty)
    return sha256(json.dumps([sent, consent or ""]).encode()).hexdigest()
