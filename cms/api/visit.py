"""What one request knows: the GraphQL context."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.utils.module_loading import import_string

from cms.api.references import References
from cms.api.scope import Root, Scopes
from cms.api.tokens import HEADER


class Visit:
    """One request's view of the content. Resolvers find it as ``info.context``."""

    is_private: bool
    """Whether the answer is for this client alone, and no cache may keep it."""

    def __init__(self, request: HttpRequest | None = None):
        self.request = request
        self.is_private = request is not None and HEADER in request.headers
        self.scopes = Scopes(request)
        self.mentioned: set[tuple[type[Model], Any]] = set()
        """The objects that the answer was made from, by model and primary key."""
        self.each_time: list[tuple[Callable[..., None], tuple]] = []
        self.references = References(self.mention)
        self.answers: dict[tuple, tuple[Any, list]] = {}
        """What was asked of a field once: see ``cms.api.selection.once``."""
        self._sites: dict[Root, Any] = {}

    def mention(self, rows: Iterable[Model]) -> None:
        """Note that the answer is made from ``rows``, so that it can be named after them."""
        self.mentioned.update((type(row), row.pk) for row in rows)

    def do_each_time(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call ``function`` now, and again whenever the same answer is given from a cache."""
        self.each_time.append((function, arguments))
        function(*arguments)

    def site(self, root: Root) -> Any:
        """Return what the editors say of the site at ``root``: read once a request."""
        if root not in self._sites:
            self._sites[root] = import_string(settings.SITE_VIEW)(root)
        return self._sites[root]
