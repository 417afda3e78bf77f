"""The line that stays of an export or erasure: when, by whom, how much; never of whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalDataRequest(models.Model):
    """Somebody's data was exported or erased at their request."""

    class Kind(models.TextChoices):
        EXPORT = "export", _("Exportação")
        ERASURE = "erasure", _("Eliminação")

    kind = models.CharField(_("pedido"), max_length=10, choices=Kind.choices)
    counts = models.JSONField(_("registros"))
    made_at = models.DateTimeField(_("atendido em"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("por"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("pedido sobre dados pessoais")
        verbose_name_plural = _("pedidos sobre dados pessoais")
        default_permissions = ("add",)
        ordering = ["-made_at"]

    def __str__(self):
        return self.get_kind_display()
