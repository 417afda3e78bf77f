"""What a visitor sent, held against the fields of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.api.mutations import InputErrorCode, InputRefused, Mistake, mistakes_of
from cms.filling_in import FillingIn
from home.forms.fields import MULTIPLE, Uploads, form_class
from home.models.form_fields import HONEYPOT, FormField
from home.models.forms import FormPage
from home.models.submissions import SubmittedFile


@dataclass(frozen=True)
class Value:
    """What was sent for one field: a text, or several."""

    name: str
    text: str | None = None
    texts: Sequence[str] | None = None

    @property
    def is_empty(self) -> bool:
        return not self.text and not any(self.texts or ())


def checked(
    page: FormPage, fields: Sequence[FormField], filling_in: FillingIn, values: Sequence[Value], consent: str | None
) -> dict[str, Any]:
    """Return the answers as ``fields`` understand them. Raises ``InputRefused`` with all that is wrong."""
    by_name = {field.clean_name: field for field in fields}
    mistakes = [*_misplaced(by_name, values), *_mistakes_of_consent(page, consent)]
    form = form_class(fields)(_data(by_name, values))
    _find_uploads(form, page, filling_in)
    told = {mistake.field for mistake in mistakes}
    mistakes += [mistake for mistake in mistakes_of(form.errors.as_data()) if mistake.field not in told]
    if mistakes:
        raise InputRefused(*mistakes)
    return form.cleaned_data


def _misplaced(fields: Mapping[str, FormField], values: Sequence[Value]) -> list[Mistake]:
    """Return what is wrong with the names of ``values``, and with which of them are several."""
    mistakes, seen = [], set()
    for value in values:
        field = fields.get(value.name)
        if field is None and value.name != HONEYPOT and not value.is_empty:
            message = _("O formulário não tem mais este campo. Abra-o de novo.")
            mistakes.append(Mistake(value.name, InputErrorCode.UNKNOWN_FIELD, message))
        elif value.name in seen or (field and _is_misread(field, value)):
            mistakes.append(Mistake(value.name, InputErrorCode.INVALID, _("O valor não tem a forma certa.")))
        seen.add(value.name)
    return mistakes


def _is_misread(field: FormField, value: Value) -> bool:
    return (value.text if field.kind in MULTIPLE else value.texts) is not None


def _mistakes_of_consent(page: FormPage, consent: str | None) -> list[Mistake]:
    if consent and consent != page.consent_version:
        message = _("O texto do consentimento mudou. Leia-o e confirme de novo.")
        return [Mistake("consent", InputErrorCode.CONSENT_OUTDATED, message)]
    if page.consent_text and page.consent_required and not consent:
        message = _("Para enviar, é preciso concordar com o uso dos dados.")
        return [Mistake("consent", InputErrorCode.CONSENT_REQUIRED, message)]
    return []


def _data(fields: Mapping[str, FormField], values: Sequence[Value]) -> dict[str, Any]:
    return {
        value.name: value.texts if fields[value.name].kind in MULTIPLE else value.text
        for value in values
        if value.name in fields
    }


def _find_uploads(form: Any, page: FormPage, filling_in: FillingIn) -> None:
    """Give each field of files those that wait for it, and hold them until the submission has them."""
    taking = {name: field for name, field in form.fields.items() if isinstance(field, Uploads)}
    if taking:
        waiting = SubmittedFile.objects.filter(page=page, started=filling_in.key, submission=None)
        for file in waiting.select_for_update():
            if file.field in taking:
                taking[file.field].files = {**taking[file.field].files, file.key: file}
