"""The profile of a city that takes part in the programme."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Orderable
from wagtail.search import index

from cities.models.municipality import Municipality
from cities.panels import CompletenessPanel
from cities.states import Region, State
from cms.api import fields as graphql
from cms.api.enums import described
from cms.api.scope import Scopes
from cms.blocks.body import BodyField
from cms.choices import DatePrecision
from cms.facets import Facet
from cms.media import HeroImageMixin
from cms.pages import BasePage
from cms.translating import InLanguageForm

YEARS = [
    MinValueValidator(2000, _("O programa não existia nesse ano. Escreva o ano com quatro dígitos.")),
    MaxValueValidator(2100, _("Escreva o ano com quatro dígitos. Ex.: 2024.")),
]


@described(
    "Whether a city takes part.",
    ACTIVE="It takes part now.",
    SUSPENDED="It has stopped for a time.",
    ENDED="It took part and no longer does.",
)
class CityStatus(models.TextChoices):
    ACTIVE = "active", _("ativa")
    SUSPENDED = "suspended", _("suspensa")
    ENDED = "ended", _("encerrada")


class CityIndexPage(BasePage):
    """The list of the cities."""

    summary_field = "introduction"
    introduction = models.CharField(
        _("introdução"), max_length=500, help_text=_("O que o visitante encontra nesta lista.")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction", widget=AdminAutoHeightTextInput)]

    graphql_description = "The page that lists the cities."
    graphql_json_ld = "cities.json_ld.city_index"
    graphql_fields = [graphql.string("introduction", "What the visitor finds in this list.", required=True)]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["cities.CityPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("lista de cidades")
        verbose_name_plural = _("listas de cidades")


class CityPageForm(InLanguageForm):
    """Tells a new profile where it will stand, so that a second one is refused before it is saved."""

    in_language = ("areas",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.parent_page and not self.instance.path:
            self.instance.tree_path = self.parent_page.path


class CityPage(HeroImageMixin, BasePage):
    """The profile of a city. State, region and coordinates come from its municipality."""

    summary_field = "summary"
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("município"),
        null=True,
        on_delete=models.PROTECT,
        related_name="profiles",
        help_text=_("Escolha na lista do IBGE: estado, região e posição no mapa vêm dela."),
    )
    status = models.CharField(
        _("situação"),
        max_length=20,
        choices=CityStatus.choices,
        default=CityStatus.ACTIVE,
        help_text=_("Se a cidade participa do programa hoje. Só as ativas entram nos totais."),
    )
    since_year = models.PositiveSmallIntegerField(
        _("desde"), null=True, blank=True, validators=YEARS, help_text=_("Ano em que entrou. Vazio se não se sabe.")
    )
    until_year = models.PositiveSmallIntegerField(
        _("até"), null=True, blank=True, validators=YEARS, help_text=_("Ano em que saiu. Vazio se ainda participa.")
    )
    population = models.PositiveIntegerField(
        _("população"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1, _("Escreva o número de habitantes, ou deixe vazio."))],
        help_text=_("Número de habitantes, sem pontos. Ex.: 1139047."),
    )
    population_year = models.PositiveSmallIntegerField(
        _("ano da população"), null=True, blank=True, validators=YEARS, help_text=_("De que ano é o número.")
    )
    population_source = models.CharField(
        _("fonte da população"), max_length=200, blank=True, help_text=_("Ex.: Censo Demográfico 2022, IBGE.")
    )
    summary = models.CharField(
        _("resumo"),
        max_length=300,
        help_text=_("Uma ou duas frases. Aparece em listas, no mapa e nos resultados de busca."),
    )
    body = BodyField()
    areas = ParentalManyToManyField(
        "home.AreaPage",
        verbose_name=_("áreas"),
        blank=True,
        related_name="cities",
        help_text=_("As áreas em que a cidade trabalha com o programa."),
    )
    reviewed_on = models.DateField(
        _("última revisão"),
        null=True,
        blank=True,
        help_text=_("Quando a equipe conferiu este perfil pela última vez."),
    )

    content_panels = [
        CompletenessPanel(heading=_("Completude do perfil"), classname="completeness-panel"),
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("municipality"),
                FieldRowPanel([FieldPanel("status"), FieldPanel("since_year"), FieldPanel("until_year")]),
            ],
            heading=_("Participação"),
        ),
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        HeroImageMixin.hero_panel,
        FieldPanel("body"),
    ]
    profile_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
                FieldPanel("population_source"),
            ],
            heading=_("População"),
        ),
        FieldPanel("areas", widget=CheckboxSelectMultiple),
        InlinePanel("city_leaders", heading=_("Lideranças"), label=_("liderança")),
        InlinePanel("milestones", heading=_("Linha do tempo"), label=_("marco")),
        FieldPanel("reviewed_on"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Conteúdo")),
            ObjectList(profile_panels, heading=_("Perfil")),
            ObjectList(BasePage.promote_panels, heading=_("Promover")),
            ObjectList(BasePage.settings_panels, heading=_("Configurações")),
        ]
    )
    base_form_class = CityPageForm

    may_be_followed = is_news = True

    graphql_description = "The profile of a city that takes part in the programme."
    graphql_json_ld = "cities.json_ld.city"
    graphql_fields = [
        graphql.reference_data("municipality", "cities.Municipality", "The municipality, from IBGE's list."),
        graphql.enum("status", CityStatus, "Whether the city takes part now.", required=True),
        graphql.integer("since_year", "The year it joined, if known."),
        graphql.integer("until_year", "The year it left, if it did."),
        graphql.computed(
            "population",
            "cities.types.Population",
            "How many people live there, if known.",
            columns=("population", "population_year", "population_source"),
        ),
        graphql.string("summary", "One or two sentences, for lists and maps.", required=True),
        graphql.image("hero_image", "The image at the top.", alt="hero_alt", decorative="hero_decorative"),
        graphql.stream("body", "The page's content, block by block."),
        graphql.relations("areas", "home.AreaPage", "The areas it works in.", via="cities", order_by="order"),
        graphql.date("reviewed_on", "When the editors last checked this profile."),
        graphql.relations(
            "leaders",
            "home.Person",
            "Its public leaders, in the editors' order.",
            via="leads__page",
            order_by="leads__sort_order",
        ),
        graphql.relations(
            "milestones", "cities.Milestone", "What happened when, oldest first.", via="page", order_by="date"
        ),
        graphql.relations(
            "indicators",
            "cities.Indicator",
            "The indicators measured in this city, by name.",
            via="measurements__city",
            order_by="sort_name",
            of_translations=True,
        ),
        graphql.connection("measurements", "cities.Measurement", "The numbers measured in this city.", via="city"),
        graphql.connection("work_fronts", "cities.WorkFrontPage", "Its work fronts.", via="city"),
        graphql.connection(
            "shared_work_fronts",
            "cities.WorkFrontPage",
            "Work fronts of other cities that it shares.",
            via="work_front_cities__city",
        ),
        graphql.connection("stories", "home.StoryPage", "The stories that happened here.", via="story_cities__city"),
    ]
    graphql_filter = "cities.filters.CityFilter"
    graphql_order = "cities.filters.CityOrder"

    search_facets = (
        Facet("state", lambda city: [city.municipality.state] if city.municipality else [], State),
        Facet("region", lambda city: [city.municipality.region] if city.municipality else [], Region),
        Facet("area", lambda city: [area.translation_key.hex for area in city.areas.all()], model="home.AreaPage"),
        Facet("status", lambda city: [city.status], CityStatus),
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.RelatedFields("municipality", [index.SearchField("name"), index.FilterField("state")]),
        index.FilterField("status"),
        index.FilterField("population"),
    ]

    parent_page_types = ["cities.CityIndexPage"]
    subpage_types = ["cities.WorkFrontPage"]

    class Meta:
        verbose_name = _("cidade")
        verbose_name_plural = _("cidades")

    @property
    def search_names(self) -> list[str]:
        """The place: municipality, state by its letters and its name, region."""
        place = self.municipality
        return [place.name, place.state, place.get_state_display(), Region(place.region).label] if place else []

    def news_of(self) -> set[int]:
        """Its areas."""
        return {area.pk for area in self.areas.all()}

    def full_clean(self, *args, **kwargs):
        self._take_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self._take_slug()
        super().minimal_clean()

    def _take_slug(self) -> None:
        # Names repeat across states, so a new profile is found by name and state: bom-jesus-pi. One that was saved by
        # itself before its municipality was chosen has the slug of its title, unless an editor wrote another.
        is_of_title = not self.live and self.first_published_at is None and self.slug == slugify(self.title)
        if self.municipality_id and (not self.pk or is_of_title):
            self.slug = self.municipality.slug

    def clean(self):
        self._check_only_profile()
        super().clean()
        if self.since_year and self.until_year and self.until_year < self.since_year:
            raise ValidationError({"until_year": _("O ano de saída vem antes do de entrada. Corrija um dos dois.")})
        if self.status == CityStatus.ACTIVE and self.until_year:
            raise ValidationError(
                {"until_year": _("Uma cidade ativa não tem ano de saída. Apague o ano ou mude a situação.")}
            )
        if self.population and not (self.population_year and self.population_source):
            raise ValidationError({"population": _("Diga também de que ano é o número e qual é a fonte.")})

    def _check_only_profile(self) -> None:
        twin = self._twin() if self.municipality_id else None
        if twin:
            raise ValidationError(
                {
                    "municipality": _("Este município já tem um perfil: “%(title)s”. Edite o que existe.")
                    % {"title": twin.title}
                }
            )

    def _twin(self) -> "CityPage | None":
        """Return the other profile of the municipality on the same site and in the same language, if there is one."""
        others = CityPage.objects.filter(municipality=self.municipality_id, locale=self.locale_id).exclude(pk=self.pk)
        if not others.exists():
            return None
        root = Scopes().root_at(self.path or self.tree_path)
        return root.holds(others).first() if root else None


class CityLeader(Orderable):
    page = ParentalKey(CityPage, on_delete=models.CASCADE, related_name="city_leaders")
    person = models.ForeignKey(
        "home.Person", verbose_name=_("liderança"), on_delete=models.CASCADE, related_name="leads"
    )

    panels = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = _("liderança da cidade")


class Milestone(models.Model):
    """Something that happened in a city, on its timeline."""

    visible_with = ["page"]
    belongs_to = "page"

    page = ParentalKey(CityPage, on_delete=models.CASCADE, related_name="milestones")
    date = models.DateField(_("data"), help_text=_("Se só souber o ano, escreva 01/01 e escolha a precisão “ano”."))
    precision = models.CharField(
        _("precisão"),
        max_length=10,
        choices=DatePrecision.choices,
        default=DatePrecision.DAY,
        help_text=_("Quanto da data se conhece."),
    )
    title = models.CharField(_("título"), max_length=120, help_text=_("O que aconteceu, em poucas palavras."))
    text = models.CharField(_("texto"), max_length=300, blank=True, help_text=_("Mais uma ou duas frases, se preciso."))

    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("precision")]),
        FieldPanel("title"),
        FieldPanel("text", widget=AdminAutoHeightTextInput),
    ]

    graphql_description = "Something that happened in a city."
    graphql_fields = [
        graphql.date("date", "When. How much of it is known, `precision` says.", required=True),
        graphql.enum("precision", DatePrecision, "How much of the date is known.", required=True),
        graphql.string("title", "What happened, in a few words.", required=True),
        graphql.string("text", "A sentence or two more."),
    ]

    class Meta:
        verbose_name = _("marco")
        verbose_name_plural = _("marcos")
        ordering = ["date", "pk"]

    def __str__(self):
        return self.title
