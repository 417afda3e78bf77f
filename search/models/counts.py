"""How often something was searched for. Nothing here says who, where from, or at what time of the day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.models.words import LONGEST


class SearchCount(models.Model):
    """What was searched for on one day: words without accents and case, and two numbers."""

    query = models.CharField(_("busca"), max_length=LONGEST)
    day = models.DateField(_("dia"), db_index=True)
    searches = models.PositiveIntegerField(_("buscas"), default=0)
    without_result = models.PositiveIntegerField(_("sem resultado"), default=0)

    class Meta:
        verbose_name = _("busca do site")
        verbose_name_plural = _("buscas do site")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["query", "day"], name="search_count_query_day")]

    def __str__(self):
        return self.query
