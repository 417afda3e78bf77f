"""What happened, what can be repeated, what was published."""

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
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

from cms.api import fields as graphql
from cms.api.enums import described
from cms.blocks.body import BodyField
from cms.facets import Facet
from cms.media import CustomDocument, HeroImageMixin
from cms.pages import BasePage
from cms.translating import InLanguageForm


@described(
    "What a story is.",
    NEWS="Something that happened.",
    CASE="A practice that other cities can repeat.",
    PUBLICATION="A text that was published, with its documents.",
)
class StoryKind(models.TextChoices):
    NEWS = "news", _("notícia")
    CASE = "case", _("caso")
    PUBLICATION = "publication", _("publicação")


class StoryIndexPage(BasePage):
    """The list of the stories."""

    summary_field = "introduction"
    introduction = models.CharField(
        _("introdução"), max_length=500, help_text=_("O que o visitante encontra nesta lista.")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction", widget=AdminAutoHeightTextInput)]

    graphql_description = "The page that lists the stories."
    graphql_json_ld = "home.json_ld.story_index"
    graphql_fields = [graphql.string("introduction", "What the visitor finds in this list.", required=True)]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.StoryPage"]

    class Meta:
        verbose_name = _("lista de histórias")
        verbose_name_plural = _("listas de histórias")


class StoryPageForm(InLanguageForm):
    in_language = ("areas",)


class StoryPage(HeroImageMixin, BasePage):
    """A news item, a case that others can repeat, or a publication."""

    summary_field = "summary"
    kind = models.CharField(
        _("tipo"),
        max_length=20,
        choices=StoryKind.choices,
        default=StoryKind.NEWS,
        help_text=_(
            "Notícia: o que aconteceu. Caso: prática que outras cidades podem repetir. Publicação: um documento."
        ),
    )
    date = models.DateField(_("data"), default=timezone.localdate, help_text=_("Quando aconteceu ou foi publicado."))
    summary = models.CharField(
        _("resumo"),
        max_length=300,
        help_text=_("Uma ou duas frases. Aparece em listas e nos resultados de busca."),
    )
    body = BodyField()
    areas = ParentalManyToManyField(
        "home.AreaPage",
        verbose_name=_("áreas"),
        blank=True,
        related_name="stories",
        help_text=_("As áreas de trabalho de que a história trata."),
    )
    work_front = models.ForeignKey(
        "cities.WorkFrontPage",
        verbose_name=_("frente de trabalho"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
        help_text=_("A frente de trabalho de que a história trata, se for uma só."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("date")]),
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        HeroImageMixin.hero_panel,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("areas", widget=CheckboxSelectMultiple), PageChooserPanel("work_front")],
            heading=_("De que trata"),
        ),
        MultipleChooserPanel(
            "story_cities", chooser_field_name="city", heading=_("Cidades onde aconteceu"), label=_("cidade")
        ),
        InlinePanel("documents", heading=_("Documentos"), label=_("documento")),
    ]

    base_form_class = StoryPageForm
    is_news = True

    graphql_description = "A news item, a case that others can repeat, or a publication."
    graphql_json_ld = "home.json_ld.story"
    graphql_fields = [
        graphql.enum("kind", StoryKind, "News, case or publication.", required=True),
        graphql.date("date", "When it happened or was published.", required=True),
        graphql.string("summary", "One or two sentences, for lists.", required=True),
        graphql.image("hero_image", "The image at the top.", alt="hero_alt", decorative="hero_decorative"),
        graphql.stream("body", "The page's content, block by block."),
        graphql.relations("areas", "home.AreaPage", "The areas it is about.", via="stories", order_by="order"),
        graphql.relations(
            "cities",
            "cities.CityPage",
            "The cities where it happened, in the editors' order.",
            via="in_stories__page",
            order_by="in_stories__sort_order",
        ),
        graphql.relation("work_front", "cities.WorkFrontPage", "The work front it is about."),
        graphql.relations(
            "documents",
            "cms.CustomDocument",
            "Files to download, in the editors' order.",
            via="story_documents__page",
            order_by="story_documents__sort_order",
        ),
    ]
    graphql_filter = "home.filters.StoryFilter"
    graphql_order = "home.filters.StoryOrder"

    search_facets = (
        Facet("state", lambda story: story.city_values("state")),
        Facet("region", lambda story: story.city_values("region")),
        Facet("area", lambda story: [area.translation_key.hex for area in story.areas.all()], model="home.AreaPage"),
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]

    parent_page_types = ["home.StoryIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("história")
        verbose_name_plural = _("histórias")

    @property
    def search_names(self) -> list[str]:
        """The cities where it happened and their places, and its areas of work."""
        cities = [link.city for link in self.story_cities.select_related("city__municipality")]
        areas = [area.title for area in self.areas.all()]
        return [name for city in cities for name in (city.title, *city.search_names)] + areas

    def news_of(self) -> set[int]:
        """Its areas, its cities and its work front."""
        areas, cities = (area.pk for area in self.areas.all()), (link.city_id for link in self.story_cities.all())
        return {*areas, *cities, *([self.work_front_id] if self.work_front_id else [])}

    def city_values(self, name: str) -> list[str]:
        """Return an attribute of the municipality of each of its cities."""
        cities = [link.city for link in self.story_cities.select_related("city__municipality")]
        return sorted({getattr(city.municipality, name) for city in cities if city.municipality})


class StoryCity(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="story_cities")
    city = models.ForeignKey(
        "cities.CityPage", verbose_name=_("cidade"), on_delete=models.CASCADE, related_name="in_stories"
    )

    panels = [PageChooserPanel("city")]

    class Meta(Orderable.Meta):
        verbose_name = _("cidade da história")
        unique_together = [("page", "city")]


class StoryDocument(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        CustomDocument, verbose_name=_("documento"), on_delete=models.CASCADE, related_name="story_documents"
    )

    panels = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = _("documento da história")
