"""Everything that a stranger may ask: by GraphQL, by other addresses, with the names of what is hidden."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphql import GraphQLNonNull, get_named_type
from wagtail.models import CollectionMember, Page

from cms.api.ids import global_id
from cms.graphql.schema import schema
from cms.renditions import all_files_of
from tests.leaks.filling import HIDDEN, Words
from tests.leaks.planting import PASSWORD, Planted
from tests.leaks.walking import Pool, Walk, calls_of, leaves, object_types, required_of

NOBODY = "127.0.0.1"
UNLIMITED = {"bytes": 100_000_000, "tokens": 10_000_000, "depth": 64, "root_fields": 100_000, "cost": 10**60}
RATE = "1000000/second"
AT_ONCE = 100
WORD = re.compile(rf"{HIDDEN}[a-z]{{5}}")


def without_limits(settings: Any) -> None:
    """Let one request ask much, and much be asked: the number of requests stays small."""
    settings.GRAPHQL_LIMITS = UNLIMITED
    settings.RATES = dict.fromkeys(settings.RATES, RATE)
    settings.RESPONSE_CACHE = False


@dataclass
class Question:
    """One request: what it says, and which hidden words it says itself."""

    name: str
    method: str
    address: str
    body: Any = None
    words: set[str] = field(default_factory=set)

    @property
    def is_alone(self) -> bool:
        """Whether it asks for one hidden thing and nothing else, so that what the database is asked may tell."""
        return self.name.startswith(("alone", "file", "mutation", "upload"))

    def __post_init__(self) -> None:
        self.words = set(WORD.findall(f"{self.address} {self.body}"))


@dataclass
class Answer:
    """What came back, and what the database was asked meanwhile."""

    status: int
    body: bytes
    statements: tuple[str, ...]

    def told(self, asked: set[str]) -> set[str]:
        """Return the hidden words in it that the question did not say itself."""
        return set(WORD.findall(self.body.decode("latin-1").lower())) - asked


def ask(client: Client, question: Question) -> Answer:
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as captured:
        if question.method == "GRAPHQL":
            body = json.dumps({"query": question.body})
            response = client.post(question.address, body, content_type="application/json")
        elif question.method == "UPLOAD":
            file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
            response = client.post(question.address, {**question.body, "file": file})
        else:
            response = client.get(question.address, question.body)
    data = b"".join(response.streaming_content) if response.streaming else response.content
    location = response.headers.get("Location", "").encode()
    return Answer(response.status_code, data + location, tuple(_kind(each["sql"]) for each in captured.captured_queries))


def _kind(sql: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def _path(page: Page) -> str:
    return "/" + page.url_path.split("/", 2)[2]


class Corpus:
    """The questions about one planted site. They are the same whether what is hidden is there or not."""

    def __init__(self, planted: Planted, client: Client, *, exhaustive: bool = False):
        self.planted, self.client, self.exhaustive = planted, client, exhaustive
        self.by_id = [global_id(row) for _kind, row in self._hidden()]
        self.shown = [global_id(row) for rows in planted.public.values() for row in rows]
        pages = [row for _kind, row in self._hidden() if isinstance(row, Page)]
        ways = {row.pk: kind for kind, row in self._hidden() if isinstance(row, Page)}
        asking = [page for page in pages if ways[page.pk].endswith("password")]
        self.slugs = [page.slug for page in pages if page not in asking]
        self.paths = [_path(page) for page in pages if page not in asking]
        self.asking = [each for page in asking for each in (_path(page), page.slug)]
        """The paths below a password: by design, ``route`` tells that they need one."""
        self.titles = sorted(word for word, owner in planted.hidden_words.owners.items() if owner.endswith((".title", ".name")))
        self.pairs: set[tuple[str, str, str]] = set()

    def _hidden(self) -> Iterator[tuple[str, Any]]:
        for rows in self.planted.hidden.values():
            yield from rows

    def questions(self) -> Iterator[Question]:
        """Yield every question, those first that ask most."""
        yield from self._walks()
        yield from self._lists()
        yield from self._names()
        yield from self._arguments()
        yield from self._mutations()
        yield from self._addresses()

    def _graphql(self, name: str, calls: Iterable[str]) -> Question:
        text = " ".join(f"a{number}: {call}" for number, call in enumerate(calls))
        return Question(name, "GRAPHQL", "/graphql/", "{ " + text + " }")

    # --- Every pair of fields -----------------------------------------------------------------

    def _pool(self) -> Pool:
        home = self.planted.public_row_named("HomePage")
        return Pool([global_id(home)], ["/"], ["1950-01-01"], [1, 100])

    def _walks(self) -> Iterator[Question]:
        """Begin with an object of each type, then at each root field with what it answers to."""
        walk = Walk(self._pool(), wrappers=int(self.exhaustive))
        ids = list({self._type_of(each): each for each in reversed(self.shown)}.values())
        text = walk.query(f"nodes(ids: {json.dumps(ids)})", schema.type_map["Node"], ("Query", "nodes"))
        yield Question("every pair of fields below objects", "GRAPHQL", "/graphql/", text)
        for name, field_ in schema.query_type.fields.items():
            own = Walk(self._pool(), wrappers=1) if self.exhaustive else walk
            text = own.query(self._answered(name, field_), get_named_type(field_.type), ("Query", name))
            yield Question(f"every pair of fields below {name}", "GRAPHQL", "/graphql/", text)
            self.pairs |= own.pairs

    def _answered(self, name: str, field_: Any) -> str:
        """Return a call of a root field that gives something: with the first name of a public thing that it knows."""
        call = f"{name}{required_of(field_, self._pool())}"
        if isinstance(field_.type, GraphQLNonNull):
            return call
        pages = [row for rows in self.planted.public.values() for row in rows if isinstance(row, Page)]
        pool = Pool(self.shown, [*{row.slug for row in pages}, "/"], [], [])
        calls = list(self._with_names(name, field_, pool)) or [call]
        found = ask(self.client, self._graphql(name, [f"{each} {{ __typename }}" for each in calls]))
        given = json.loads(found.body)["data"]
        return next((each for number, each in enumerate(calls) if given[f"a{number}"]), call)

    # --- Every argument of every list ----------------------------------------------------------

    def _values(self) -> Pool:
        days = ["1900-06-01", "1950-01-01", str(date.today())]
        return Pool(self.shown[:1], [self.planted.public_words_sample()], days, [1, 3000, 10_000_000])

    def _lists(self) -> Iterator[Question]:
        pool = self._values()
        for name, field_ in schema.query_type.fields.items():
            selection = leaves(get_named_type(field_.type), pool, 1 + self.exhaustive)
            calls = list(calls_of(name, field_, pool))
            safe = [call for call in calls if '"' not in call or field_.args.get("query")]
            yield self._graphql(f"arguments of {name}", [f"{call} {selection}" for call in safe])
            for call in calls:
                if call not in safe:
                    yield self._graphql(f"argument: {call}"[:160], [f"{call} {selection}"])
        for kind in object_types():
            ids = json.dumps([each for each in self.shown if self._type_of(each) == kind.name][: 100 if self.exhaustive else 2])
            for name, field_ in kind.fields.items():
                calls = [f"{call} {leaves(get_named_type(field_.type), pool, 1 + self.exhaustive)}" for call in calls_of(name, field_, pool)] if field_.args else []
                if calls:
                    inner = " ".join(f"b{number}: {call}" for number, call in enumerate(calls))
                    yield self._graphql(f"arguments of {kind.name}.{name}", [f"nodes(ids: {ids}) {{ ... on {kind.name} {{ {inner} }} }}"])

    def _type_of(self, identifier: str) -> str:
        from graphql_relay import from_global_id

        return from_global_id(identifier).type

    # --- The names of what is hidden ------------------------------------------------------------

    def _names(self) -> Iterator[Question]:
        """Ask what may be null by the ids, slugs, paths and words of everything that is hidden."""
        titles = self.titles if self.exhaustive else self.titles[::8]
        pool = Pool(self.by_id, [*self.slugs, *self.paths], [], [])
        with_asking = Pool(self.by_id, [*pool.texts, *self.asking], [], [])
        for name, field_ in schema.query_type.fields.items():
            if isinstance(field_.type, GraphQLNonNull) and name not in {"search", "suggest", "nodes"}:
                continue
            selection = leaves(get_named_type(field_.type), self._pool(), int(self.exhaustive))
            is_search = isinstance(field_.type, GraphQLNonNull) and name != "nodes"
            known = Pool([], titles, [], []) if is_search else pool if name == "route" else with_asking
            calls = [f"{call} {selection}" for call in self._with_names(name, field_, known)]
            for start in range(0, len(calls), AT_ONCE):
                yield self._graphql(f"hidden names: {name} {start}", calls[start : start + AT_ONCE])
        for number, identifier in enumerate(self.by_id):
            yield self._graphql(f"alone: node {number}", [f'node(id: "{identifier}") {{ __typename id }}'])
        for number, path in enumerate(self.asking):
            yield self._graphql(f"asking: path {number}", [f"route(path: {json.dumps(path)}) {{ __typename ... on PasswordRoute {{ path }} }}"])
        for number, path in enumerate(self.paths):
            call = f"(path: {json.dumps(path)}) {{ __typename }}"
            yield self._graphql(f"alone: path {number}", [f"page{call}", f"route{call}"])

    def _with_names(self, name: str, field_: Any, pool: Pool) -> Iterator[str]:
        for key, argument in field_.args.items():
            kind = get_named_type(argument.type).name
            if kind in {"ID", "String"} and key not in {"site", "locale", "hostname", "after", "before"}:
                for value in pool.of(kind):
                    yield f"{name}({key}: {'[' + value + ']' if name == 'nodes' else value})"

    def _arguments(self) -> Iterator[Question]:
        """Ask what cannot be null by some of those names, in every argument: an unknown one may be an error."""
        sample = self.slugs[:: max(1, len(self.slugs) // 3)] if not self.exhaustive else self.slugs
        pool = Pool(self.by_id[:: max(1, len(self.by_id) // 3)], sample, [], [])
        for name, field_ in schema.query_type.fields.items():
            for call in calls_of(name, field_, pool, is_short=True) if name not in {"node", "nodes"} else ():
                if HIDDEN in call or any(each in call for each in pool.ids):
                    yield self._graphql(f"hidden argument: {call}"[:200], [f"{call} {{ __typename }}"])

    # --- What is done, and what is at other addresses -------------------------------------------

    def _mutations(self) -> Iterator[Question]:
        forms = [each for each in self.by_id if self._type_of(each) == "FormPage"]
        for number, identifier in enumerate(forms):
            given = f'page: "{identifier}"'
            calls = [
                f"startForm(input: {{ {given} }}) {{ token errors {{ field code message }} }}",
                f'submitForm(input: {{ {given}, token: "x", values: [] }}) {{ submitted errors {{ field code message }} }}',
            ]
            for call in calls:
                yield Question(f"mutation {number}", "GRAPHQL", "/graphql/", f"mutation {{ {call} }}")
            yield Question(f"upload {number}", "UPLOAD", "/forms/upload/", {"page": identifier, "field": "nome"})
        for number, path in enumerate([*self.paths, *self.asking]):
            call = f"unlock(path: {json.dumps(path)}, password: \"errada\") {{ path }}"
            yield Question(f"unlock {number}", "GRAPHQL", "/graphql/", f"mutation {{ {call} }}")

    def _addresses(self) -> Iterator[Question]:
        for address in ("/cities.geojson", "/stories.atom", "/sitemap.xml", "/schema.graphql", "/", "/robots.txt"):
            yield Question(address, "GET", address)
        for path in [*self.paths, *self.asking]:
            yield Question(f"page {path}", "GET", path)
        for row in (row for _kind, row in self._hidden() if isinstance(row, CollectionMember)):
            for address in self._addresses_of(row):
                yield Question(f"file {address}", "GET", address.removeprefix(settings.PUBLIC_URL))

    def _addresses_of(self, row: Any) -> Iterator[str]:
        yield f"/media/{row.file.name}"
        yield f"/images/{row.file.name}"
        if hasattr(row, "get_rendition"):
            yield from (file.url for file in all_files_of(row)[:6])
            yield f"/media/{row.get_rendition('max-20x20').file.name}"
        else:
            yield row.url


__all__ = ["NOBODY", "PASSWORD", "Corpus", "Question", "Words", "ask", "without_limits"]
