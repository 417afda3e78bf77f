"""Who follows what by e-mail, and what is sent to them."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, Site

from cms.api.enums import described

CONSENT = _(
    "Quero receber por e-mail as novidades que escolhi. Meu endereço serve só para isso, e posso parar quando quiser, "
    "pelo link de cada mensagem."
)


@described(
    "How often somebody wants to hear of what is new.",
    AT_ONCE="Each time, once the team has sent it.",
    WEEKLY="Once a week, if there is something.",
    MONTHLY="Once a month, if there is something.",
)
class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("A cada novidade")
    WEEKLY = "weekly", _("Uma vez por semana")
    MONTHLY = "monthly", _("Uma vez por mês")


def new_key() -> str:
    return secrets.token_urlsafe(24)


@register_setting(icon="mail", order=160)
class FollowSettings(BaseSiteSetting):
    """Whether visitors may follow a site by e-mail."""

    is_open = models.BooleanField(
        _("receber inscrições"), default=True, help_text=_("Desmarque para não aceitar novas: quem já segue continua.")
    )
    consent_text = models.TextField(
        _("texto do consentimento"),
        default=CONSENT,
        help_text=_("O que a pessoa aceita ao se inscrever. Fica guardado com a inscrição."),
    )

    panels = [FieldPanel("is_open"), FieldPanel("consent_text")]

    class Meta:
        verbose_name = _("novidades por e-mail")

    @property
    def consent_version(self) -> str:
        """What changes with the text of the consent."""
        return sha256(str(self.consent_text).encode()).hexdigest()[:12]


class Wish(models.Model):
    """What somebody asked to follow, until the address is confirmed."""

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    started = models.CharField(max_length=40, unique=True, editable=False)
    """The key of the filling in that it was sent by, so that sending again is no second message."""
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail"), db_index=True)
    pages = models.JSONField(default=list)
    """The keys of pages; none is everything."""
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    language = models.CharField(max_length=20)
    consent_text = models.TextField()
    consent_version = models.CharField(max_length=12)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("inscrição por confirmar")
        verbose_name_plural = _("inscrições por confirmar")
        default_permissions = ()

    def __str__(self):
        return str(self.pk)


class Follower(models.Model):
    """Somebody who confirmed an address."""

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    """What the links of messages call them by."""
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("e-mail"), db_index=True)
    frequency = models.CharField(_("frequência"), max_length=10, choices=Frequency.choices)
    language = models.CharField(_("idioma"), max_length=20)
    follows_everything = models.BooleanField(_("tudo"), default=False)
    pages = models.ManyToManyField(Page, verbose_name=_("páginas"), blank=True, related_name="+")
    consent_text = models.TextField(_("texto do consentimento"))
    consent_version = models.CharField(max_length=12)
    consented_at = models.DateTimeField(_("consentiu em"))
    confirmed_at = models.DateTimeField(_("confirmou em"), auto_now_add=True)

    class Meta:
        verbose_name = _("seguidor")
        verbose_name_plural = _("seguidores")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["site", "email"], name="one_follower_an_address")]

    def __str__(self):
        return str(self.pk)


class Suppression(models.Model):
    """An address that gets no message: it bounced, complained, or its person asked to be forgotten. A keyed hash."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("não existe")
        COMPLAINED = "complained", _("reclamou")
        ERASED = "erased", _("pediu para ser esquecido")

    address = models.CharField(max_length=32, unique=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("endereço suprimido")
        verbose_name_plural = _("endereços suprimidos")
        default_permissions = ()

    def __str__(self):
        return self.address


class Issue(models.Model):
    """What is new, as it goes to all followers of one frequency, once an editor approved it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Espera aprovação")
        SENDING = "sending", _("Em envio")
        SENT = "sent", _("Enviada")
        DISCARDED = "discarded", _("Descartada")

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    frequency = models.CharField(_("frequência"), max_length=10, choices=Frequency.choices)
    status = models.CharField(_("situação"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    subject = models.CharField(_("assunto"), max_length=120, help_text=_("O que se lê na caixa de entrada."))
    opening = models.TextField(
        _("abertura"), blank=True, max_length=1000, help_text=_("Opcional: uma ou duas frases antes da lista.")
    )
    pages = models.ManyToManyField(Page, verbose_name=_("páginas"), related_name="+")
    since = models.DateTimeField(_("publicado desde"))
    until = models.DateTimeField(_("até"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(_("aprovada em"), null=True)
    unsubscribed = models.PositiveIntegerField(_("cancelamentos"), default=0)

    class Meta:
        verbose_name = _("edição")
        verbose_name_plural = _("edições")
        default_permissions = ("change",)
        ordering = ["-until", "-pk"]
        constraints = [models.UniqueConstraint(fields=["site", "frequency", "until"], name="one_issue_a_period")]

    def __str__(self):
        return self.subject


class Letter(models.Model):
    """One issue on its way to one follower. It is sent at most once, whatever becomes of the worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("na fila")
        SENDING = "sending", _("em envio")
        SENT = "sent", _("enviada")
        REFUSED = "refused", _("recusada")
        BOUNCED = "bounced", _("devolvida")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="letters")
    follower = models.ForeignKey(Follower, null=True, on_delete=models.SET_NULL, related_name="+")
    pages = models.JSONField(default=list)
    """The keys of those pages of the issue that this follower follows."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("carta")
        verbose_name_plural = _("cartas")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["issue", "follower"], name="one_letter_a_follower")]
        indexes = [models.Index(fields=["issue", "state"], name="letters_to_send")]

    def __str__(self):
        return f"{self.issue_id}: {self.pk}"
