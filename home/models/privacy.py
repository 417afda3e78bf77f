"""What the programme does with personal data, and how that changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.search import index

from cms.api import fields as graphql
from cms.blocks.body import BodyField
from cms.pages import BasePage


class PrivacyNoticePage(BasePage):
    """The notice on personal data. Each version that was in force is listed with what changed."""

    summary_field = "introduction"
    introduction = models.CharField(
        _("introdução"),
        max_length=500,
        help_text=_("Uma a três frases: que dados são usados, para quê, e com quem falar sobre eles."),
    )
    body = BodyField()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction", widget=AdminAutoHeightTextInput),
        FieldPanel("body"),
        InlinePanel("versions", heading=_("Versões"), label=_("versão"), min_num=1),
    ]

    graphql_description = "The notice on personal data."
    graphql_json_ld = "home.json_ld.privacy_notice"
    graphql_fields = [
        graphql.string("introduction", "One to three sentences that open the notice.", required=True),
        graphql.stream("body", "The notice, block by block."),
        graphql.relations(
            "versions",
            "home.PrivacyNoticeVersion",
            "The versions that were in force, the newest first: the text is that of the first.",
            via="page",
            order_by="-date",
        ),
    ]

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]

    parent_page_types = ["home.HomePage", "home.NarrativePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("aviso de privacidade")
        verbose_name_plural = _("avisos de privacidade")


class PrivacyNoticeVersion(models.Model):
    """A version of the notice: from when, and what changed."""

    visible_with = ["page"]
    belongs_to = "page"

    page = ParentalKey(PrivacyNoticePage, on_delete=models.CASCADE, related_name="versions")
    date = models.DateField(_("em vigor desde"), default=timezone.localdate, help_text=_("A partir de quando vale."))
    summary = models.CharField(
        _("o que mudou"), max_length=300, help_text=_("Em uma ou duas frases. Na primeira: “Primeira versão”.")
    )

    panels = [FieldPanel("date"), FieldPanel("summary", widget=AdminAutoHeightTextInput)]

    graphql_description = "A version of the notice on personal data."
    graphql_fields = [
        graphql.date("date", "From when it is in force.", required=True),
        graphql.string("summary", "What changed.", required=True),
    ]

    class Meta:
        verbose_name = _("versão do aviso")
        verbose_name_plural = _("versões do aviso")
        ordering = ["-date", "-pk"]
        constraints = [models.UniqueConstraint(fields=["page", "date"], name="one_version_a_day")]

    def __str__(self):
        return f"{self.date}: {self.summary}"
