"""What fields of forms can be, and what files they can take."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.api.enums import described


@described(
    "What a field of a form asks for. New kinds may be added: show one that you do not know as a `TEXT`.",
    TEXT="A text in one line.",
    MULTILINE="A text in several lines.",
    EMAIL="An e-mail address.",
    PHONE="A telephone number, as people write it.",
    URL="A web address.",
    NUMBER="A number, with a point before its fraction.",
    DATE="A day, as ISO 8601 writes it: `2026-03-31`.",
    DATETIME="A day and a time, as ISO 8601 writes them; without an offset, of Brasília.",
    CHECKBOX="Yes or no: `true` or `false`. A required one must be `true`.",
    CHECKBOXES="Any of the choices.",
    RADIO="One of the choices, all of them in view.",
    DROPDOWN="One of the choices, in a list.",
    FILE="Files: what is sent are the tokens of uploads.",
)
class FormFieldKind(models.TextChoices):
    TEXT = "text", _("texto em uma linha")
    MULTILINE = "multiline", _("texto em várias linhas")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("telefone")
    URL = "url", _("endereço de site")
    NUMBER = "number", _("número")
    DATE = "date", _("data")
    DATETIME = "datetime", _("data e hora")
    CHECKBOX = "checkbox", _("caixa de sim ou não")
    CHECKBOXES = "checkboxes", _("caixas de seleção (várias)")
    RADIO = "radio", _("opções (uma)")
    DROPDOWN = "dropdown", _("lista (uma)")
    FILE = "file", _("arquivo")


TEXTS = {
    FormFieldKind.TEXT: 255,
    FormFieldKind.MULTILINE: 5_000,
    FormFieldKind.EMAIL: 254,
    FormFieldKind.PHONE: 30,
    FormFieldKind.URL: 500,
}
"""The kinds that are written freely, and how long they may be where the editor does not say."""
CHOOSING = {FormFieldKind.CHECKBOXES, FormFieldKind.RADIO, FormFieldKind.DROPDOWN}


class FileTypes(models.TextChoices):
    PDF = "pdf", _("PDF")
    IMAGES = "images", _("imagens (JPEG, PNG, WebP)")
    TEXTS = "texts", _("textos (PDF, DOCX, ODT)")
    TABLES = "tables", _("planilhas (XLSX, ODS, CSV)")
    ANY = "any", _("qualquer um destes")


def lines(text: str) -> list[str]:
    """Return the lines of ``text`` that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]
