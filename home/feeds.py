"""The stories as an Atom feed (RFC 4287)."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from cms.api.addresses import public_document
from cms.api.here import Here
from cms.api.routes import in_scope
from cms.api.scope import Root, Scopes
from home.models.stories import StoryKind, StoryPage
from home.site import SiteView

NEWEST = 50


@public_document
def stories_atom(request: HttpRequest, root: Root, scopes: Scopes) -> HttpResponse:
    """Serve the newest stories, with their addresses at the frontend."""
    return StoryFeed(root)(request)


class StoryFeed(Feed):
    feed_type = Atom1Feed

    def __init__(self, root: Root):
        self.root = root
        self.here = Here(root)
        self.texts = SiteView(self.here).texts
        self.language = root.locale
        self.link = root.url_of(root.url_path)
        self.feed_guid = self.link

    def title(self) -> str:
        return self.texts.programme_name or self.root.hostname

    def subtitle(self) -> str:
        return self.texts.description

    def author_name(self) -> str:
        return self.title()

    def items(self) -> list[StoryPage]:
        stories = in_scope(StoryPage.objects.all(), self.here).defer("body").order_by("-date", "-pk")
        return list(stories[:NEWEST])

    def item_title(self, item: StoryPage) -> str:
        return item.title

    def item_description(self, item: StoryPage) -> str:
        return escape(item.summary)  # a feed's summary is HTML

    def item_link(self, item: StoryPage) -> str:
        return self.root.url_of(item.url_path)

    def item_guid(self, item: StoryPage) -> str:
        # it stays when the story gets another address, and so a reader shows it once
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: StoryPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.date, time()))

    def item_updateddate(self, item: StoryPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)

    def item_categories(self, item: StoryPage) -> list[str]:
        return [str(StoryKind(item.kind).label)]
