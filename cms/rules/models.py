"""What is kept about rules: who let a fault pass and why, and what published pages have against them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Overruling(models.Model):
    """A fault that an administrator let pass. It holds as long as the text that is at fault stays as it is."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64)
    rule = models.CharField(max_length=40)
    reason = models.TextField(_("justificativa"), max_length=500)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("exceção às regras de publicação")
        verbose_name_plural = _("exceções às regras de publicação")
        default_permissions = ("add",)
        constraints = [models.UniqueConstraint(fields=["page", "mark"], name="one_overruling_a_fault")]

    def __str__(self):
        return f"{self.rule}: {self.reason}"


class PageFault(models.Model):
    """A fault of a page that is published, for the report."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="faults_found")
    rule = models.CharField(_("regra"), max_length=40)
    message = models.TextField(_("problema"))
    stops = models.BooleanField(_("impede a publicação"), default=False)
    block_id = models.CharField(max_length=40, blank=True)
    is_overruled = models.BooleanField(_("aceito com justificativa"), default=False)

    class Meta:
        verbose_name = _("problema de conteúdo")
        verbose_name_plural = _("problemas de conteúdo")
        default_permissions = ()
        indexes = [models.Index(fields=["rule"])]

    def __str__(self):
        return self.message
