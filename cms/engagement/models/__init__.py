from cms.engagement.models.comments import Comment, CommentReport
from cms.engagement.models.settings import CommentNotice, CommentSettings

__all__ = ["Comment", "CommentNotice", "CommentReport", "CommentSettings"]
