"""What visitors sent by forms: personal data, kept in private and for a time."""

import secrets
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.models import AbstractFormSubmission

from cms.private import private_storage

FOLDER = "forms"


class FormSubmission(AbstractFormSubmission):
    """What one visitor sent once, with the consent that was given."""

    ABOUT_CONSENT = [
        ("_consent_version", _("Versão do consentimento")),
        ("_consent_text", _("Texto do consentimento")),
    ]
    """Columns of the list of submissions. No field of a form has a name that begins so."""

    page = models.ForeignKey("home.FormPage", on_delete=models.CASCADE, related_name="+")
    form_data = models.JSONField(encoder=DjangoJSONEncoder)
    labels = models.JSONField(default=dict)
    """The labels of the fields as they were: they are readable when the form has others."""
    key = models.CharField(max_length=40, unique=True, editable=False)
    """Of one filling in, so that sending again is no second submission."""
    digest = models.CharField(max_length=64, editable=False)
    """Of what was sent, so that sending something else is."""
    consent_text = models.TextField(_("texto do consentimento"), blank=True)
    consent_version = models.CharField(_("versão do consentimento"), max_length=12, blank=True)
    is_suspect = models.BooleanField(_("suspeita"), default=False)
    expires_at = models.DateTimeField(_("guardada até"), db_index=True)

    class Meta:
        verbose_name = _("resposta de formulário")
        verbose_name_plural = _("respostas de formulários")
        ordering = ["-submit_time", "-pk"]
        default_permissions = ()
        permissions = [("handle_formsubmission", _("Pode ver, exportar e apagar respostas de formulários"))]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def get_data(self) -> dict[str, Any]:
        """Return the answers by the names of the fields, and what else a list of submissions tells."""
        about = {"_consent_version": self.consent_version, "_consent_text": self.consent_text}
        return {**super().get_data(), **about}

    @classmethod
    def labels_of(cls, page: models.Model) -> dict[str, str]:
        """Return the labels of all fields that submissions of ``page`` have answers to."""
        found = cls.objects.filter(page=page).order_by().values_list("labels", flat=True).distinct()
        return {name: label for labels in found for name, label in labels.items()}


def private_path(file: "SubmittedFile", filename: str) -> str:
    """Return where a file is kept: its own name says nothing."""
    return f"{FOLDER}/{secrets.token_hex(16)}"


class SubmittedFile(models.Model):
    """A file that a visitor uploaded; until the form is sent, it waits for its submission."""

    page = models.ForeignKey("home.FormPage", on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(FormSubmission, null=True, on_delete=models.CASCADE, related_name="files")
    started = models.CharField(max_length=40, db_index=True)
    """The key of the filling in that it was uploaded for."""
    field = models.CharField(max_length=100)
    key = models.CharField(max_length=64, unique=True, default=secrets.token_urlsafe)
    """What the visitor calls it by: nobody can guess it."""
    file = models.FileField(_("arquivo"), upload_to=private_path, storage=private_storage, max_length=255)
    name = models.CharField(_("nome do arquivo"), max_length=255)
    type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("tamanho"))
    created_at = models.DateTimeField(_("enviado em"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("arquivo de uma resposta")
        verbose_name_plural = _("arquivos de respostas")
        default_permissions = ()

    def __str__(self):
        return self.name


def remove_file(instance: SubmittedFile, **kwargs: Any) -> None:
    """The file goes when its row is gone for good."""
    transaction.on_commit(lambda: instance.file.storage.delete(instance.file.name))
