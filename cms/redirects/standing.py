"""The public pages that stand where redirects begin or lead to."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from wagtail.models import Page

from cms.api.scope import Root
from cms.redirects.chains import Ways
from cms.visibility import public

AT_ONCE = 400
Place = tuple[int | None, str]
"""A site (None: all of them) and a normal path."""


def pages_standing_at(places: Iterable[Place], ways: Ways) -> dict[Place, Page]:
    """Return the public page at each of ``places``; those where none stands are left out.

    For all sites it is known only where there is one: elsewhere a path is several places.
    """
    wanted = defaultdict(list)
    for site, path in places:
        for root, rest in ways.below(site, path) if "?" not in path else ():
            wanted[_url_path(root, rest)].append((site, path))
    found: dict[Place, Page] = {}
    left = iter(wanted)
    while some := list(islice(left, AT_ONCE)):
        # the slug has an index, the whole path has none
        pages = Page.objects.filter(slug__in={_slug(url_path) for url_path in some}, url_path__in=some)
        for page in public(pages).only("title", "url_path"):
            found.update(dict.fromkeys(wanted[page.url_path], page))
    return found


def _url_path(root: Root, path: str) -> str:
    inside = path.strip("/")
    return f"{root.url_path}{inside}/" if inside else root.url_path


def _slug(url_path: str) -> str:
    return url_path.rstrip("/").rpartition("/")[2]
