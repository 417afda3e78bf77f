"""Periods in which pages are off the site. ``cms.visibility`` looks at the clock: nothing has to run for it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Hiding(models.Model):
    """Why pages are off the site, from when, until when, and who wished so."""

    reason = models.CharField(_("motivo"), max_length=200, help_text=_("Por exemplo: período eleitoral de 2026."))
    begins_at = models.DateTimeField(_("início"), help_text=_("A partir de quando as páginas saem do ar."))
    ends_at = models.DateTimeField(_("fim"), help_text=_("Quando elas voltam, sozinhas."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("quem pediu"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("pedido em"), auto_now_add=True)
    told_of_beginning = models.BooleanField(default=False, editable=False)
    told_of_end = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("ocultação de páginas")
        verbose_name_plural = _("ocultações de páginas")
        ordering = ["-begins_at", "-pk"]
        default_permissions = ("add",)

    def __str__(self) -> str:
        return self.reason

    def clean(self) -> None:
        if self.begins_at and self.ends_at and self.ends_at <= max(self.begins_at, timezone.now()):
            raise ValidationError({"ends_at": _("O fim precisa vir depois do início, e ainda não ter passado.")})

    @property
    def is_on(self) -> bool:
        return self.begins_at <= timezone.now() < self.ends_at

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()


class HiddenPage(models.Model):
    """One page of a period; whatever lies below it is off the site with it.

    It repeats the period's times, so that asking whether a page is hidden looks at this table alone.
    """

    hiding = models.ForeignKey(Hiding, on_delete=models.CASCADE, related_name="pages")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(default=0, editable=False)
    """How often it was told that the page went or came: a change of the row is what tells."""

    class Meta:
        verbose_name = _("página oculta")
        verbose_name_plural = _("páginas ocultas")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["hiding", "page"], name="hidden_page_once")]
        indexes = [models.Index(fields=["ends_at", "begins_at"], name="hidden_page_when")]

    def __str__(self) -> str:
        return self.title
