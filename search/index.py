"""The index of what visitors find, as a search backend of Wagtail's: it follows every save, delete and import."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Model
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from modelsearch.index import SearchField
from wagtail.models import Page

from cms.collation import sort_key
from search.folding import tokens
from search.models import SearchEntry, SearchKind
from search.vocabulary import learn

LONGEST = 100_000
"""Characters of a page's text that are indexed: PostgreSQL's own limit is a megabyte of stems."""
UNWRITTEN = "None"
"""What Wagtail's blocks say of a text that was left out, and nobody writes alone."""
BATCH = 200


class PageIndex(BaseIndex):
    """Keeps an entry of each live page. Other models are none of its business."""

    def add_item(self, item: Model) -> None:
        self.add_items(type(item), [item])

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        pages = [page for page in items if isinstance(page, Page) and hasattr(page, "graphql_fields")]
        live = [page for page in pages if page.live]
        with transaction.atomic():
            SearchEntry.objects.filter(page__in=[page.pk for page in pages if not page.live]).delete()
            said, kinds = [Said.by(page) for page in live], _kinds(live)
            SearchEntry.objects.bulk_create(
                [entry_of(page, words, kind) for page, words, kind in zip(live, said, kinds, strict=True)],
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["page"],
                update_fields=["plain_title", "title", "summary", "body", "text", "kind"],
            )
            learn(" ".join(words) for words in said)

    def delete_item(self, item: Model) -> None:
        if isinstance(item, Page):
            SearchEntry.objects.filter(page=item.pk).delete()

    def reset(self) -> None:
        SearchEntry.objects.all().delete()


class Rebuilder:
    """Begins with an empty index: Wagtail's command fills it, and tells how far it is."""

    def __init__(self, index: PageIndex):
        self.index = index

    def start(self) -> PageIndex:
        self.index.reset()
        return self.index

    def finish(self) -> None:
        """Nothing is left to do: each row was indexed as it was written."""


class SearchBackend(BaseSearchBackend):
    index_class = PageIndex
    rebuilder_class = Rebuilder


def index_what_belongs_to_a_page(sender: Any, instance: Page, **_details: Any) -> None:
    """Index a page once its areas and cities are saved as well: they follow the page itself."""
    get_search_backend("visitors").add(instance.specific_class.objects.get(pk=instance.pk))


class Said(NamedTuple):
    """What a page says, as it is written, by where it says it."""

    title: str
    summary: str
    names: str
    body: str

    @classmethod
    def by(cls, page: Any) -> "Said":
        summary = " ".join(value_of(page, page.summary_field).split())
        return cls(page.title, summary, " ".join(_strings(page.search_names)), text_of(page))


def entry_of(page: Any, said: Said, kind: SearchKind) -> SearchEntry:
    """Return what can be found of ``page``, as it is saved."""
    return SearchEntry(
        page_id=page.pk,
        plain_title=sort_key(said.title)[:255],
        title=tokens(said.title),
        summary=tokens(f"{said.summary} {said.names}"),
        body=tokens(said.body),
        text=f"{said.summary}\n{said.body}",
        kind=kind,
    )


def _kinds(pages: Iterable[Any]) -> list[SearchKind]:
    """Return the kind of each of ``pages``, kept from now on where it is new."""
    written = [_facets(page) for page in pages]
    known = SearchKind.objects.in_bulk(set(written), field_name="facets")
    if missing := set(written) - known.keys():
        SearchKind.objects.bulk_create(map(_kind, sorted(missing)), ignore_conflicts=True)
        known |= SearchKind.objects.in_bulk(missing, field_name="facets")
    return [known[facets] for facets in written]


def _kind(facets: str) -> SearchKind:
    return SearchKind(facets=facets)


def _facets(page: Any) -> str:
    found = sorted(f"{facet.name}:{value}" for facet in page.search_facets for value in facet.of(page))
    return " ".join([f"type:{page.content_type_id}", *found])


def value_of(page: Any, name: str) -> str:
    return str(getattr(page, name, "") or "") if name else ""


def text_of(page: Any) -> str:
    """Return the words of ``page`` below its title and summary, as they are written."""
    found = [
        string
        for field in page.get_search_fields()
        if isinstance(field, SearchField) and field.field_name not in {"title", page.summary_field}
        for string in _strings(field.get_value(page))
    ]
    return " ".join(" ".join(found).split())[:LONGEST]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for member in value:
            yield from _strings(member)
    elif value and value != UNWRITTEN:
        yield str(value)
