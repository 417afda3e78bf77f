"""The story of the programme: its start and the pages that tell what it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from cms.api import fields as graphql
from cms.blocks.body import BodyField
from cms.media import HeroImageMixin
from cms.pages import BasePage


class HomePage(HeroImageMixin, BasePage):
    """The start of the site: what the programme is at a glance, and the ways into it."""

    summary_field = "hero_text"
    hero_title = models.CharField(
        _("título de abertura"),
        max_length=120,
        help_text=_("A frase grande do topo. Curta: até dez palavras."),
    )
    hero_text = models.CharField(
        _("texto de abertura"),
        max_length=300,
        blank=True,
        help_text=_("Uma ou duas frases logo abaixo do título."),
    )
    opening_text = RichTextField(
        _("apresentação"),
        blank=True,
        features=["bold", "italic", "link", "ol", "ul"],
        help_text=_("O que é o programa, em um ou dois parágrafos."),
    )
    body = BodyField()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_text", widget=AdminAutoHeightTextInput)], heading=_("Abertura")
        ),
        HeroImageMixin.hero_panel,
        FieldPanel("opening_text"),
        FieldPanel("body"),
        InlinePanel("featured_cities", heading=_("Cidades em destaque"), label=_("cidade"), max_num=12),
        InlinePanel("featured_areas", heading=_("Áreas em destaque"), label=_("área"), max_num=12),
    ]

    graphql_description = "The start of the site."
    graphql_json_ld = "home.json_ld.home"
    graphql_fields = [
        graphql.string("hero_title", "The large sentence at the top.", required=True),
        graphql.string("hero_text", "One or two sentences below the hero title."),
        graphql.image("hero_image", "The image at the top.", alt="hero_alt", decorative="hero_decorative"),
        graphql.rich_text("opening_text", "What the programme is, in a paragraph or two."),
        graphql.stream("body", "The page's content, block by block."),
        graphql.relations(
            "featured_cities",
            "cities.CityPage",
            "The cities that the editors put forward, in their order.",
            via="featured_on__page",
            order_by="featured_on__sort_order",
        ),
        graphql.relations(
            "featured_areas",
            "home.AreaPage",
            "The areas that the editors put forward, in their order.",
            via="featured_on__page",
            order_by="featured_on__sort_order",
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("hero_title"),
        index.SearchField("hero_text"),
        index.SearchField("opening_text"),
        index.SearchField("body"),
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.NarrativePage",
        "home.AreaIndexPage",
        "cities.CityIndexPage",
        "home.StoryIndexPage",
        "home.FormPage",
        "home.PrivacyNoticePage",
    ]

    class Meta:
        verbose_name = _("página inicial")
        verbose_name_plural = _("páginas iniciais")


class HomePageCity(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_cities")
    city = models.ForeignKey(
        "cities.CityPage", verbose_name=_("cidade"), on_delete=models.CASCADE, related_name="featured_on"
    )

    panels = [PageChooserPanel("city")]

    class Meta(Orderable.Meta):
        verbose_name = _("cidade em destaque")


class HomePageArea(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_areas")
    area = models.ForeignKey(
        "home.AreaPage", verbose_name=_("área"), on_delete=models.CASCADE, related_name="featured_on"
    )

    panels = [PageChooserPanel("area")]

    class Meta(Orderable.Meta):
        verbose_name = _("área em destaque")


class NarrativePage(HeroImageMixin, BasePage):
    """A page of the programme's story. It may hold others: about the programme, why cities, governance."""

    summary_field = "introduction"
    introduction = models.CharField(
        _("introdução"),
        max_length=500,
        help_text=_("Uma a três frases que abrem a página e resumem o que ela conta."),
    )
    body = BodyField()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", widget=AdminAutoHeightTextInput),
        HeroImageMixin.hero_panel,
        FieldPanel("body"),
    ]

    graphql_description = "A page of the programme's story."
    graphql_json_ld = "home.json_ld.narrative"
    graphql_fields = [
        graphql.string("introduction", "One to three sentences that open the page.", required=True),
        graphql.image("hero_image", "The image at the top.", alt="hero_alt", decorative="hero_decorative"),
        graphql.stream("body", "The page's content, block by block."),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    parent_page_types = ["home.HomePage", "home.NarrativePage"]
    subpage_types = ["home.NarrativePage", "home.FormPage", "home.PrivacyNoticePage"]

    class Meta:
        verbose_name = _("narrativa do programa")
        verbose_name_plural = _("narrativas do programa")
