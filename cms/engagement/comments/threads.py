"""The comments of pages as visitors see them."""

import graphene
from django.db.models import F, Q, QuerySet
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.connections import Listing, Nesting, via
from cms.api.orders import Key, Order
from cms.api.peers import gather, peers_of_any, value
from cms.api.words import Word
from cms.engagement.comments.wording import pieces_of
from cms.engagement.models import Comment, CommentSettings
from cms.engagement.models.comments import CommentStatus
from cms.versions.kinds import part_of

SHOWN = (CommentStatus.APPROVED, CommentStatus.WITHDRAWN)


def shown() -> QuerySet[Comment]:
    """Return the comments that are approved, and the places of those that their authors took back."""
    return Comment.objects.filter(status__in=SHOWN)


class CommentPiece(graphene.ObjectType):
    """Some of the text of a comment."""

    reads = ()

    text = graphene.String(required=True, description="The text, as it is: no HTML.")
    url = graphene.String(description='Where it leads, if it is a link: put `rel="ugc nofollow noopener"` on it.')


class CommentNode(graphene.ObjectType):
    """What a visitor, or the programme, says about a page."""

    class Meta:
        name = "Comment"

    reads = ()

    id = graphene.ID(required=True, description="What `submitComment` and `reportComment` call it by.")
    author_name = graphene.String(description="Who says it, by their own words; null where it was taken back.")
    is_programme = graphene.Boolean(required=True, description="Whether the programme itself says it.")
    is_withdrawn = graphene.Boolean(
        required=True, description="Whether its author took it back: it is there for its answers' sake."
    )
    text = graphene.String(required=True, description="Plain text with line breaks; empty where it was taken back.")
    pieces = graphene.List(
        graphene.NonNull(CommentPiece),
        required=True,
        description="The same text in pieces, links told apart: put them one after the other.",
    )
    created_at = graphene.DateTime(required=True, description="When it was sent.")

    def resolve_id(comment, info):
        return comment.key

    def resolve_author_name(comment, info):
        return comment.name or None

    def resolve_is_withdrawn(comment, info):
        return comment.status == CommentStatus.WITHDRAWN

    def resolve_pieces(comment, info):
        return list(pieces_of(comment.text))


ORDER = Order(
    "CommentOrder",
    "How to sort comments.",
    OLDEST=("The first one first.", [Key("created_at", "datetime")]),
    NEWEST=("The last one first.", [Key("created_at", "datetime", descending=True)]),
)
LISTING = Listing(
    "Comment",
    lambda: CommentNode,
    ORDER,
    read=lambda rows, info, names: gather(rows),
    reads=(),
)
OF_PAGES = Nesting(lambda keys: Q(page__in=keys), F("page_id"), lambda page: page.pk, of=Page)
OF_COMMENTS = via("parent")


def _comments(page: Page, info: GraphQLResolveInfo, **arguments):
    info.context.parts.add(part_of(Comment, page.pk))
    first = shown().filter(parent=None)
    if len(peers_of_any(page)) == 1:
        return LISTING.resolve(first.filter(page=page.pk), info, arguments)
    return LISTING.resolve_nested(page, OF_PAGES, lambda: first, info, arguments)


def _answers(comment: Comment, info: GraphQLResolveInfo, **arguments):
    return LISTING.resolve_nested(comment, OF_COMMENTS, shown, info, arguments)


CommentNode._meta.fields["replies"] = graphene.Field(
    LISTING.type(),
    args=LISTING.arguments(),
    resolver=_answers,
    description="The answers to it. Answers have none.",
)


def _is_open(page: Page, info: GraphQLResolveInfo) -> bool:
    return bool(value(page, "allows_comments")) and _settings(page, info).is_open


def _settings(page: Page, info: GraphQLResolveInfo) -> CommentSettings:
    from cms.api.scope import root_of

    site = root_of(page, info).site_id
    known = info.context.__dict__.setdefault("comment_settings", {})
    if site not in known:
        known[site] = CommentSettings.objects.filter(site=site).first() or CommentSettings()
    return known[site]


COMMENT_WORDS = [
    Word(
        "comments_open",
        "Whether visitors may comment on it now.",
        lambda: graphene.NonNull(graphene.Boolean),
        _is_open,
        ("allows_comments", "url_path"),
        reads=("engagement.CommentSettings",),
    ),
    Word(
        "comments",
        "What visitors say about it, as far as the team approved it: the answers lie with what they answer.",
        LISTING.type,
        _comments,
        arguments=LISTING.arguments,
    ),
]
"""The words that every page has about its comments."""
