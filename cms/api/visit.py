"""What one request knows: the GraphQL context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from cms.api.references import References
from cms.api.scope import Root, Scopes


class Visit:
    """One request's view of the content. Resolvers find it as ``info.context``."""

    is_private = False
    """Whether the answer is for this client alone, and no cache may keep it."""

    def __init__(self, request: HttpRequest | None = None):
        self.request = request
        self.scopes = Scopes(request)
        self.references = References()
        self.answers: dict[tuple, tuple[Any, list]] = {}
        """What was asked of a field once: see ``cms.api.selection.once``."""
        self._sites: dict[Root, Any] = {}

    def site(self, root: Root) -> Any:
        """Return what the editors say of the site at ``root``: read once a request."""
        if root not in self._sites:
            self._sites[root] = import_string(settings.SITE_VIEW)(root)
        return self._sites[root]
