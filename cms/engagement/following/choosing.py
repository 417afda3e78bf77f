"""What can be followed, and who wants to hear of a page."""

from collections.abc import Iterable

from wagtail.models import Page, Site

from cms.api.ids import key_of
from cms.pages import BasePage
from cms.visibility import public

MOST = 50


def followable(site: Site, identifiers: Iterable[str]) -> list[Page] | None:
    """Return the public pages of ``site`` with these global ids; None where one of them cannot be followed."""
    found = [key_of(identifier) for identifier in identifiers]
    if any(each is None or not _is_followable(each[0]) for each in found):
        return None
    keys = {key for _model, key in found}
    pages = list(public(Page.objects.filter(pk__in=keys, path__startswith=site.root_page.path)))
    return pages if len(pages) == len(keys) else None


def _is_followable(model: type) -> bool:
    return issubclass(model, BasePage) and model.may_be_followed


def followed_through(page: Page) -> set[int]:
    """Return the keys of the pages whose followers want to hear of ``page``: itself, and what it is about."""
    return {page.pk, *(page.news_of() if isinstance(page, BasePage) else ())}
