"""How a site handles comments."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

CONSENT = _(
    "Concordo que meu nome e meu comentário apareçam nesta página depois de lidos pela equipe. Meu e-mail não aparece: "
    "serve para eu confirmar e retirar o comentário."
)


class Digest(models.TextChoices):
    HOURLY = "hourly", _("No máximo um por hora")
    DAILY = "daily", _("No máximo um por dia")


@register_setting(icon="comment", order=150)
class CommentSettings(BaseSiteSetting):
    """Whether visitors may comment on the pages of a site, and who is told."""

    is_open = models.BooleanField(
        _("receber comentários"),
        default=True,
        help_text=_("Desmarque para não receber nenhum: os que já estão publicados continuam."),
    )
    trusts_known = models.BooleanField(
        _("publicar sem moderação quem já foi aprovado"),
        default=False,
        help_text=_("Quem já teve um comentário publicado, e confirma o e-mail, não espera. Vale para este site."),
    )
    consent_text = models.TextField(
        _("texto do consentimento"),
        default=CONSENT,
        help_text=_("O que a pessoa aceita ao comentar. Fica guardado com cada comentário."),
    )
    notified = models.TextField(
        _("e-mails da equipe"),
        blank=True,
        help_text=_("Quem é avisado de comentários que esperam. Um endereço por linha."),
    )
    digest = models.CharField(_("avisos"), max_length=10, choices=Digest.choices, default=Digest.HOURLY)

    panels = [
        MultiFieldPanel([FieldPanel("is_open"), FieldPanel("trusts_known")], heading=_("Comentários")),
        FieldPanel("consent_text"),
        MultiFieldPanel([FieldPanel("notified"), FieldPanel("digest")], heading=_("Avisos à equipe")),
    ]

    class Meta:
        verbose_name = _("comentários")

    @property
    def addresses(self) -> list[str]:
        """The e-mail addresses of who is told."""
        return self.notified.split()

    @property
    def consent_version(self) -> str:
        """What changes with the text of the consent."""
        return sha256(str(self.consent_text).encode()).hexdigest()[:12]

    def clean(self):
        super().clean()
        for address in self.addresses:
            try:
                validate_email(address)
            except ValidationError:
                message = _("“%(address)s” não é um e-mail.") % {"address": address}
                raise ValidationError({"notified": message}) from None


class CommentNotice(models.Model):
    """When the team of a site was told last."""

    settings = models.OneToOneField(CommentSettings, on_delete=models.CASCADE, related_name="notice")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("aviso de comentários")
        verbose_name_plural = _("avisos de comentários")
        default_permissions = ()

    def __str__(self):
        return str(self.told_at)
