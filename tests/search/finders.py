"""The searches that are measured: each finds the paths of the first ten public pages for a query."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.index import get_indexed_models
from wagtail.models import Page

from cms.graphql.planning import run
from cms.graphql.request import GraphQLRequest
from cms.visibility import public
from tests.search.measure import FIRST, Find

STOCK = "wagtail.search.backends.database"
STOCK_OPTIONS = {"sqlite": [{}], "postgresql": [{}, {"SEARCH_CONFIG": "portuguese"}]}


def finders() -> Iterator[tuple[str, Find]]:
    """Yield each finder with its name, and keep the index as that finder wants it until the next.

    One that needs no index of its own is one more line at the end: ``yield name, find``.
    """
    for options in STOCK_OPTIONS[connection.vendor]:
        backend = get_search_backend(STOCK, **options)
        with _indexed_by(backend):
            yield f"Stock Wagtail, {connection.vendor} {options or ''}".rstrip(), stock(backend)
    yield f"Ours, {connection.vendor}", ours


def ours(query: str) -> list[str]:
    """Return the paths that the API's root field finds. Raises ``RuntimeError`` for an error in the answer."""
    asked = "query($query: String!) { search(query: $query, first: 10) { nodes { page { path } } } }"
    answer = run(GraphQLRequest(asked, variables={"query": query}))
    if answer.errors:
        raise RuntimeError(answer.errors[0].message)
    return [node["page"]["path"] for node in answer.data["search"]["nodes"]]


def stock(backend: BaseSearchBackend) -> Find:
    """Return a finder that asks what a stock project asks: ``Page.objects.live().search(query)``.

    No backend can search in ``public()``, a filter on more than indexed columns, so that is asked of
    what the search found.
    """
    visible = set(public(Page.objects.all()).values_list("pk", flat=True))

    def find(query: str) -> list[str]:
        with transaction.atomic():  # a query that fails in the database must not fail those after it
            pages = list(backend.search(query, Page.objects.live()))
        return [page.get_url_parts()[2] for page in pages if page.pk in visible][:FIRST]

    return find


@contextmanager
def _indexed_by(backend: BaseSearchBackend) -> Iterator[None]:
    """Index all pages as ``backend`` does, and put the index back at the end."""
    with transaction.atomic():
        rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
        index = rebuilder.start()
        for model in get_indexed_models():
            if issubclass(model, Page):
                index.add_items(model, list(model.get_indexed_objects()))
        rebuilder.finish()
        yield
        transaction.set_rollback(True)
