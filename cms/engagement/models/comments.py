"""What visitors say about pages. Their e-mail addresses never leave the admin."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from cms.api.enums import described

LONGEST_NAME, LONGEST_TEXT = 60, 2000


class CommentStatus(models.TextChoices):
    WAITING = "waiting", _("Aguarda moderação")
    APPROVED = "approved", _("Publicado")
    REJECTED = "rejected", _("Recusado")
    WITHDRAWN = "withdrawn", _("Retirado pelo autor")


@described(
    "Why somebody reports a comment.",
    OFFENSIVE="It attacks somebody.",
    PERSONAL_DATA="It tells of somebody what is nobody's business.",
    SPAM="It advertises something.",
    OTHER="Something else: the text says what.",
)
class ReportReason(models.TextChoices):
    OFFENSIVE = "offensive", _("Ofende alguém")
    PERSONAL_DATA = "personal_data", _("Expõe dados pessoais")
    SPAM = "spam", _("É propaganda")
    OTHER = "other", _("Outro motivo")


def new_key() -> str:
    return secrets.token_urlsafe(12)


class Comment(index.Indexed, models.Model):
    """One comment, or an answer to one: there is one level of answers."""

    version_of = "page_id"
    version_where = "status IN ('approved', 'withdrawn')"

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    """What the API calls it by."""
    started = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    """The key of the filling in that it was sent by, so that sending again is no second comment."""
    page = models.ForeignKey(
        Page, verbose_name=_("página"), on_delete=models.CASCADE, related_name="comments_of_visitors"
    )
    parent = models.ForeignKey(
        "self", verbose_name=_("resposta a"), null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    status = models.CharField(
        _("situação"), max_length=10, choices=CommentStatus.choices, default=CommentStatus.WAITING
    )
    is_suspect = models.BooleanField(_("parece de robô"), default=False)
    is_programme = models.BooleanField(_("do programa"), default=False)
    name = models.CharField(_("nome"), max_length=LONGEST_NAME)
    email = models.EmailField(_("e-mail"), blank=True)
    is_confirmed = models.BooleanField(_("e-mail confirmado"), default=False)
    text = models.TextField(_("texto"), max_length=LONGEST_TEXT)
    consent_text = models.TextField(_("texto do consentimento"), blank=True)
    consent_version = models.CharField(_("versão do consentimento"), max_length=12, blank=True)
    client = models.CharField(max_length=32, blank=True, editable=False)
    """A keyed hash of the network address that it came from, for half a year at most."""
    created_at = models.DateTimeField(_("enviado em"), auto_now_add=True)
    moderated_at = models.DateTimeField(_("moderado em"), null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderado por"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rejection = models.CharField(_("motivo da recusa"), max_length=300, blank=True)

    search_fields = [
        index.SearchField("name"),
        index.SearchField("text"),
        index.SearchField("email"),
        index.FilterField("status"),
        index.FilterField("is_suspect"),
        index.FilterField("page_id"),
        index.FilterField("created_at"),
    ]

    class Meta:
        verbose_name = _("comentário")
        verbose_name_plural = _("comentários")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("change",)
        indexes = [
            models.Index(
                fields=["page", "created_at", "id"],
                condition=Q(parent=None, status__in=["approved", "withdrawn"]),
                name="comment_thread",
            ),
            models.Index(fields=["parent", "created_at", "id"], name="comment_answers"),
            models.Index(fields=["status", "-created_at"], name="comment_queue"),
            models.Index(fields=["email"], name="comment_of"),
        ]

    def __str__(self):
        return _("%(name)s sobre “%(page)s”") % {"name": self.name or _("Alguém"), "page": self.page.title}


class CommentReport(models.Model):
    """Somebody says that a comment should not be there."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("motivo"), max_length=20, choices=ReportReason.choices)
    text = models.CharField(_("explicação"), max_length=500, blank=True)
    client = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("em"), auto_now_add=True)

    class Meta:
        verbose_name = _("denúncia")
        verbose_name_plural = _("denúncias")
        default_permissions = ()
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["comment", "client"], name="one_report_a_client")]

    def __str__(self):
        return self.get_reason_display()
