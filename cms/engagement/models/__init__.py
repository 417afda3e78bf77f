from cms.engagement.models.comments import Comment, CommentReport
from cms.engagement.models.following import Follower, FollowSettings, Issue, Letter, Suppression, Wish
from cms.engagement.models.requests import PersonalDataRequest
from cms.engagement.models.settings import CommentNotice, CommentSettings

__all__ = [
    "Comment",
    "CommentNotice",
    "CommentReport",
    "CommentSettings",
    "FollowSettings",
    "Follower",
    "Issue",
    "Letter",
    "PersonalDataRequest",
    "Suppression",
    "Wish",
]
