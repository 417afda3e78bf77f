"""The link in the author's e-mail: whoever has it may confirm the address, and take the comment back."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cms.engagement.models import Comment
from cms.engagement.models.comments import CommentStatus

SALT = "cms.engagement.comments.links"


def token_of(comment: Comment) -> str:
    """Return what stands for the author of ``comment``. It is good for as long as the comment is there."""
    return signing.dumps(comment.pk, salt=SALT)


def link_to(comment: Comment) -> str:
    """Return the address of the page where the author confirms or takes back ``comment``."""
    return settings.PUBLIC_URL + reverse("comment", args=[token_of(comment)])


def read_link(token: str) -> Comment | None:
    """Return the comment that ``token`` stands for; None where it is none of ours, or its comment is gone."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Comment.objects.filter(pk=key).exclude(status=CommentStatus.WITHDRAWN).select_related("page").first()
