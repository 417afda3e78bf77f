"""Chains of redirects: where one ends, and whether it comes back to where it began."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.api.scope import Root
from cms.redirects.paths import normal_path

DEFAULT_PORTS = {None, 80, 443}


@dataclass(frozen=True)
class Way:
    """A redirect as chains know it. ``site`` is None where it is for all of them."""

    site: int | None
    path: str
    page: int | None
    link: str
    permanent: bool

    @property
    def key(self) -> tuple[int | None, str]:
        return self.site, self.path


class Ways:
    """The redirects that are known, by where they begin."""

    def __init__(self, roots: list[Root], known: Mapping[tuple[int | None, str], Way]):
        self.roots = roots
        self.sites = sorted({root.site_id for root in roots} | {site for site, _ in known if site is not None})
        self.known = known

    @property
    def only_site(self) -> int | None:
        """The site that is all of them, None where there are several."""
        return self.sites[0] if len(self.sites) == 1 else None

    def at(self, paths: list[str]) -> Iterable[Way]:
        """Return the ways that begin at one of ``paths``, of any site."""
        keys = [(site, path) for path in paths for site in (None, *self.sites)]
        return [self.known[key] for key in keys if key in self.known]

    def end(self, way: Way) -> Way:
        """Return ``way`` leading to where its chain ends. Raises ``ValidationError`` where it comes back."""
        for site in self.sites if way.site is None else ():
            self._follow(way, site)
        return self._follow(way, way.site)

    def _follow(self, way: Way, site: int | None) -> Way:
        site = self.only_site if site is None else site
        seen, last, permanent = {way.key}, way, way.permanent
        while place := self.place_of(last, site):
            site, path = place
            following = self._next(site, path)
            if following is None:
                break
            if following.key in seen:
                raise ValidationError(_loop(way, last))
            seen.add(following.key)
            last, permanent = following, permanent and following.permanent
        return replace(way, page=last.page, link=last.link, permanent=permanent)

    def _next(self, site: int | None, path: str) -> Way | None:
        paths = [path, path.partition("?")[0]]
        found = list(self.at(paths))
        if site is None and any(way.site is not None for way in found):
            return None  # for visitors of that site it goes on elsewhere
        fitting = [way for way in found if way.site in (site, None)]
        return min(fitting, key=lambda way: (paths.index(way.path), way.site is None), default=None)

    def place_of(self, way: Way, site: int | None) -> tuple[int | None, str] | None:
        """Return the site and the normal path that the link of ``way`` leads to; None where that is not ours."""
        if way.page or not way.link:
            return None
        if way.link.startswith("/"):
            return site, normal_path(way.link)
        parts = urlsplit(way.link)
        for root in self.roots:
            same_port = parts.port == root.port or {parts.port, root.port} <= DEFAULT_PORTS
            if parts.hostname == root.hostname and same_port:
                return root.site_id, normal_path(way.link)
        return None

    def below(self, site: int | None, path: str) -> Iterable[tuple[Root, str]]:
        """Yield the roots of ``site`` that ``path`` may lie under, with the rest of it."""
        site = self.only_site if site is None else site
        for root in self.roots:
            if root.site_id == site and f"{path}/".startswith(f"{root.prefix}/"):
                yield root, path[len(root.prefix) :]


class StoredWays(Ways):
    """The redirects in the database, as they will be once ``added`` stands in the place of the row ``instead_of``."""

    def __init__(self, roots: list[Root], added: Way, instead_of: int | None):
        super().__init__(roots, {added.key: added})
        self.instead_of = instead_of

    def at(self, paths: list[str]) -> Iterable[Way]:
        stored = Redirect.objects.filter(old_path__in=paths).exclude(pk=self.instead_of)
        ways = [way_of(row) for row in stored]
        return [*(way for way in ways if way.key not in self.known), *super().at(paths)]


def way_of(redirect: Redirect) -> Way:
    """Return ``redirect`` as chains know it."""
    page, link = redirect.redirect_page_id, redirect.redirect_link
    return Way(redirect.site_id, redirect.old_path, page, link, redirect.is_permanent)


def _loop(way: Way, last: Way) -> str:
    if last is way:
        return _("O redirecionamento de %(path)s leva a ele mesmo.") % {"path": way.path}
    message = _("O redirecionamento de %(path)s voltaria ao começo: %(last)s já leva a %(link)s.")
    return message % {"path": way.path, "last": last.path, "link": last.link}
