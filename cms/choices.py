"""Choices that more than one room uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.api.enums import described


@described(
    "How much of a date is known.",
    YEAR="Only the year is known.",
    MONTH="The year and the month are known.",
    DAY="The whole date is known.",
)
class DatePrecision(models.TextChoices):
    YEAR = "year", _("ano")
    MONTH = "month", _("mês e ano")
    DAY = "day", _("dia, mês e ano")
