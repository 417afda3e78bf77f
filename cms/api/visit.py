"""What one request knows: the GraphQL context."""

from django.http import HttpRequest

from cms.api.references import References
from cms.api.scope import Scopes


class Visit:
    """One request's view of the content. Resolvers find it as ``info.context``."""

    def __init__(self, request: HttpRequest | None = None):
        self.request = request
        self.scopes = Scopes(request)
        self.references = References()
