"""What may be suggested to who begins to type."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from search.models.words import Words


class ApprovedQuery(TranslatableMixin, Words):
    """A search that an editor read, and that the suggestions may show to everyone."""

    webhook_event = "search.changed"

    panels = [
        FieldPanel(
            "text",
            help_text=_("Como deve aparecer para quem começa a digitar, com acentos. Não aprove nomes de pessoas."),
        )
    ]

    taken = _("Esta sugestão já foi aprovada: “%(other)s”.")

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("sugestão aprovada")
        verbose_name_plural = _("sugestões aprovadas")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["locale", "key"], name="approved_query_key")]

    def rivals(self) -> models.QuerySet:
        return super().rivals().filter(locale=self.locale_id)
