"""A file that someone uploaded to be imported: what was found in it, and how far it is."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

FOLDER = "imports/"


def upload_path(run: "ContentImport", filename: str) -> str:
    """Return where an upload is kept."""
    return f"{FOLDER}{uuid.uuid4()}{PurePath(filename).suffix}"


class ImportState(models.TextChoices):
    CHECKING = "checking", _("em conferência")
    READY = "ready", _("à espera da sua confirmação")
    REFUSED = "refused", _("com problemas")
    IMPORTING = "importing", _("em importação")
    DONE = "done", _("importado")
    FAILED = "failed", _("interrompido")


class ContentImport(models.Model):
    """One upload, from its check to its end."""

    file = models.FileField(_("arquivo"), upload_to=upload_path, max_length=255)
    name = models.CharField(_("nome do arquivo"), max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("quem enviou"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("enviado em"), auto_now_add=True)
    finished_at = models.DateTimeField(_("terminado em"), null=True)
    state = models.CharField(
        _("situação"), max_length=20, choices=ImportState.choices, default=ImportState.CHECKING, db_index=True
    )
    report = models.JSONField(_("relatório"), default=dict)

    class Meta:
        verbose_name = _("importação de conteúdo")
        verbose_name_plural = _("importações de conteúdo")
        ordering = ["-created_at"]
        default_permissions = ("add",)

    def __str__(self):
        return self.name

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: self.file.storage.delete(self.file.name))
        return deleted
