"""Which pages of an issue go to which follower."""

from collections.abc import Iterable

from wagtail.models import Page

from cms.engagement.following.choosing import followed_through
from cms.engagement.models import Follower, Issue, Letter
from cms.pages import BasePage
from cms.visibility import public


def shown_pages(issue: Issue) -> list[BasePage]:
    """Return the pages of ``issue`` that are still public, the newest first."""
    pages = public(Page.objects.filter(pk__in=issue.pages.values("pk")))
    return list(pages.order_by("-first_published_at").specific())


def letters_of(issue: Issue) -> Iterable[Letter]:
    """Yield the letters: three statements, whatever the number of followers."""
    through = {page.pk: followed_through(page) for page in shown_pages(issue)}
    order = list(through)
    followers = Follower.objects.filter(site=issue.site, frequency=issue.frequency)
    follows: dict[int, set[int]] = {}
    rows = Follower.pages.through.objects.filter(follower__in=followers.filter(follows_everything=False))
    for follower, page in rows.values_list("follower_id", "page_id").iterator():
        follows.setdefault(follower, set()).add(page)
    for key, everything in followers.values_list("pk", "follows_everything").iterator():
        wanted = order if everything else [page for page in order if through[page] & follows.get(key, set())]
        if wanted:
            yield Letter(issue=issue, follower_id=key, pages=wanted)
