"""Visitors tell the team of comments that should not be there."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.api.mutations import InputErrorCode, Mistake
from cms.engagement.comments.threads import shown
from cms.engagement.comments.wording import cleaned
from cms.engagement.models import CommentReport
from cms.engagement.models.comments import CommentStatus
from cms.visibility import public

LONGEST = 500


def report(key: str, reason: str, text: str, client: str) -> list[Mistake]:
    """Keep one report a client of the comment called ``key``, and return what is wrong with it: of the same again,
    nothing."""
    text = cleaned(text)
    comment = shown().filter(key=key, status=CommentStatus.APPROVED, page__in=public(Page.objects.all())).first()
    if comment is None:
        return [Mistake("comment", InputErrorCode.NOT_FOUND, _("Este comentário não está mais aqui."))]
    if len(text) > LONGEST:
        message = _("Escreva no máximo %(most)d caracteres.") % {"most": LONGEST}
        return [Mistake("text", InputErrorCode.TOO_LONG, message)]
    CommentReport.objects.get_or_create(comment=comment, client=client, defaults={"reason": reason, "text": text})
    return []
