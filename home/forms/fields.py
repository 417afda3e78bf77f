"""The fields that editors wrote as a Django form, which tells whether what a visitor sent is right."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm

from home.forms.kinds import TEXTS, FormFieldKind

if TYPE_CHECKING:
    from home.models.form_fields import FormField

PHONE = RegexValidator(r"^\+?[\d\s().-]{8,30}$", _("Informe um telefone com DDD."))
MULTIPLE = {FormFieldKind.CHECKBOXES, FormFieldKind.FILE}
"""The kinds that take any number of values; the others take one."""


class Checkbox(forms.Field):
    """``true`` or ``false``; a required one must be true."""

    def to_python(self, value: Any) -> bool:
        if value not in ("true", "false", "", None):
            raise ValidationError(_("Envie “true” ou “false”."), code="invalid")
        return value == "true"

    def validate(self, value: bool) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


class Uploads(forms.Field):
    """Files that were uploaded for this field before: ``files`` holds them by their tokens."""

    files: Mapping[str, Any] = {}
    most = 1

    def clean(self, value: Any) -> list[Any]:
        tokens = [token for token in value or [] if token]
        if self.required and not tokens:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(tokens) > self.most:
            raise ValidationError(_("São arquivos demais: no máximo, %(most)d."), "too_many", {"most": self.most})
        if len(set(tokens)) < len(tokens) or not set(tokens) <= set(self.files):
            raise ValidationError(_("O arquivo enviado não vale mais. Envie-o de novo."), "file_unknown")
        return [self.files[token] for token in tokens]


def form_class(fields: "Iterable[FormField]") -> type[BaseForm]:
    """Return the class of the form with these ``fields``: its data are texts, and lists where a field takes several."""
    return type("VisitorForm", (BaseForm,), {field.clean_name: _form_field(field) for field in fields})


def most_characters(field: "FormField") -> int | None:
    """Return how long an answer to ``field`` may be; None where it is not written freely."""
    longest = TEXTS.get(field.kind)
    if field.kind in {FormFieldKind.TEXT, FormFieldKind.MULTILINE}:
        return field.max_length or longest
    return min(filter(None, [field.max_length, longest]), default=None) if longest else None


def _form_field(field: "FormField") -> forms.Field:
    options = {"label": field.label, "help_text": field.help_text, "required": field.required}
    return MAKERS[field.kind](field, options)


def _text(kind: type[forms.CharField], **more: Any) -> Callable:
    def make(field: "FormField", options: dict[str, Any]) -> forms.Field:
        limits = {"min_length": field.min_length, "max_length": most_characters(field)}
        return kind(**options, **limits, **more)

    return make


def _number(field: "FormField", options: dict[str, Any]) -> forms.Field:
    least, most = _plain(field.min_value), _plain(field.max_value)
    return forms.DecimalField(**options, min_value=least, max_value=most, max_digits=30)


def _plain(limit: Decimal | None) -> Decimal | None:
    """Return ``limit`` without the zeros that its column adds: messages tell of it."""
    return None if limit is None else Decimal(f"{limit.normalize():f}")


def _choice(field: "FormField", options: dict[str, Any]) -> forms.Field:
    kind = forms.MultipleChoiceField if field.kind in MULTIPLE else forms.ChoiceField
    return kind(**options, choices=[(option, option) for option in field.options])


def _uploads(field: "FormField", options: dict[str, Any]) -> forms.Field:
    made = Uploads(**options)
    made.most = field.max_files
    return made


MAKERS: dict[FormFieldKind, Callable[["FormField", dict[str, Any]], forms.Field]] = {
    FormFieldKind.TEXT: _text(forms.CharField),
    FormFieldKind.MULTILINE: _text(forms.CharField, widget=forms.Textarea),
    FormFieldKind.EMAIL: _text(forms.EmailField),
    FormFieldKind.PHONE: _text(forms.CharField, validators=[PHONE]),
    FormFieldKind.URL: _text(forms.URLField, assume_scheme="https"),
    FormFieldKind.NUMBER: _number,
    FormFieldKind.DATE: lambda field, options: forms.DateField(**options, input_formats=["%Y-%m-%d"]),
    FormFieldKind.DATETIME: lambda field, options: forms.DateTimeField(**options),
    FormFieldKind.CHECKBOX: lambda field, options: Checkbox(**options),
    FormFieldKind.CHECKBOXES: _choice,
    FormFieldKind.RADIO: _choice,
    FormFieldKind.DROPDOWN: _choice,
    FormFieldKind.FILE: _uploads,
}
