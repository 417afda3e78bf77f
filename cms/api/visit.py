"""What one request knows: the GraphQL context."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.utils.module_loading import import_string
from graphql import GraphQLResolveInfo
from wagtail.models import Locale as Language
from wagtail.models import Page

from cms.api.errors import NoSite
from cms.api.here import Here, here_of, stand_at
from cms.api.references import References
from cms.api.scope import Root, Scopes
from cms.api.tokens import HEADER, PREVIEW_HEADER
from cms.previews.tokens import draft_in


class Visit:
    """One request's view of the content. Resolvers find it as ``info.context``."""

    is_private: bool
    """Whether the answer is for this client alone, and no cache may keep it."""

    def __init__(self, request: HttpRequest | None = None):
        self.request = request
        self.is_private = request is not None and not request.headers.keys().isdisjoint((HEADER, PREVIEW_HEADER))
        self.scopes = Scopes(request)
        self.mentioned: set[tuple[type[Model], Any]] = set()
        """The objects that the answer was made from, by model and primary key."""
        self.parts: set[str] = set()
        """The kinds of what belongs to single objects and shows in the answer (``cms.versions.kinds.part_of``)."""
        self.each_time: list[tuple[Callable[..., None], tuple]] = []
        self.references = References(self.mention)
        self.answers: dict[tuple, tuple[Any, list]] = {}
        """What was asked of a field once: see ``cms.api.selection.once``."""
        self._heres: dict[str | int, Here] = {}
        self._places: dict[tuple, Here] = {}
        self._sites: dict[Here, Any] = {}

    def mention(self, rows: Iterable[Model]) -> None:
        """Note that the answer is made from ``rows``, so that it can be named after them."""
        self.mentioned.update((type(row), row.pk) for row in rows)

    def do_each_time(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call ``function`` now, and again whenever the same answer is given from a cache."""
        self.each_time.append((function, arguments))
        function(*arguments)

    def enter(self, info: GraphQLResolveInfo, root: Root, *, fallback: bool = False) -> Here:
        """Note that the answer to the root field of ``info`` stands at ``root``, and return where that is."""
        path = info.path
        while path.prev is not None:
            path = path.prev
        self._heres[path.key] = here = self._stand_at(root, fallback=fallback)
        return here

    def here(self, field: str | int) -> Here:
        """Return where the answer to a root field stands, by its name in the answer."""
        if field not in self._heres:
            root = self.scopes.find()
            if root is None:
                raise NoSite
            self._heres[field] = self._stand_at(root)
        return self._heres[field]

    def _stand_at(self, root: Root, *, fallback: bool = False) -> Here:
        key = (root.site_id, root.page_id, fallback)
        if key not in self._places:
            self._places[key] = stand_at(root, self.scopes.roots, fallback=fallback)
        return self._places[key]

    @cached_property
    def draft(self) -> Page | None:
        """The draft that the request may see. Raises ``InvalidPreviewToken``."""
        return draft_in(self.request)

    @cached_property
    def languages(self) -> dict[int, str]:
        """The code of each language, by its primary key."""
        return dict(Language.objects.values_list("pk", "language_code"))

    def site(self, here: Here) -> Any:
        """Return what the editors say of the site: read once a request."""
        if here not in self._sites:
            self._sites[here] = import_string(settings.SITE_VIEW)(here)
        return self._sites[here]

    def site_of(self, root: Root) -> Any:
        """Return what the editors say of the site at ``root``, in its own language what they say in no other."""
        return self.site(self._stand_at(root, fallback=True))

    def looking_from(self, info: GraphQLResolveInfo) -> "View":
        """Return what can be seen from where the answer stands that the field of ``info`` is a part of."""
        return View(self, here_of(info))


@dataclass(frozen=True)
class View:
    """What a text's links lead to, seen from a site and a language."""

    visit: Visit
    here: Here

    @property
    def references(self) -> References:
        return self.visit.references

    def page(self, key: Any) -> Page | None:
        """Return the page that a link to ``key`` leads to: in the language of the answer, where it is translated.

        It may be another site's. None where it is not public.
        """
        found: Any = self.references.get(Page, key)
        if found and self.here.follows_translations and self.here.original.has(found.path):
            return self.references.translation(found, self.here.root) or found
        return found

    def own_page(self, key: Any) -> Page | None:
        """Return the page that ``key`` refers to, as ``page`` does, unless it is another site's."""
        found = self.page(key)
        return found if found and (self.here.is_alone or self.here.has(found.path)) else None

    def address(self, page: Page) -> str | None:
        """Return where ``page`` is for a frontend: a path on the site of the answer, else a whole address."""
        return self.visit.scopes.address_from(self.here.root, page.url_path)
