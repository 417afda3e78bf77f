"""The comments that wait for moderation, on the first page of the admin."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cms.dashboard.panels import SHORT, Row, ShortList
from cms.engagement.models import Comment
from cms.engagement.models.comments import CommentStatus


class WaitingComments(ShortList):
    name, order = "comments", 210
    heading = _("Comentários esperando moderação")
    empty = _("Nenhum comentário espera. Os novos aparecem aqui antes de aparecer no site.")

    def waiting(self) -> QuerySet[Comment]:
        return Comment.objects.filter(status=CommentStatus.WAITING, is_suspect=False)

    def count(self) -> int:
        return self.waiting().count()

    def rows(self) -> Iterator[Row]:
        for comment in self.waiting().select_related("page").order_by("created_at", "pk")[:SHORT]:
            url = reverse("engagement_comment", args=[comment.pk])
            yield Row(Truncator(comment.text).chars(80), url, comment.page.title, comment.created_at)

    def all_url(self) -> str:
        return reverse("engagement_comments") + "?queue=waiting"
