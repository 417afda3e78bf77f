"""Where a path leads on: one indexed statement, whatever the number of redirects."""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.scope import Root, Scopes
from cms.redirects.paths import leads_somewhere, paths_asked
from cms.visibility import visible


def find_redirect(root: Root, path: str) -> Any:
    """Return the redirect for ``path`` at the site of ``root``, or None: the site's own before one for all sites."""
    asked = paths_asked(root, path)
    found = Redirect.get_for_site(root.site_id).filter(old_path__in=asked)
    return min(found, key=lambda row: (asked.index(row.old_path), row.site_id is None), default=None)


def address_of(redirect: Any, root: Root, scopes: Scopes) -> str | None:
    """Return where ``redirect`` leads visitors of ``root``: a path of the same site, a whole address, or nowhere.

    Nowhere is where the page may not be seen, or where a redirect of the site's own language, which stands in, leads to
    a page in it. It is asked in a statement of its own, for most paths without a page have no redirect to one.
    """
    if redirect.redirect_page_id:
        pages = visible(Page.objects.filter(pk=redirect.redirect_page_id))
        for url_path in pages.values_list("url_path", flat=True):
            target = scopes.root_of(url_path)
            is_of_another_language = target and target != root and target.site_id == root.site_id
            stands_in = not f"{redirect.old_path}/".startswith(f"{root.prefix}/")
            return None if is_of_another_language and stands_in else scopes.address_from(root, url_path)
        return None
    return redirect.redirect_link if leads_somewhere(redirect.redirect_link) else None
