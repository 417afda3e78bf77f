"""What was answered, as people read it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from home.forms.kinds import FormFieldKind
from home.models.forms import FormPage
from home.models.submissions import FormSubmission


def answers_of(submission: FormSubmission, page: FormPage) -> Iterator[tuple[str, str]]:
    """Yield the label and the answer of each field that was there, in the order of the form."""
    kinds = {field.clean_name: field.kind for field in page.get_form_fields()}
    order = [*kinds, *submission.form_data]
    for name in dict.fromkeys(order):
        if name in submission.form_data:
            yield submission.labels.get(name, name), readable(submission.form_data[name], kinds.get(name))


def readable(answer: Any, kind: FormFieldKind | None) -> str:
    """Return an answer in words; what was left empty is a dash."""
    if isinstance(answer, bool):
        return _("sim") if answer else _("não")
    if isinstance(answer, list):
        return ", ".join(answer) or "–"
    if answer and kind is FormFieldKind.DATE:
        return date_format(date.fromisoformat(answer), "SHORT_DATE_FORMAT")
    if answer and kind is FormFieldKind.DATETIME:
        return date_format(localtime(datetime.fromisoformat(answer)), "SHORT_DATETIME_FORMAT")
    return str(answer) if answer not in (None, "") else "–"
