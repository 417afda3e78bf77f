"""What the promise to visitors ends: rejected comments go, and nobody knows after half a year where one came from."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.engagement.models import Comment, CommentReport
from cms.engagement.models.comments import CommentStatus


@task(backend=BACKEND)
def forget_comments() -> None:
    """Delete what the team rejected, or took for a robot's, long enough ago; forget the hashes of network addresses."""
    now = timezone.now()
    old = now - timedelta(days=settings.REJECTED_COMMENT_DAYS)
    Comment.objects.filter(status=CommentStatus.REJECTED, moderated_at__lte=old).delete()
    Comment.objects.filter(is_suspect=True, created_at__lte=old).delete()
    long_ago = now - timedelta(days=settings.CLIENT_HASH_DAYS)
    Comment.objects.filter(created_at__lte=long_ago).exclude(client="").update(client="")
    CommentReport.objects.filter(created_at__lte=long_ago).delete()


titled(forget_comments, _("Limpeza dos comentários"))
periodic(forget_comments, every=timedelta(hours=6))
