"""The pages that editors put first when somebody searches for certain words."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable, Page

from search.models.words import Words


class PromotedQuery(ClusterableModel, Words):
    """A search whose first results editors chose."""

    webhook_event = "search.changed"

    panels = [
        FieldPanel("text"),
        InlinePanel("pages", heading=_("Páginas, na ordem em que aparecem"), label=_("página"), min_num=1, max_num=10),
    ]

    taken = _("Esta busca já tem resultados promovidos: “%(other)s”. Edite os que existem.")

    class Meta:
        verbose_name = _("resultado promovido")
        verbose_name_plural = _("resultados promovidos")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["key"], name="promoted_query_key")]


class PromotedPage(Orderable):
    """One of the pages that a search puts first."""

    query = ParentalKey(PromotedQuery, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(
        Page,
        verbose_name=_("página"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Aparece em primeiro lugar enquanto estiver publicada."),
    )
    description = models.CharField(
        _("descrição"),
        max_length=300,
        blank=True,
        help_text=_("Uma frase para mostrar junto da página. Pode ficar vazia."),
    )

    panels = [PageChooserPanel("page"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("página promovida")
        verbose_name_plural = _("páginas promovidas")
        unique_together = [("query", "page")]
