"""Indicators and their values in time: one number written once, shown on many pages."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    PageChooserPanel,
    PublishingPanel,
)
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from cms.api import fields as graphql
from cms.api.enums import described
from cms.api.scope import Scopes
from cms.collation import SortKeyField
from cms.slugs import AutoSlugField


@described(
    "Which way an indicator should go.",
    UP="More is better.",
    DOWN="Less is better.",
)
class Direction(models.TextChoices):
    UP = "up", _("quanto maior, melhor")
    DOWN = "down", _("quanto menor, melhor")


@described(
    "What a measurement says.",
    BASELINE="Where things stood at the start.",
    TARGET="Where they should come to.",
    RESULT="Where they came to.",
)
class MeasurementKind(models.TextChoices):
    BASELINE = "baseline", _("ponto de partida")
    TARGET = "target", _("meta")
    RESULT = "result", _("resultado")


TWIN = _("Já existe uma medição deste indicador, deste tipo, neste lugar e nesta data. Edite a que existe.")


class Indicator(DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """Something that is measured, such as infant mortality."""

    name = models.CharField(_("nome"), max_length=120, help_text=_("O que se mede. Ex.: Mortalidade infantil."))
    sort_name = SortKeyField(source="name")
    slug = AutoSlugField()
    unit = models.CharField(
        _("unidade"), max_length=60, help_text=_("Em que se mede. Ex.: R$, %, por mil nascidos vivos.")
    )
    direction = models.CharField(
        _("direção"), max_length=10, choices=Direction.choices, help_text=_("Para que lado é bom que o número vá.")
    )
    method = models.TextField(
        _("método"), blank=True, help_text=_("Como o número é calculado e de onde vem, para quem quiser conferir.")
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("direction")]),
        FieldPanel("method"),
        PublishingPanel(),
    ]

    graphql_description = "Something that is measured."
    graphql_fields = [
        graphql.string("name", "What is measured.", required=True),
        graphql.string("slug", "Its name for addresses, unique.", required=True),
        graphql.language("The language it is written in: the one asked, where it is translated."),
        graphql.string("unit", "The unit of its values.", required=True),
        graphql.enum("direction", Direction, "Which way is better.", required=True),
        graphql.string("method", "How it is calculated."),
        graphql.connection("measurements", "cities.Measurement", "Its values, in all cities.", via="indicator"),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("indicador")
        verbose_name_plural = _("indicadores")
        ordering = ["sort_name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="indicator_slug")]

    def __str__(self):
        return f"{self.name} ({self.unit})"


class Measurement(index.Indexed, models.Model):
    """One value of an indicator, in one city, on one date."""

    visible_with = ["indicator", "city", "work_front"]
    belongs_to = "city"

    indicator = models.ForeignKey(
        Indicator,
        verbose_name=_("indicador"),
        on_delete=models.PROTECT,
        related_name="measurements",
        help_text=_("O que foi medido."),
    )
    city = models.ForeignKey(
        "cities.CityPage",
        verbose_name=_("cidade"),
        on_delete=models.CASCADE,
        related_name="measurements",
        help_text=_("Onde foi medido."),
    )
    work_front = models.ForeignKey(
        "cities.WorkFrontPage",
        verbose_name=_("frente de trabalho"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="measurements",
        help_text=_("Se o número mede uma frente de trabalho desta cidade."),
    )
    date = models.DateField(_("data"), help_text=_("A que dia o número se refere. Para um ano, 31/12."))
    value = models.DecimalField(
        _("valor"), max_digits=20, decimal_places=4, help_text=_("Só o número, na unidade do indicador.")
    )
    kind = models.CharField(
        _("tipo"),
        max_length=10,
        choices=MeasurementKind.choices,
        default=MeasurementKind.RESULT,
        help_text=_("Ponto de partida, meta ou resultado."),
    )
    source = models.CharField(
        _("fonte"), max_length=255, help_text=_("De onde vem o número. Ex.: Relatório fiscal da prefeitura, 2019.")
    )

    panels = [
        FieldPanel("indicator"),
        PageChooserPanel("city"),
        PageChooserPanel("work_front"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("value"), FieldPanel("kind")]),
        FieldPanel("source"),
    ]

    graphql_description = "One value of an indicator, in one city, on one date."
    graphql_fields = [
        graphql.relation("indicator", "cities.Indicator", "What was measured.", required=True),
        graphql.relation("city", "cities.CityPage", "Where it was measured.", required=True),
        graphql.relation("work_front", "cities.WorkFrontPage", "The work front it measures, if it measures one."),
        graphql.date("date", "The day that the value refers to.", required=True),
        graphql.number("value", "The value, in the indicator's unit.", required=True),
        graphql.enum("kind", MeasurementKind, "Baseline, target or result.", required=True),
        graphql.string("source", "Where the value comes from.", required=True),
    ]
    graphql_filter = "cities.filters.MeasurementFilter"
    graphql_order = "cities.filters.MeasurementOrder"

    search_fields = [
        index.RelatedFields("indicator", [index.SearchField("name")]),
        index.RelatedFields("city", [index.SearchField("title")]),
        index.SearchField("source"),
    ]

    class Meta:
        verbose_name = _("medição")
        verbose_name_plural = _("medições")
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "city", "work_front", "date", "kind"],
                name="measurement_of_work_front",
                violation_error_message=TWIN,
            ),
            models.UniqueConstraint(
                fields=["indicator", "city", "date", "kind"],
                condition=models.Q(work_front=None),
                name="measurement_of_city",
                violation_error_message=TWIN,
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.city}, {self.date:%d/%m/%Y}"

    def clean(self):
        super().clean()
        problems = {}
        if self.work_front_id and self.city_id and self.work_front.city_id != self.city_id:
            problems["work_front"] = _("Esta frente de trabalho é de outra cidade. Escolha uma da mesma cidade.")
        if self.city_id and not self._is_in_own_language():
            problems["city"] = _("Um número se escreve uma vez só: escolha o perfil no idioma principal do site.")
        if not self.source.strip():
            problems["source"] = _("Diga de onde vem o número: sem fonte ele não pode ser publicado.")
        if problems:
            raise ValidationError(problems)

    def _is_in_own_language(self) -> bool:
        root = Scopes().root_at(self.city.path)
        return root is None or root.is_original
