"""Everything that a stranger may ask: by GraphQL, by other addresses, with the names of what is hidden."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from graphql import GraphQLNonNull, get_named_type
from graphql_relay import from_global_id
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionMember, Page

from cms.api.ids import global_id, key_of
from cms.engagement.following.links import follower_token
from cms.engagement.models import Follower
from cms.graphql.schema import schema
from cms.renditions import all_files_of
from tests.leaks.filling import HIDDEN, PUBLIC
from tests.leaks.planting import Planted
from tests.leaks.walking import Pool, Walk, calls_of, calls_with_ids, leaves, object_types, required_of

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
    statements: tuple[str, ...] = ()

    def told(self, asked: set[str]) -> set[str]:
        """Return the hidden words in it that the question did not say itself."""
        return set(WORD.findall(self.body.decode("latin-1").lower())) - asked


def ask(client: Client, question: Question) -> Answer:
    if not question.is_alone:
        return _answer(_response(client, question))
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = _answer(_response(client, question))
    answer.statements = tuple(_kind(each["sql"]) for each in captured.captured_queries)
    return answer


def _response(client: Client, question: Question) -> Any:
    if question.method == "GRAPHQL":
        return client.post(question.address, json.dumps({"query": question.body}), content_type="application/json")
    if question.method == "UPLOAD":
        file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
        return client.post(question.address, {**question.body, "file": file})
    return client.get(question.address, question.body)


def _answer(response: Any) -> Answer:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(response.status_code, data + response.headers.get("Location", "").encode())


def _kind(sql: str) -> str:
    return re.sub(r"""'[^']*'|"s\d+_x\d+"|\b\d+\b""", "?", sql)


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
        self.asking_slugs = [page.slug for page in asking]
        self.asking = [_path(page) for page in asking]
        """The paths below a password: by design, ``route`` tells that they need one."""
        owners = planted.hidden_words.owners.items()
        self.titles = [HIDDEN, *sorted(word for word, owner in owners if owner.endswith((".title", ".name")))]
        self.old_paths = list(Redirect.objects.values_list("old_path", flat=True))
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

    def _graphql(self, name: str, calls: Iterable[str], kind: str = "", selection: str = "") -> Question:
        """Return one request of all ``calls``; each selects ``selection`` of ``kind``, where they do not say what."""
        spread = " { ...Told }" if selection else ""
        text = " ".join(f"a{number}: {call}{spread}" for number, call in enumerate(calls))
        fragment = f" fragment Told on {kind} {selection}" if selection else ""
        return Question(name, "GRAPHQL", "/graphql/", "{ " + text + " }" + fragment)

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
        days = ["1900-06-01", "1950-01-01", str(timezone.localdate())]
        return Pool(self.shown[:1], [self.planted.public_words_sample(), PUBLIC], days, [1, 3000, 10_000_000])

    def _lists(self) -> Iterator[Question]:
        pool = self._values()
        for name, field_ in schema.query_type.fields.items():
            selection = leaves(get_named_type(field_.type), pool, 1 + self.exhaustive)
            calls = list(calls_of(name, field_, pool))
            safe = [call for call in calls if '"' not in call or field_.args.get("query")]
            kind = get_named_type(field_.type).name
            yield self._graphql(f"arguments of {name}", safe, kind, selection)
            for call in calls:
                if call not in safe:
                    yield self._graphql(f"argument: {call}"[:160], [f"{call} {selection}"])
        for kind in object_types():
            ids = json.dumps(
                [each for each in self.shown if self._type_of(each) == kind.name][: 100 if self.exhaustive else 2]
            )
            for name, field_ in kind.fields.items():
                if field_.args:
                    selection = leaves(get_named_type(field_.type), pool, 1 + self.exhaustive)
                    calls = enumerate(calls_of(name, field_, pool))
                    inner = " ".join(f"b{number}: {call} {{ ...Told }}" for number, call in calls)
                    asked = f"{{ nodes(ids: {ids}) {{ ... on {kind.name} {{ {inner} }} }} }}"
                    asked += f" fragment Told on {get_named_type(field_.type).name} {selection}"
                    yield Question(f"arguments of {kind.name}.{name}", "GRAPHQL", "/graphql/", asked)

    def _type_of(self, identifier: str) -> str:
        return from_global_id(identifier).type

    # --- The names of what is hidden ------------------------------------------------------------

    def _names(self) -> Iterator[Question]:
        """Ask what may be null by the ids, slugs, paths and words of everything that is hidden."""
        titles = self.titles if self.exhaustive else self.titles[::24]
        pool = Pool(self.by_id, [*self.slugs, *self.paths, *self.old_paths], [], [])
        with_asking = Pool(self.by_id, [*pool.texts, *self.asking, *self.asking_slugs], [], [])
        for name, field_ in schema.query_type.fields.items():
            if isinstance(field_.type, GraphQLNonNull) and name not in {"search", "suggest", "nodes"}:
                continue
            selection = leaves(get_named_type(field_.type), self._pool(), int(self.exhaustive))
            is_search = isinstance(field_.type, GraphQLNonNull) and name != "nodes"
            known = Pool([], titles, [], []) if is_search else pool if name == "route" else with_asking
            calls, kind = list(self._with_names(name, field_, known)), get_named_type(field_.type).name
            for start in range(0, len(calls), AT_ONCE):
                yield self._graphql(f"hidden names: {name} {start}", calls[start : start + AT_ONCE], kind, selection)
        for number, identifier in enumerate(self.by_id):
            yield self._graphql(f"alone: node {number}", [f'node(id: "{identifier}") {{ __typename id }}'])
        for number, path in enumerate(self.asking):
            call = f"route(path: {json.dumps(path)}) {{ __typename ... on PasswordRoute {{ path }} }}"
            yield self._graphql(f"asking: path {number}", [call])
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
        fewest = 1 if not self.exhaustive else 50
        pool = Pool(self.by_id[-fewest:], self.slugs[-fewest:], [], [])
        for name, field_ in schema.query_type.fields.items():
            for call in calls_of(name, field_, pool, is_short=True) if name not in {"node", "nodes"} else ():
                if HIDDEN in call or any(each in call for each in pool.ids):
                    yield self._graphql(f"hidden argument: {call}"[:200], [f"{call} {{ __typename }}"])

    # --- What is done, and what is at other addresses -------------------------------------------

    def _mutations(self) -> Iterator[Question]:
        for number, identifier in enumerate(each for each in self.by_id if self._type_of(each) == "FormPage"):
            yield Question(f"upload {number}", "UPLOAD", "/forms/upload/", {"page": identifier, "field": "nome"})
        yield self._mutation("consents", "startFollowing { consent { text } }")
        for identifier in self.shown:
            if issubclass((key_of(identifier) or (object,))[0], Page):
                call = f'startComment(input: {{ page: "{identifier}" }}) {{ consent {{ text }} errors {{ code }} }}'
                yield self._mutation(f"consents {identifier}", call)
        yield from self._mutations_with_ids()
        for number, path in enumerate([*self.paths, *self.asking]):
            call = f'unlock(path: {json.dumps(path)}, password: "errada") {{ path }}'
            yield self._mutation(f"unlock {number}", call)

    def _mutation(self, name: str, call: str) -> Question:
        return Question(name, "GRAPHQL", "/graphql/", f"mutation {{ {call} }}")

    def _mutations_with_ids(self) -> Iterator[Question]:
        """Send every mutation the ids of what is hidden, wherever it takes one, with all that it needs besides."""
        roots = {Page if issubclass(model, Page) else model for model in self.planted.hidden}
        each = [self.planted.one_of_each_kind(root) for root in sorted(roots, key=lambda model: model._meta.label)]
        ids = [global_id(row) for kinds in each for _kind, row in kinds]
        page = self.planted.public_row_named("NarrativePage")
        given = [*self._given_to_strangers()]
        for name, field_ in schema.mutation_type.fields.items():
            selection = leaves(get_named_type(field_.type), self._pool())
            for number, call in enumerate(calls_with_ids(name, field_, ids, global_id(page), given)):
                yield self._mutation(f"mutation {name} {number}", f"{call} {selection}")

    def _given_to_strangers(self) -> Iterator[dict[str, str]]:
        """Yield what a mutation may ask for, by the name of its field: what another gave, or the link of a letter."""
        form, page = (self.planted.public_row_named(name) for name in ("FormPage", "NarrativePage"))
        plain = {"email": "ana@example.org", "consent": "1"}
        yield {**plain, "token": follower_token(self.planted.public_row(Follower))}
        for call in (
            f'startForm(input: {{ page: "{global_id(form)}" }}) {{ token }}',
            f'startComment(input: {{ page: "{global_id(page)}" }}) {{ token consent {{ version }} }}',
            "startFollowing { token consent { version } }",
        ):
            (begun,) = json.loads(ask(self.client, self._mutation("begin", call)).body)["data"].values()
            consent = {"consent": begun["consent"]["version"]} if begun.get("consent") else {}
            yield {**plain, "token": begun["token"], **consent}

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
