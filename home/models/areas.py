"""The areas of work."""

from django.core.validators import RegexValidator
from django.db import models
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.search import index

from cms.api import fields as graphql
from cms.api.enums import described
from cms.blocks.body import BodyField
from cms.pages import BasePage


@described(
    "The drawing that stands for an area; the frontend has one for each.",
    COINS="Coins.",
    BRIEFCASE="A briefcase.",
    USERS="People.",
    MAP="A map.",
    TARGET="A target.",
    STAR="A star.",
    MEGAPHONE="A megaphone.",
    HEART="A heart.",
    BOOK="A book.",
    SHIELD="A shield.",
    CHAT="Speech bubbles.",
    PALETTE="A palette.",
)
class AreaIcon(models.TextChoices):
    COINS = "coins", _("moedas")
    BRIEFCASE = "briefcase", _("pasta de trabalho")
    USERS = "users", _("pessoas")
    MAP = "map", _("mapa")
    TARGET = "target", _("alvo")
    STAR = "star", _("estrela")
    MEGAPHONE = "megaphone", _("megafone")
    HEART = "heart", _("coração")
    BOOK = "book", _("livro")
    SHIELD = "shield", _("escudo")
    CHAT = "chat", _("balões de conversa")
    PALETTE = "palette", _("paleta")


class AreaIndexPage(BasePage):
    """The list of the areas of work."""

    summary_field = "introduction"
    introduction = models.CharField(
        _("introdução"), max_length=500, help_text=_("O que o visitante encontra nesta lista.")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction", widget=AdminAutoHeightTextInput)]

    graphql_description = "The page that lists the areas of work."
    graphql_json_ld = "home.json_ld.area_index"
    graphql_fields = [graphql.string("introduction", "What the visitor finds in this list.", required=True)]

    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.AreaPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("lista de áreas")
        verbose_name_plural = _("listas de áreas")


class AreaPage(BasePage):
    """One of the areas of work. Its cities and work fronts follow from their own pages."""

    summary_field = "summary"
    summary = models.CharField(
        _("resumo"),
        max_length=300,
        help_text=_("Uma ou duas frases. Aparece em listas e nos resultados de busca."),
    )
    order = models.PositiveSmallIntegerField(
        _("ordem"), default=100, help_text=_("Posição na lista de áreas: o menor número vem primeiro.")
    )
    colour = models.CharField(
        _("cor"),
        max_length=7,
        default="#1f5f8b",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Escreva a cor como #rrggbb. Ex.: #1f5f8b."))],
        help_text=_("Identifica a área em mapas, listas e gráficos."),
    )
    icon = models.CharField(
        _("ícone"), max_length=20, choices=AreaIcon.choices, default=AreaIcon.STAR, help_text=_("O desenho da área.")
    )
    body = BodyField()
    may_be_followed = True

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary", widget=AdminAutoHeightTextInput),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("order"),
                        FieldPanel("colour", widget=TextInput(attrs={"type": "color"})),
                        FieldPanel("icon"),
                    ]
                )
            ],
            heading=_("Apresentação"),
        ),
        FieldPanel("body"),
    ]

    graphql_description = "An area of work, such as health or public finances."
    graphql_json_ld = "home.json_ld.area"
    graphql_fields = [
        graphql.string("summary", "One or two sentences, for lists.", required=True),
        graphql.integer("order", "Position in the list of areas, the smallest first.", required=True),
        graphql.string("colour", "The area's colour in maps and lists, as #rrggbb.", required=True),
        graphql.enum("icon", AreaIcon, "The drawing that stands for the area.", required=True),
        graphql.stream("body", "The page's content, block by block."),
        graphql.connection("cities", "cities.CityPage", "The cities that work in this area.", via="areas"),
        graphql.connection("work_fronts", "cities.WorkFrontPage", "The work fronts in this area.", via="area"),
        graphql.connection("stories", "home.StoryPage", "The stories about this area.", via="areas"),
    ]
    graphql_order = "home.filters.AreaOrder"

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("order"),
    ]

    parent_page_types = ["home.AreaIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("área")
        verbose_name_plural = _("áreas")
