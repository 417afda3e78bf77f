"""What is kept of drafts that somebody looks at: what stands in a form, and links for those outside."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, Revision

from cms.previews.addresses import validate_template


def new_secret() -> str:
    return get_random_string(32)


class Draft(models.Model):
    """A page as one person sees it in its form, or in one of its versions: what a preview's token shows.

    While the person types it is written anew, so that the token of an open preview shows what was typed.
    """

    key = models.CharField(max_length=100, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(Page, null=True, on_delete=models.CASCADE, related_name="+")
    """Of a page that is not saved yet, the one that it will stand below."""
    content = models.JSONField(encoder=DjangoJSONEncoder)
    secret = models.CharField(max_length=32, default=new_secret)
    updated_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.key


class SharedDraft(models.Model):
    """A link with which somebody outside sees one version of a page, until it ends or is revoked."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    """The token itself is in the link alone."""
    secret = models.CharField(max_length=32, default=new_secret, editable=False)
    note = models.CharField(
        _("para quem"),
        max_length=120,
        help_text=_("Para você reconhecer o link depois. Ex.: gabinete da prefeita de Campinas."),
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.note

    @property
    def is_open(self) -> bool:
        """Whether the link still shows something."""
        return self.revoked_at is None and self.expires_at > timezone.now()


@register_setting(icon="view", order=110)
class PreviewSettings(BaseSiteSetting):
    """Where the frontend of a site shows drafts."""

    address: models.CharField = models.CharField(
        _("endereço da prévia"),
        max_length=500,
        blank=True,
        validators=[validate_template],
        help_text=_(
            "O endereço em que o site mostra rascunhos, com {path} onde vai o caminho da página e {token} onde vai a "
            "chave da prévia. Ex.: https://www.exemplo.org.br/previa?path={path}&token={token}. Vazio: a prévia é a "
            "página de leitura daqui."
        ),
    )

    panels = [
        HelpPanel(content=_("Quem programa o site sabe o endereço. Sem ele, nada falta: as páginas se leem aqui.")),
        FieldPanel("address"),
    ]

    class Meta:
        verbose_name = _("prévia no site")
