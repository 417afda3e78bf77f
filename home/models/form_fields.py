"""The questions of forms, as editors write them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.forms.models import AbstractFormField
from wagtail.contrib.forms.utils import get_field_clean_name

from home.forms.fields import MULTIPLE, form_class
from home.forms.kinds import CHOOSING, TEXTS, FileTypes, FormFieldKind, lines

HONEYPOT = "contact_website"
"""A name that robots fill in, and neither editors nor browsers think of."""
RESERVED = {HONEYPOT, "consent", "page", "submit_time", "token", "values"}
"""Names that the input of the mutation and the list of submissions have for other things."""


class FormField(AbstractFormField):
    """One question of a form."""

    page = ParentalKey("home.FormPage", on_delete=models.CASCADE, related_name="form_fields")
    clean_name = models.CharField(
        _("nome técnico"),
        max_length=100,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9_]*$")],
        help_text=_("O nome do campo para o site. Vem do rótulo e não muda com ele."),
    )
    label = models.CharField(
        _("rótulo"), max_length=255, help_text=_("A pergunta, como a pessoa a lê. Ex.: Em que cidade você mora?")
    )
    help_text = models.CharField(
        _("ajuda"), max_length=255, blank=True, help_text=_("Uma frase que ajuda a responder, se for preciso.")
    )
    field_type = models.CharField(
        _("tipo"), max_length=16, choices=FormFieldKind.choices, help_text=_("O que a pessoa escreve ou escolhe.")
    )
    field_type.required_on_save = True
    required = models.BooleanField(
        _("obrigatório"), default=True, help_text=_("Peça só o que for preciso: o resto deixe opcional.")
    )
    choices = models.TextField(
        _("opções"), blank=True, help_text=_("Uma opção por linha, para lista, opções e caixas de seleção.")
    )
    default_value = models.TextField(
        _("valor inicial"), blank=True, help_text=_("O que já vem escrito ou escolhido; em caixas, um por linha.")
    )
    min_length = models.PositiveSmallIntegerField(
        _("mínimo de caracteres"), null=True, blank=True, help_text=_("Para textos.")
    )
    max_length = models.PositiveSmallIntegerField(
        _("máximo de caracteres"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("Para textos. Sem ele, 255 em uma linha e 5000 em várias."),
    )
    min_value = models.DecimalField(
        _("menor número"), max_digits=16, decimal_places=4, null=True, blank=True, help_text=_("Para números.")
    )
    max_value = models.DecimalField(
        _("maior número"), max_digits=16, decimal_places=4, null=True, blank=True, help_text=_("Para números.")
    )
    file_types = models.CharField(
        _("arquivos aceitos"),
        max_length=20,
        choices=FileTypes.choices,
        default=FileTypes.PDF,
        help_text=_("Para arquivos: o conteúdo é conferido, não só o nome."),
    )
    max_files = models.PositiveSmallIntegerField(
        _("máximo de arquivos"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("Para arquivos: de um a dez."),
    )
    max_megabytes = models.PositiveSmallIntegerField(
        _("tamanho máximo (MB)"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("Para arquivos: de cada um, de um a dez."),
    )

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("field_type"), FieldPanel("required")]),
        FieldPanel("help_text"),
        FieldPanel("choices"),
        FieldPanel("default_value"),
        FieldRowPanel([FieldPanel("min_length"), FieldPanel("max_length")]),
        FieldRowPanel([FieldPanel("min_value"), FieldPanel("max_value")]),
        FieldRowPanel([FieldPanel("file_types"), FieldPanel("max_files"), FieldPanel("max_megabytes")]),
    ]

    class Meta(AbstractFormField.Meta):
        verbose_name = _("campo de formulário")
        verbose_name_plural = _("campos de formulário")

    def __str__(self):
        return self.label

    @property
    def kind(self) -> FormFieldKind:
        return FormFieldKind(self.field_type)

    @property
    def options(self) -> list[str]:
        """What can be chosen."""
        return lines(self.choices) if self.kind in CHOOSING else []

    @property
    def defaults(self) -> list[str]:
        """What is filled in or chosen at first."""
        if self.kind is FormFieldKind.CHECKBOXES:
            return lines(self.default_value)
        return [self.default_value] if self.default_value and self.kind is not FormFieldKind.FILE else []

    def get_field_clean_name(self):
        return get_field_clean_name(self.label)[:100]

    def clean(self):
        """Give it its name, which stays when the label changes. Raises ``ValidationError``."""
        super().clean()
        if self.label and not self.clean_name:
            self.clean_name = self.get_field_clean_name()
        problems = {
            **self._problems_of_the_name(),
            **(self._problems_of_the_choices() if self.field_type in CHOOSING else {}),
            **self._problems_of_the_limits(),
        }
        problems = problems or self._problems_of_the_default()
        if problems:
            raise ValidationError(problems)

    def _problems_of_the_name(self) -> dict[str, Any]:
        if self.label and not self.clean_name:
            return {"label": _("Escreva o rótulo com letras ou números.")}
        if self.clean_name in RESERVED:
            return {"label": _("Este nome tem outro uso no formulário. Escolha outro rótulo.")}
        return {}

    def _problems_of_the_choices(self) -> dict[str, Any]:
        options = lines(self.choices)
        if len(options) < (1 if self.field_type == FormFieldKind.CHECKBOXES else 2):
            return {"choices": _("Escreva as opções, uma por linha.")}
        if len(set(options)) < len(options):
            return {"choices": _("Há opções repetidas.")}
        return {}

    def _problems_of_the_limits(self) -> dict[str, Any]:
        if self.field_type == FormFieldKind.NUMBER and _are_reversed(self.min_value, self.max_value):
            return {"max_value": _("O maior número é menor que o menor.")}
        if self.field_type in TEXTS and _are_reversed(self.min_length, self.max_length or TEXTS.get(self.field_type)):
            return {"max_length": _("O máximo é menor que o mínimo.")}
        return {}

    def _problems_of_the_default(self) -> dict[str, Any]:
        if self.field_type and self.defaults:
            [answer] = form_class([self]).base_fields.values()
            try:
                answer.clean(self.defaults if self.field_type in MULTIPLE else self.default_value)
            except ValidationError:
                return {"default_value": _("O valor inicial não serve de resposta a este campo.")}
        return {}


def _are_reversed(least: Any, most: Any) -> bool:
    return least is not None and most is not None and least > most
