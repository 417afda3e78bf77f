"""What comments keep of one person."""

from cms.engagement.comments.moderation import withdraw
from cms.engagement.models import Comment
from cms.engagement.people import Record


def export(address: str) -> list[Record]:
    """Return all comments that were sent under an e-mail address."""
    found = Comment.objects.filter(email__iexact=address).select_related("page").order_by("created_at")
    return [
        {
            "page": comment.page.title,
            "path": comment.page.url_path,
            "name": comment.name,
            "email": comment.email,
            "text": comment.text,
            "status": comment.get_status_display(),
            "sent_at": comment.created_at.isoformat(),
            "consent_text": comment.consent_text,
            "consent_version": comment.consent_version,
        }
        for comment in found
    ]


def erase(address: str) -> int:
    """Take back all comments that were sent under an e-mail address, and return how many there were."""
    found = list(Comment.objects.filter(email__iexact=address))
    for comment in found:
        withdraw(comment)
    return len(found)
