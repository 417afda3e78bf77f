"""What a visitor may see, said once. Every way to reach an object goes through ``public()`` or ``visible()``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, F, Func, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionMember,
    CollectionViewRestriction,
    DraftStateMixin,
    Page,
    PageViewRestriction,
    Site,
)

from cms.hiding.models import HiddenPage

MAX_DEPTH = 12
"""Levels of the page and collection trees that can be public. What lies deeper is hidden: the bound
keeps the question about all ancestors to one indexed lookup each, whatever the content."""


def public(queryset: QuerySet) -> QuerySet:
    """Return the rows of ``queryset`` that an anonymous visitor may see.

    Pages: see ``_Shows``. Images and documents: in no restricted collection, and images
    until their rights end: a model names the column of its end in ``shown_until``. Snippets with drafts: live. A model
    that belongs to others names them in ``visible_with``, and its rows show while all of those do.
    Reference data (municipalities) is public as it is.
    """
    return _shown(queryset, frozenset())


def visible(queryset: QuerySet) -> QuerySet:
    """Return the rows that ``public`` does, and those below the passwords that the visitor has shown to know.

    It is for what leads to one object: its id, its path, another object. Lists, counts, searches and whatever is
    kept for others ask ``public``: a password changes nothing there.
    """
    return _shown(queryset, _unlocked.get())


def unlocked_now() -> frozenset[int]:
    """Return the password restrictions that ``visible`` overlooks."""
    return _unlocked.get()


@contextmanager
def seen_at(moment: datetime) -> Iterator[None]:
    """Have ``public`` and ``visible`` say what shows at ``moment`` while the context lasts: by default, now."""
    before = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(before)


_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
_unlocked: ContextVar[frozenset[int]] = ContextVar("unlocked", default=frozenset())


@contextmanager
def unlocked(restrictions: Iterable[int]) -> Iterator[None]:
    """Have ``visible`` overlook these password restrictions (primary keys) while the context lasts."""
    before = _unlocked.set(frozenset(restrictions))
    try:
        yield
    finally:
        _unlocked.reset(before)


def _now() -> datetime:
    return _moment.get() or timezone.now()


def _shown(queryset: QuerySet, unlocked: frozenset[int]) -> QuerySet:
    model, now = queryset.model, _now()
    if issubclass(model, Page):
        queryset = queryset.filter(_shows(now, _by_asking(unlocked)))
    elif issubclass(model, CollectionMember):
        queryset = queryset.filter(~Exists(_restricted_collections("collection__path")))
    elif issubclass(model, DraftStateMixin):
        queryset = queryset.filter(_IsOut(F("live"), now=now))
    if until := getattr(model, "shown_until", None):
        queryset = queryset.filter(Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": now}))
    for name in getattr(model, "visible_with", ()):
        field = model._meta.get_field(name)
        owners = _shown(field.related_model._default_manager.all(), unlocked)
        # asked of each row: as a list, it would be made of all the owners there are, whenever the row may have none
        shows = Q(Exists(owners.order_by().filter(pk=OuterRef(field.attname))))
        queryset = queryset.filter(shows | Q(**{f"{name}__isnull": True}) if field.null else shows)
    return queryset


def was_public(model: type[Model], columns: Mapping[str, Any]) -> bool:
    """Tell whether a row of ``model`` that had these ``columns``, and may be gone, was public.

    What it belonged to, and its collection, are asked as they are now: who goes together with them was never alone.
    """
    if columns.get("rights_end_told"):
        return False
    if issubclass(model, CollectionMember):
        hidden = Exists(_restricted_collections("path"))
        return Collection.objects.filter(~hidden, pk=columns["collection_id"]).exists()
    if issubclass(model, DraftStateMixin) and not columns["live"]:
        return False
    for name in getattr(model, "visible_with", ()):
        field: Any = model._meta.get_field(name)
        key = columns[f"{name}_id"]
        if key is None and field.null:
            continue
        if not public(field.related_model._default_manager.filter(pk=key)).exists():
            return False
    return True


class Hidden:
    """The branches of the page tree that are not public: for who looks at more pages than a database should ask about.

    It says what ``public`` says of pages below the root of a site; ``tests/leaks`` compares them.
    """

    def __init__(self) -> None:
        self._tops = frozenset(hidden_branches())
        self._known = {"": False}

    def __contains__(self, path: str) -> bool:
        """Tell whether the page at the tree ``path`` is hidden, by itself or by a page above it."""
        return path in self._tops or len(path) > MAX_DEPTH * Page.steplen or self._is_below(path[: -Page.steplen])

    def _is_below(self, path: str) -> bool:
        # pages beside each other ask the same of those above them
        if path not in self._known:
            self._known[path] = path in self._tops or self._is_below(path[: -Page.steplen])
        return self._known[path]


def hidden_branches() -> QuerySet:
    """Return the tree paths of the pages that hide themselves and whatever is below them.

    Below the root of a site nothing else is hidden, but what lies deeper than ``MAX_DEPTH``.
    """
    now = _now()
    hides = _Hides(F("path"), ways=[_by_itself(now), _for_a_while(now), _by_asking(frozenset())])
    return Page.objects.filter(hides).order_by().values_list("path", flat=True)


def public_but_for_passwords(queryset: QuerySet) -> QuerySet:
    """Return the pages that are public, or would be if there were no shared passwords on them or above them."""
    return queryset.filter(_shows(_now(), _by_asking_more_than_a_password()))


def published_once(queryset: QuerySet) -> QuerySet:
    """Return the pages of ``queryset`` that are live or once were: those with an address that somebody may know."""
    return queryset.filter(Q(live=True) | Q(first_published_at__isnull=False))


def passwords_above(queryset: QuerySet) -> QuerySet:
    """Return the password restrictions on the pages of ``queryset`` and their ancestors, the topmost first."""
    below = queryset.order_by().filter(path__startswith=OuterRef("page__path"))
    return (
        PageViewRestriction.objects.filter(Exists(below), restriction_type=BaseViewRestriction.PASSWORD)
        .select_related("page")
        .order_by("page__path", "pk")
    )


def _shows(now: datetime, by_asking: "Way") -> "_Shows":
    """The condition on pages that they are out, below the root of a site, and hidden by none above them."""
    return _Shows(F("path"), now=now, ways=[_by_itself(now, ABOVE_OTHERS), _for_a_while(now), by_asking])


class Way(NamedTuple):
    """A way in which a page hides itself and whatever is below it: the SQL of such pages, each called ``above``."""

    pages: str
    parameters: tuple[Any, ...]


IS_OUT = (
    "{page}.live AND ({page}.expire_at IS NULL OR {page}.expire_at > %s)"
    " AND ({page}.go_live_at IS NULL OR {page}.go_live_at <= %s)"
)
"""Whether the row ``{page}`` is published, and its time has come and not gone."""
ABOVE_OTHERS = "above.numchild > 0 AND "
"""Of these few may be hidden, and PostgreSQL has an index of those few."""


def _by_itself(now: datetime, among: str = "") -> Way:
    return Way(f"FROM {{page}} above WHERE {among}NOT ({IS_OUT.format(page='above')})", (now, now))


def _for_a_while(now: datetime) -> Way:
    pages = "FROM {page} above JOIN {hidden} period ON period.page_id = above.id"
    return Way(f"{pages} WHERE period.begins_at <= %s AND period.ends_at > %s", (now, now))


ASKING = "FROM {page} above JOIN {restriction} asked ON asked.page_id = above.id WHERE asked.restriction_type"


def _by_asking(unlocked: frozenset[int]) -> Way:
    """Pages that ask who comes; those whose password the visitor has shown, ``unlocked``, do not."""
    pages = f"{ASKING} <> 'none'"
    if unlocked:
        keys = ", ".join("%s" for _key in unlocked)
        pages += f" AND asked.id NOT IN ({keys})"
    return Way(pages, (*sorted(unlocked),))


def _by_asking_more_than_a_password() -> Way:
    return Way(f"{ASKING} NOT IN ('none', 'password')", ())


STARTS = (
    "FROM {page} above WHERE above.translation_key IN"
    " (SELECT home.translation_key FROM {site} site JOIN {page} home ON home.id = site.root_page_id)"
)
"""The pages that a site begins with, in each language."""


MOST_LIKELY = "CASE WHEN {} THEN 1 END IS NOT NULL"
"""A condition that PostgreSQL takes to hold of nearly every row. It cannot estimate those on paths: taking few pages to
show, it would read and sort all of them where an index in the order of a list leads to the first at once."""


class _IsOut(Func):
    """Whether the row of the column ``live`` is out by itself, whatever is above it."""

    output_field = BooleanField()

    def __init__(self, live: Any, *, now: datetime):
        super().__init__(live)
        self.now = now

    def as_sql(self, compiler: Any, connection: Any, *_form: Any, **_options: Any) -> tuple[str, list]:
        live, _none = compiler.compile(self.source_expressions[0])
        return _filled(IS_OUT.format(page=live.rpartition(".")[0]), [self.now, self.now], connection)


class _Hides(Func):
    """Whether the page at a tree path hides itself, and whatever is below it, in one of the ``ways``."""

    output_field = BooleanField()

    def __init__(self, path: Any, *, ways: Sequence[Way]):
        super().__init__(path)
        self.ways = ways

    def as_sql(self, compiler: Any, connection: Any, *_form: Any, **_options: Any) -> tuple[str, list]:
        path, _none = compiler.compile(self.source_expressions[0])
        return _filled(f"{path} IN ({_all_paths(self.ways)})", _parameters(self.ways), connection)


class _Shows(Func):
    """Whether a page shows: it is out, begins a site or lies below what does, and no ``Way`` hides it from there.

    It is written in SQL: asked of every row of every answer, putting it together from the ORM's parts cost more
    than the database takes to answer. The pages whose tree path begins a page's own are that page and all above it.
    """

    output_field = BooleanField()

    def __init__(self, path: Any, *, now: datetime, ways: Sequence[Way]):
        super().__init__(path)
        self.now, self.ways = now, ways

    def as_sql(self, compiler: Any, connection: Any, *_form: Any, **_options: Any) -> tuple[str, list]:
        """Ask an index of the pages above for each row."""
        path, _none = compiler.compile(self.source_expressions[0])
        above = _beginnings(path, Page.steplen)
        hidden = " OR ".join(_is_among(way.pages, above) for way in self.ways)
        return self._written(path, f"({hidden})", _is_among(STARTS, above), connection)

    def as_postgresql(self, compiler: Any, connection: Any, **_options: Any) -> tuple[str, list]:
        """Look each row up among what hides, which is found once a statement: there are few such pages above others."""
        path, _none = compiler.compile(self.source_expressions[0])
        keys = f"SELECT COALESCE(jsonb_object_agg(path, NULL), '{{{{}}}}') FROM ({_all_paths(self.ways)}) paths"  # noqa: S608  (written above)
        hidden = f"jsonb_exists_any(({keys}), ARRAY[{_beginnings(path, Page.steplen)}])"
        begins = f"LIKE ANY (ARRAY(SELECT above.path || '%%' {STARTS}))"
        return self._written(path, hidden, f"{path} {begins}", connection, MOST_LIKELY)

    def _written(
        self, path: str, hidden: str, is_below_a_start: str, connection: Any, likely: str = "{}"
    ) -> tuple[str, list]:
        is_out = IS_OUT.format(page=path.rpartition(".")[0])
        holds = f"NOT {hidden} AND {is_below_a_start} AND LENGTH({path}) <= {Page.steplen * MAX_DEPTH}"
        parameters = [self.now, self.now, *_parameters(self.ways)]
        return _filled(f"{is_out} AND {likely.format(holds)}", parameters, connection)


def _is_among(pages: str, above: str) -> str:
    return f"EXISTS (SELECT 1 {pages} AND above.path IN ({above}))"


def _all_paths(ways: Sequence[Way]) -> str:
    # each is found by an index of its own, which none is that says "or"
    return " UNION ALL ".join(f"SELECT above.path {way.pages}" for way in ways)


def _parameters(ways: Sequence[Way]) -> list[Any]:
    return [each for way in ways for each in way.parameters]


def _filled(sql: str, parameters: Sequence[Any], connection: Any) -> tuple[str, list]:
    """Return ``sql`` with the names of the tables, and its parameters as the database takes them."""
    tables = {"page": Page, "site": Site, "hidden": HiddenPage, "restriction": PageViewRestriction}
    names = {name: model._meta.db_table for name, model in tables.items()}
    adapt = connection.ops.adapt_datetimefield_value
    return f"({sql})".format(**names), [adapt(each) if isinstance(each, datetime) else each for each in parameters]


def _restricted_collections(path: str) -> QuerySet:
    restrictions = CollectionViewRestriction.objects.exclude(restriction_type=BaseViewRestriction.NONE)
    return Collection.objects.order_by().filter(
        _Begins(F("path"), OuterRef(path), step=Collection.steplen), pk__in=restrictions.values("collection")
    )


class _Begins(Func):
    """Whether the first path is the beginning of the second, in whole steps: a list of values, so that an index helps.

    It is one expression for what a dozen of ``Substr`` say, because each of those costs more than the statement.
    """

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *_form: Any, **_options: Any) -> tuple[str, list]:
        beginning, own = compiler.compile(self.source_expressions[0])
        path, parameters = compiler.compile(self.source_expressions[1])
        within = _beginnings(path, self.extra["step"])
        return f"{beginning} IN ({within})", [*own, *(list(parameters) * MAX_DEPTH)]


def _beginnings(path: str, step: int) -> str:
    """Return the SQL of all beginnings that the column ``path`` can have, a level being ``step`` letters long."""
    return ", ".join(f"SUBSTR({path}, 1, {step * level})" for level in range(1, MAX_DEPTH + 1))
