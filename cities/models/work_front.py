"""What is being done in one city, in one area."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Orderable
from wagtail.search import index

from cities.models.city import YEARS, CityPage
from cities.states import Region, State
from cms.api import fields as graphql
from cms.api.enums import described
from cms.blocks.body import BodyField
from cms.facets import Facet
from cms.media import HeroImageMixin
from cms.pages import BasePage


@described(
    "How far a work front is.",
    PLANNED="It has not begun.",
    ACTIVE="It is under way.",
    FINISHED="It has ended.",
)
class WorkFrontStatus(models.TextChoices):
    PLANNED = "planned", _("planejada")
    ACTIVE = "active", _("em andamento")
    FINISHED = "finished", _("concluída")


class CityField(models.ForeignKey):
    """The city above a page in the tree, as a column: many cities find their work fronts at once."""

    def pre_save(self, model_instance, add):
        parent = model_instance.get_parent()
        setattr(model_instance, self.attname, parent.pk)
        return parent.pk


class WorkFrontPage(HeroImageMixin, BasePage):
    """A work front: a child of its city, in one area, sometimes shared with other cities."""

    summary_field = "summary"
    city = CityField(CityPage, null=True, editable=False, on_delete=models.SET_NULL, related_name="work_fronts")
    area = models.ForeignKey(
        "home.AreaPage",
        verbose_name=_("área"),
        null=True,
        on_delete=models.PROTECT,
        related_name="work_fronts",
        help_text=_("A área de trabalho a que pertence."),
    )
    status = models.CharField(
        _("situação"),
        max_length=20,
        choices=WorkFrontStatus.choices,
        default=WorkFrontStatus.ACTIVE,
        help_text=_("Em que pé está."),
    )
    started_year = models.PositiveSmallIntegerField(
        _("início"), null=True, blank=True, validators=YEARS, help_text=_("Ano em que começou. Vazio se não se sabe.")
    )
    ended_year = models.PositiveSmallIntegerField(
        _("fim"), null=True, blank=True, validators=YEARS, help_text=_("Ano em que terminou. Vazio se continua.")
    )
    summary = models.CharField(
        _("resumo"),
        max_length=300,
        help_text=_("Uma ou duas frases. Aparece em listas e nos resultados de busca."),
    )
    body = BodyField()
    reviewed_on = models.DateField(
        _("última revisão"), null=True, blank=True, help_text=_("Quando a equipe conferiu esta página pela última vez.")
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                PageChooserPanel("area"),
                FieldRowPanel([FieldPanel("status"), FieldPanel("started_year"), FieldPanel("ended_year")]),
            ],
            heading=_("Frente de trabalho"),
        ),
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        HeroImageMixin.hero_panel,
        FieldPanel("body"),
        MultipleChooserPanel(
            "work_front_cities",
            chooser_field_name="city",
            heading=_("Outras cidades"),
            label=_("cidade"),
            help_text=_("Cidades que dividem esta frente, em consórcio. Não repita a cidade onde ela está."),
        ),
        InlinePanel("work_front_partners", heading=_("Parceiros"), label=_("parceiro")),
        FieldPanel("reviewed_on"),
    ]

    may_be_followed = is_news = True

    graphql_description = "What is being done in one city, in one area."
    graphql_json_ld = "cities.json_ld.work_front"
    graphql_fields = [
        graphql.relation("city", "cities.CityPage", "The city it belongs to.", required=True),
        graphql.relations(
            "other_cities",
            "cities.CityPage",
            "Other cities that share it, in the editors' order.",
            via="shared_fronts__page",
            order_by="shared_fronts__sort_order",
        ),
        graphql.relation("area", "home.AreaPage", "The area it belongs to."),
        graphql.enum("status", WorkFrontStatus, "How far it is.", required=True),
        graphql.integer("started_year", "The year it began, if known."),
        graphql.integer("ended_year", "The year it ended, if it did."),
        graphql.string("summary", "One or two sentences, for lists.", required=True),
        graphql.image("hero_image", "The image at the top.", alt="hero_alt", decorative="hero_decorative"),
        graphql.stream("body", "The page's content, block by block."),
        graphql.date("reviewed_on", "When the editors last checked this page."),
        graphql.relations(
            "partners",
            "home.Partner",
            "Who supports it, in the editors' order.",
            via="supports__page",
            order_by="supports__sort_order",
        ),
        graphql.relations(
            "indicators",
            "cities.Indicator",
            "The indicators that measure it, by name.",
            via="measurements__work_front",
            order_by="sort_name",
            of_translations=True,
        ),
        graphql.connection("measurements", "cities.Measurement", "The numbers that measure it.", via="work_front"),
        graphql.connection("stories", "home.StoryPage", "The stories about it.", via="work_front"),
    ]
    graphql_filter = "cities.filters.WorkFrontFilter"
    graphql_order = "cities.filters.WorkFrontOrder"

    search_facets = (
        Facet("state", lambda front: front.city_values("state"), State),
        Facet("region", lambda front: front.city_values("region"), Region),
        Facet("area", lambda front: [front.area.translation_key.hex] if front.area else [], model="home.AreaPage"),
        Facet("status", lambda front: [front.status], WorkFrontStatus),
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("status"),
        index.FilterField("area"),
        index.FilterField("city"),
    ]

    parent_page_types = ["cities.CityPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("frente de trabalho")
        verbose_name_plural = _("frentes de trabalho")

    @property
    def search_names(self) -> list[str]:
        """The city, its place, and the area of work."""
        area = [self.area.title] if self.area else []
        return [self.city.title, *self.city.search_names, *area] if self.city else area

    def news_of(self) -> set[int]:
        """Its city, the cities that share it, and its area."""
        others = {link.city_id for link in self.work_front_cities.all()}
        return {key for key in (self.city_id, self.area_id, *others) if key}

    def city_values(self, name: str) -> list[str]:
        """Return an attribute of the city's municipality, if there is one."""
        return [getattr(self.city.municipality, name)] if self.city and self.city.municipality else []

    def clean(self):
        super().clean()
        if self.started_year and self.ended_year and self.ended_year < self.started_year:
            raise ValidationError(
                {"ended_year": _("A frente termina antes de começar. Corrija o ano de início ou o de fim.")}
            )
        if self.ended_year and self.status != WorkFrontStatus.FINISHED:
            raise ValidationError(
                {"ended_year": _("Só uma frente concluída tem ano de fim. Apague o ano ou mude a situação.")}
            )


class WorkFrontCity(Orderable):
    page = ParentalKey(WorkFrontPage, on_delete=models.CASCADE, related_name="work_front_cities")
    city = models.ForeignKey(CityPage, verbose_name=_("cidade"), on_delete=models.CASCADE, related_name="shared_fronts")

    panels = [PageChooserPanel("city")]

    class Meta(Orderable.Meta):
        verbose_name = _("outra cidade da frente")
        unique_together = [("page", "city")]


class WorkFrontPartner(Orderable):
    page = ParentalKey(WorkFrontPage, on_delete=models.CASCADE, related_name="work_front_partners")
    partner = models.ForeignKey(
        "home.Partner", verbose_name=_("parceiro"), on_delete=models.CASCADE, related_name="supports"
    )

    panels = [FieldPanel("partner")]

    class Meta(Orderable.Meta):
        verbose_name = _("parceiro da frente")
