"""What a visitor may see, said once. Every way to reach an object goes through ``public()`` or ``visible()``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

    Pages: see ``_unrestricted_pages``. Images and documents: in no restricted collection, and images
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


def _shown(queryset: QuerySet, unlocked: frozenset[int]) -> QuerySet:
    model, now = queryset.model, _moment.get() or timezone.now()
    if issubclass(model, Page):
        queryset = _unrestricted_pages(queryset, now, unlocked)
    elif issubclass(model, CollectionMember):
        queryset = queryset.filter(~Exists(_restricted_collections("collection__path")))
    elif issubclass(model, DraftStateMixin):
        queryset = queryset.filter(_is_out(now))
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
    now = _moment.get() or timezone.now()
    restrictions = PageViewRestriction.objects.exclude(restriction_type=BaseViewRestriction.NONE)
    for_a_while = HiddenPage.objects.filter(begins_at__lte=now, ends_at__gt=now)
    # three statements in one: each is found by an index, which none is that says "or"
    return _paths(~_is_out(now)).union(
        _paths(Q(pk__in=restrictions.values("page"))), _paths(Q(pk__in=for_a_while.values("page"))), all=True
    )


def _paths(condition: Q) -> QuerySet:
    return Page.objects.filter(condition).order_by().values_list("path", flat=True)


def password_protected(queryset: QuerySet) -> QuerySet:
    """Return the pages that would be public but for a shared password on them or an ancestor."""
    now = timezone.now()
    asks = _ancestors("path").filter(view_restrictions__restriction_type=BaseViewRestriction.PASSWORD)
    refuses = _ancestors("path").filter(
        view_restrictions__restriction_type__in=[BaseViewRestriction.LOGIN, BaseViewRestriction.GROUPS]
    )
    return _published_pages(queryset, now).filter(Exists(asks), ~Exists(refuses))


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


def _unrestricted_pages(queryset: QuerySet, now: datetime, unlocked: frozenset[int]) -> QuerySet:
    return queryset.filter(_Shows(F("path"), now=now, ways=[_by_itself(now), _for_a_while(now), _by_asking(unlocked)]))


def _published_pages(queryset: QuerySet, now: datetime) -> QuerySet:
    """Pages that are live, under ancestors that are all live, up to the root of a site."""
    return queryset.filter(_Shows(F("path"), now=now, ways=[_by_itself(now), _for_a_while(now)]))


class Way(NamedTuple):
    """A way in which a page hides itself and whatever is below it: the SQL of such pages, each called ``above``."""

    pages: str
    parameters: tuple[Any, ...]


IS_OUT = (
    "{page}.live AND ({page}.expire_at IS NULL OR {page}.expire_at > %s)"
    " AND ({page}.go_live_at IS NULL OR {page}.go_live_at <= %s)"
)
"""What ``_is_out`` says, of the row ``{page}``: change both, or neither."""


def _by_itself(now: datetime) -> Way:
    return Way(f"FROM {{page}} above WHERE above.numchild > 0 AND NOT ({IS_OUT.format(page='above')})", (now, now))


def _for_a_while(now: datetime) -> Way:
    pages = "FROM {page} above JOIN {hidden} period ON period.page_id = above.id"
    return Way(f"{pages} WHERE period.begins_at <= %s AND period.ends_at > %s", (now, now))


def _by_asking(unlocked: frozenset[int]) -> Way:
    """Pages that ask who comes; those whose password the visitor has shown, ``unlocked``, do not."""
    pages = "FROM {page} above JOIN {restriction} asked ON asked.page_id = above.id"
    pages += " WHERE asked.restriction_type <> 'none'"
    if unlocked:
        keys = ", ".join("%s" for _key in unlocked)
        pages += f" AND NOT (asked.restriction_type = 'password' AND asked.id IN ({keys}))"
    return Way(pages, (*sorted(unlocked),))


STARTS = (
    "FROM {page} above WHERE above.translation_key IN"
    " (SELECT home.translation_key FROM {site} site JOIN {page} home ON home.id = site.root_page_id)"
)
"""The pages that a site begins with, in each language."""


MOST_LIKELY = "CASE WHEN {} THEN 1 END IS NOT NULL"
"""A condition that PostgreSQL takes to hold of nearly every row. It cannot estimate those on paths: taking few pages to
show, it would read and sort all of them where an index in the order of a list leads to the first at once."""


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
        return self._written(
            compiler, connection, self._are_among, lambda path, above: self._are_among([STARTS], above)
        )

    def as_postgresql(self, compiler: Any, connection: Any, **_options: Any) -> tuple[str, list]:
        """Look each row up among what hides, which is found once a statement: there are few such pages above others."""
        begins = f"LIKE ANY (ARRAY(SELECT above.path || '%%' {STARTS}))"
        return self._written(compiler, connection, self._are_keys, lambda path, above: f"{path} {begins}", MOST_LIKELY)

    def _written(
        self,
        compiler: Any,
        connection: Any,
        are_among: Callable[[list[str], str], str],
        is_below_a_start: Callable[[str, str], str],
        likely: str = "{}",
    ) -> tuple[str, list]:
        path, _none = compiler.compile(self.source_expressions[0])
        page, above = path.rpartition(".")[0], _beginnings(path, Page.steplen)
        conditions = [
            f"NOT {are_among([way.pages for way in self.ways], above)}",
            is_below_a_start(path, above),
            f"LENGTH({path}) <= {Page.steplen * MAX_DEPTH}",
        ]
        moments = [self.now, self.now, *(each for way in self.ways for each in way.parameters)]
        adapt = connection.ops.adapt_datetimefield_value
        names = {"page": Page._meta.db_table, "site": Site._meta.db_table, "hidden": HiddenPage._meta.db_table}
        names["restriction"] = PageViewRestriction._meta.db_table
        parameters = [adapt(each) if isinstance(each, datetime) else each for each in moments]
        sql = f"{IS_OUT.format(page=page)} AND {likely.format(' AND '.join(conditions))}"
        return f"({sql})".format(**names), parameters

    @staticmethod
    def _are_among(pages: list[str], above: str) -> str:
        return "(" + " OR ".join(f"EXISTS (SELECT 1 {each} AND above.path IN ({above}))" for each in pages) + ")"

    @staticmethod
    def _are_keys(pages: list[str], above: str) -> str:
        paths = " UNION ALL ".join(f"SELECT above.path {each}" for each in pages)
        keys = f"SELECT COALESCE(jsonb_object_agg(path, NULL), '{{{{}}}}') FROM ({paths}) paths"  # noqa: S608  (written above)
        return f"jsonb_exists_any(({keys}), ARRAY[{above}])"


def _is_out(now: datetime) -> Q:
    """What ``IS_OUT`` says in SQL: change both, or neither."""
    return (
        Q(live=True)
        & (Q(expire_at__isnull=True) | Q(expire_at__gt=now))
        & (Q(go_live_at__isnull=True) | Q(go_live_at__lte=now))
    )


def _ancestors(path: str) -> QuerySet:
    """The page itself and all its ancestors: the pages whose path begins the outer row's ``path``."""
    return Page.objects.order_by().filter(_Begins(F("path"), OuterRef(path), step=Page.steplen))


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
