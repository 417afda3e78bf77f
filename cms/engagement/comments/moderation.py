"""What the team, and the author, decide about a comment. Each decision stands in the history."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.engagement.comments.wording import cleaned
from cms.engagement.models import Comment, CommentReport, CommentSettings
from cms.engagement.models.comments import CommentStatus

APPROVED, REJECTED, ANSWERED = "comments.approve", "comments.reject", "comments.answer"


@transaction.atomic
def approve(comments: Iterable[Comment], user: AbstractBaseUser) -> int:
    """Show ``comments`` from now on; what was reported of them is settled. Returns how many changed."""
    changed = _decide(comments, CommentStatus.APPROVED, user)
    CommentReport.objects.filter(comment__in=[comment.pk for comment in changed]).delete()
    for comment in changed:
        log(instance=comment, action=APPROVED, user=user)
    return len(changed)


@transaction.atomic
def reject(comments: Iterable[Comment], user: AbstractBaseUser, reason: str) -> int:
    """Hide ``comments``, and the answers to them with them, for ``reason``. Returns how many changed."""
    changed = _decide(comments, CommentStatus.REJECTED, user, rejection=reason)
    for comment in changed:
        log(instance=comment, action=REJECTED, user=user, data={"reason": reason})
    return len(changed)


def _decide(comments: Iterable[Comment], status: str, user: AbstractBaseUser, *, rejection: str = "") -> list[Comment]:
    keys = [comment.pk for comment in comments]
    locked = Comment.objects.select_for_update().filter(pk__in=keys).exclude(status=CommentStatus.WITHDRAWN)
    changed = [c for c in locked.order_by("pk") if c.status != status or c.is_suspect or c.reports.exists()]
    Comment.objects.filter(pk__in=[comment.pk for comment in changed]).update(
        status=status, is_suspect=False, moderated_at=timezone.now(), moderated_by=user, rejection=rejection
    )
    return changed


@transaction.atomic
def answer(comment: Comment, user: AbstractBaseUser, *, name: str, text: str) -> Comment:
    """Answer ``comment`` in the name of the programme: it is approved by that."""
    approve([comment], user)
    made = Comment.objects.create(
        page=comment.page,
        parent=comment.parent or comment,
        status=CommentStatus.APPROVED,
        is_programme=True,
        name=name,
        text=cleaned(text),
        moderated_at=timezone.now(),
        moderated_by=user,
    )
    log(instance=made, action=ANSWERED, user=user)
    return made


def confirm(comment: Comment, settings: CommentSettings) -> None:
    """Note that the author has the address. Who is known, and trusted by the site, need not wait."""
    Comment.objects.filter(pk=comment.pk).update(is_confirmed=True)
    is_waiting = comment.status == CommentStatus.WAITING and not comment.is_suspect
    if settings.trusts_known and is_waiting and _is_known(comment, settings):
        Comment.objects.filter(pk=comment.pk).update(status=CommentStatus.APPROVED, moderated_at=timezone.now())


def _is_known(comment: Comment, settings: CommentSettings) -> bool:
    """Whether the team once approved what the same author said on a page of the same site."""
    root = settings.site.root_page.path
    earlier = Comment.objects.filter(email__iexact=comment.email, status=CommentStatus.APPROVED, is_confirmed=True)
    return earlier.filter(moderated_by__isnull=False, page__path__startswith=root).exists()


@transaction.atomic
def withdraw(comment: Comment) -> None:
    """Erase ``comment``. Where it was answered, its place stays, without a word of it."""
    if comment.replies.exists():
        Comment.objects.filter(pk=comment.pk).update(
            status=CommentStatus.WITHDRAWN,
            name="",
            email="",
            text="",
            client="",
            consent_text="",
            consent_version="",
            rejection="",
        )
        comment.reports.all().delete()
    else:
        comment.delete()
