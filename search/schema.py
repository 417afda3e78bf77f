"""Root fields of search: what a question finds, and what is likely to be asked."""

from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import QuerySet
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.api.connections import MAX_FIRST, PageInfo, connection_type, within
from cms.api.cursors import pack, unpack
from cms.api.here import Here, here_of
from cms.api.interfaces import PageInterface
from cms.api.kept import kept_statement, kept_values
from cms.api.loading import load, taken
from cms.api.peers import gather
from cms.api.reads import PAGES
from cms.api.references import PAGE_COLUMNS, as_specific
from cms.api.routes import PLACE, in_scope, scope
from cms.api.selection import selected
from cms.visibility import public
from search.approved import approved_queries
from search.counting import note_search
from search.excerpts import Excerpts
from search.facets import Dimension, counts, dimensions
from search.found import RANK_LENGTH, Found, Match
from search.guesses import with_guesses
from search.matching import find
from search.models import SearchEntry
from search.promotions import promoted_pages
from search.questions import Term, terms_of, with_synonyms
from search.reading import INDEX, Place, Reading, reading
from search.suggestions import suggest
from search.synonyms import synonym_groups

DEFAULT_FIRST = 20
DEFAULT_SUGGESTIONS, MOST_SUGGESTIONS = 8, 20


@dataclass
class Result:
    """A page that was found, once it is loaded."""

    page: Any
    match: Match
    excerpts: Excerpts
    text: str


class ExcerptPart(graphene.ObjectType):
    """Some of an excerpt."""

    reads = ()

    text = graphene.String(required=True, description="The text, as it is: no HTML.")
    is_match = graphene.Boolean(required=True, description="Whether it was looked for: mark it.")


class SearchResult(graphene.ObjectType):
    """A page that a search found."""

    reads = ()

    page = graphene.Field(PageInterface, required=True, description="The page.")
    score = graphene.Float(required=True, description="How well it fits, to compare within one answer.")
    promoted = graphene.Boolean(
        required=True, description="Whether editors put it first for this question: those come before all others."
    )
    excerpt = graphene.List(
        graphene.NonNull(ExcerptPart),
        required=True,
        description="The part of its text that shows why it was found, in pieces to put one after the other.",
    )

    def resolve_score(result, info):
        return result.match.score

    def resolve_promoted(result, info):
        return result.match.is_promoted

    def resolve_excerpt(result, info):
        return result.excerpts.of(result.text.split("\n"))


def _count_type(dimension: Dimension) -> type[graphene.ObjectType]:
    name = dimension.name.capitalize()
    return type(
        f"{name}Facet",
        (graphene.ObjectType,),
        {
            "__doc__": f"How many results have one {dimension.name}.",
            "reads": (),
            "value": graphene.Field(dimension.scalar, required=True, description="What the filter takes."),
            "label": graphene.String(required=True, description="What visitors read."),
            "count": graphene.Int(required=True, description="How many results."),
        },
    )


def _facets_type() -> type[graphene.ObjectType]:
    fields: dict[str, Any] = {
        "__doc__": "How many results there are of each kind, under the filters on all other kinds.",
        "reads": PAGES,
    }
    for dimension in dimensions():
        fields[dimension.name] = graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(_count_type(dimension)))),
            description=f"By {dimension.name}, the most results first.",
            resolver=lambda found, info, dimension=dimension: counts(dimension, found, here_of(info)),
        )
    return type("SearchFacets", (graphene.ObjectType,), fields)


def _filter_type() -> type[graphene.InputObjectType]:
    fields: dict[str, Any] = {
        "__doc__": "Which results. All the fields given must hold; each takes several values.",
        "reads": PAGES,
    }
    for dimension in dimensions():
        fields[dimension.name] = graphene.InputField(
            graphene.List(graphene.NonNull(dimension.scalar)),
            description=f"With one of these values of {dimension.name}"
            + (", by their slugs." if dimension.model else "."),
        )
    return type("SearchFilter", (graphene.InputObjectType,), fields)


def _connection() -> type[graphene.ObjectType]:
    return connection_type(
        "Search",
        lambda: SearchResult,
        (*PAGES, *INDEX),
        facets=graphene.Field(
            graphene.NonNull(_facets_type()),
            description="Counts to narrow the search by.",
            resolver=lambda found, info: found,
        ),
        resolve_nodes=lambda found, info: found.results,
        resolve_edges=lambda found, info: [
            {"cursor": pack(result.match.rank), "node": result} for result in found.results
        ],
        resolve_page_info=lambda found, info: PageInfo(
            has_next_page=found.has_next,
            has_previous_page=found.after is not None,
            start_cursor=pack(found.shown[0].rank) if found.shown else None,
            end_cursor=pack(found.shown[-1].rank) if found.shown else None,
        ),
        resolve_total_count=lambda found, info: found.total,
    )


class Suggestion(graphene.ObjectType):
    """Something that a visitor may be about to ask."""

    reads = (*PAGES, *INDEX, "search.ApprovedQuery")

    text = graphene.String(required=True, description="The whole of it.")
    page = graphene.Field(PageInterface, description="The page, where it is a page's title.")


class Query:
    """The root fields of search."""

    search = graphene.Field(
        graphene.NonNull(_connection()),
        query=graphene.Argument(
            graphene.String,
            required=True,
            description="What the visitor typed, as it was typed: accents, case, plurals and slips do not matter. "
            'Words "in quotes" are found in a row.',
        ),
        first=graphene.Argument(
            graphene.Int, default_value=DEFAULT_FIRST, description=f"How many, at most {MAX_FIRST}."
        ),
        after=graphene.Argument(graphene.String, description="Only those after this cursor."),
        filter=graphene.Argument(_filter_type(), description="Only those that fit."),
        **PLACE,
        description="The pages that a visitor's question finds, the best first: pages with all its words come before "
        "pages with some.",
    )
    suggest = graphene.List(
        graphene.NonNull(Suggestion),
        required=True,
        prefix=graphene.Argument(
            graphene.String, required=True, description="What has been typed, at least two letters."
        ),
        first=graphene.Argument(
            graphene.Int, default_value=DEFAULT_SUGGESTIONS, description=f"How many, at most {MOST_SUGGESTIONS}."
        ),
        **PLACE,
        description="What continues what is being typed: titles and words of public pages.",
    )

    def resolve_search(root, info, query, first=DEFAULT_FIRST, after=None, filter=None, **arguments):
        first, after = _size(first, DEFAULT_FIRST, MAX_FIRST), None if after is None else unpack(after, _rank)
        here = scope(info, arguments)
        wanted = _wanted(filter or {}, here)
        read = reading()
        terms = _meant(query, here, read)
        promoted = [promotion.page_id for promotion in promoted_pages(query, read)]
        groups, place = find(read, terms, here, promoted) if here and (terms or promoted) else ([], Place())
        found = Found(terms, groups, place.facets, wanted, first, after, read)
        if after is None and not wanted:
            info.context.do_each_time(note_search, query, found.every)
        if selected(info) & {"nodes", "edges"}:
            found.results = _results(found, info)
        return found

    def resolve_suggest(root, info, prefix, first=DEFAULT_SUGGESTIONS, **arguments):
        here = scope(info, arguments)
        most = _size(first, DEFAULT_SUGGESTIONS, MOST_SUGGESTIONS)
        found = suggest(prefix, here, approved_queries(here.root.language), most) if here else []
        wanted = [each.page_id for each in found if each.page_id]
        is_page_wanted = wanted and "page" in selected(info)
        rows = load(_pages(here).filter(pk__in=wanted), info, selected(info, "page")) if is_page_wanted else []
        by_key = {row.pk: row for row in rows}
        return [Suggestion(text=each.text, page=by_key.get(each.page_id)) for each in found]


def _meant(query: str, here: Here | None, read: Reading) -> list[Term]:
    terms = terms_of(query)
    if here is None or not terms:
        return []
    language = here.root.language
    synonyms = read.remember(("synonyms", language), lambda: synonym_groups(language))
    return with_synonyms(with_guesses(terms, read), synonyms)


def _pages(here: Here | None) -> QuerySet:
    return in_scope(Page.objects.all(), here)


def _size(given: int | None, default: int, most: int) -> int:
    return within("first", default if given is None else given, most)


def _wanted(given: dict, here: Here | None) -> dict[str, set[str]]:
    return {
        dimension.name: dimension.stored(given[dimension.name], here)
        for dimension in dimensions()
        if given.get(dimension.name) is not None
    }


def _results(found: Found, info: GraphQLResolveInfo) -> list[Result]:
    """Return what is shown, loaded with what the query selects of it, once for nodes and edges alike."""
    chosen = selected(info, "nodes") | selected(info, "edges", "node")
    names = selected(info, "nodes", "page") | selected(info, "edges", "node", "page")
    by_key = {match.page_id: match for match in found.shown}
    statement = kept_statement("pages found", by_key, _to_show)
    loaded = taken(gather(as_specific(statement.rows() if statement else [])), info, names)
    pages = {page.pk: page for page in loaded}
    written = kept_values("texts found", by_key, _texts) if "excerpt" in chosen else None
    texts = dict(written.rows() if written else [])
    excerpts = Excerpts(found.terms)
    return [Result(pages[key], match, excerpts, texts.get(key, "")) for key, match in by_key.items() if key in pages]


def _to_show(keys: list) -> QuerySet:
    return public(Page.objects.filter(pk__in=keys)).only(*PAGE_COLUMNS)


def _texts(keys: list) -> QuerySet:
    return SearchEntry.objects.filter(pk__in=keys).values_list("pk", "text")


def _rank(*numbers: Any) -> tuple:
    if len(numbers) != RANK_LENGTH or not all(type(number) is int for number in numbers):
        raise ValueError(numbers)
    return numbers
