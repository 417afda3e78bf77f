"""What files call things by: pages by path, cities by IBGE code, the rest by slug or file name."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Collection, Locale, Page, Revision, Site

from cities.models import CityPage, Indicator, Municipality, WorkFrontPage
from cms.importing.problems import not_there
from cms.media import CustomDocument, CustomImage
from cms.visibility import public
from home.models import AreaPage, Partner, Person


@dataclass(frozen=True)
class Scope:
    """The part of the installation that a file is about: one site in its own language, or in another."""

    site: Site
    language: Locale | None = None
    """One of the other languages of the site: its home page is translated to it."""

    @cached_property
    def home(self) -> Page:
        own = self.site.root_page
        return own.get_translation(self.language) if self.language and self.language != own.locale else own

    @property
    def is_translation(self) -> bool:
        """Whether the pages are translations of others."""
        return self.home.pk != self.site.root_page_id

    @property
    def original(self) -> "Scope":
        """Return the site in its own language."""
        return Scope(self.site)

    @property
    def locale(self) -> Locale:
        return self.home.locale

    def pages(self, model: type[Page]) -> QuerySet:
        """Return the pages of this type at or below the site's home."""
        return model.objects.descendant_of(self.home, inclusive=True)

    def path_of(self, url_path: str) -> str:
        """Return the path from the site's home: "/cidades/campinas-sp/"."""
        return "/" + url_path.removeprefix(self.home.url_path)


class NotThere(LookupError):
    """A reference that leads nowhere yet."""

    def __init__(self, model: type[Model], key: str):
        self.model, self.key, self.path = model, key, ""
        super().__init__(f"{model.__name__} {key}")


@dataclass
class References:
    """Names and primary keys of what can be referred to, each kind read from the database once."""

    scope: Scope
    broken: set[tuple[type[Model], str]] = field(default_factory=set)
    """Records of the file that have problems of their own: who refers to them has none by that."""
    only_public: bool = False
    """Whether what visitors may not see has no name."""
    used: dict[type[Model], set[str]] = field(default_factory=lambda: defaultdict(set))
    """The names that were asked for."""
    suppliers: dict[type[Model], Callable[[str], Any]] = field(default_factory=dict)
    """Functions that make what is missing from the files beside the file: they return its key, or None."""
    _keys: dict[type[Model], dict[str, Any]] = field(default_factory=dict)
    _names: dict[type[Model], dict[Any, str]] = field(default_factory=dict)

    def find(self, model: type[Model], name: str) -> Any:
        """Return the primary key of what ``name`` calls. Raises ``NotThere``."""
        self._read(model)
        if name not in self._keys[model]:
            made = self.suppliers[model](name) if model in self.suppliers else None
            if made is None:
                raise NotThere(model, name)
        return self._keys[model][name]

    def name(self, model: type[Model], key: Any) -> str | None:
        """Return what the row with this primary key is called, or None where there is none such."""
        self._read(model)
        name = self._names[model].get(key)
        if name is not None:
            self.used[model].add(name)
        return name

    def keys(self, model: type[Model]) -> set[Any]:
        """Return the primary keys of all that can be referred to."""
        self._read(model)
        return set(self._names[model])

    def add(self, model: type[Model], name: str, key: Any) -> None:
        """Note that ``name`` calls the row with this primary key."""
        if model not in NAMES:
            return
        self._read(model)
        self._keys[model][name], self._names[model][key] = key, name

    def known(self, model: type[Model], name: str) -> Any:
        """Return the primary key of what ``name`` calls, or None."""
        self._read(model)
        return self._keys[model].get(name)

    def is_broken(self, error: NotThere) -> bool:
        """Tell whether what is missing stands in the file, with problems of its own."""
        name = error.key.strip("/").rpartition("/")[2] if error.model is Page else error.key
        return (error.model, name) in self.broken

    def is_scheduled(self, instance: Any) -> bool:
        """Tell whether a revision of ``instance`` waits for its time to be published."""
        return (instance.get_base_content_type().pk, str(instance.pk)) in self._scheduled

    @cached_property
    def _scheduled(self) -> set[tuple[int, str]]:
        waiting = Revision.objects.exclude(approved_go_live_at=None)
        return set(waiting.values_list("base_content_type", "object_id"))

    @cached_property
    def original(self) -> "References":
        """The names of what is in the site's own language."""
        return References(self.scope.original)

    def explain(self, error: NotThere) -> str:
        """Return the words that say what is missing, with names that are close to it."""
        return not_there(str(error.model._meta.verbose_name), error.key, self._keys[error.model])

    def _read(self, model: type[Model]) -> None:
        if model not in self._keys:
            rows = NAMES[model](self.scope)
            if self.only_public:
                seen = set(public(model._default_manager.all()).values_list("pk", flat=True))
                rows = [(name, key) for name, key in rows if key in seen]
            self._keys[model] = dict(rows)
            self._names[model] = {key: name for name, key in self._keys[model].items()}


def _pages(scope: Scope) -> list[tuple[str, Any]]:
    return [(scope.path_of(path), key) for path, key in scope.pages(Page).values_list("url_path", "pk")]


def _fronts(scope: Scope) -> list[tuple[str, Any]]:
    rows = scope.pages(WorkFrontPage).exclude(city=None).values_list("city__municipality", "slug", "pk")
    return [(f"{code}/{slug}", key) for code, slug, key in rows]


def _files(model: type[Model]) -> Callable[[Scope], list]:
    return lambda scope: list(model._default_manager.values_list("name", "pk"))


def _snippets(model: type[Model]) -> Callable[[Scope], list]:
    return lambda scope: list(model._default_manager.filter(locale=scope.locale).values_list("slug", "pk"))


def _collections(scope: Scope) -> list[tuple[str, Any]]:
    names: dict[str, str] = {}
    rows = []
    for path, name, key in Collection.objects.order_by("path").values_list("path", "name", "pk"):
        above = names.get(path[: -Collection.steplen])
        names[path] = "" if above is None else f"{above} / {name}".removeprefix(" / ")
        rows.append((names[path], key))
    return rows


NAMES: dict[type[Model], Callable[[Scope], list]] = {
    Page: _pages,
    Collection: _collections,
    AreaPage: lambda scope: list(scope.pages(AreaPage).values_list("slug", "pk")),
    CityPage: lambda scope: list(scope.pages(CityPage).exclude(municipality=None).values_list("municipality", "pk")),
    WorkFrontPage: _fronts,
    CustomImage: _files(CustomImage),
    CustomDocument: _files(CustomDocument),
    Partner: _snippets(Partner),
    Person: _snippets(Person),
    Indicator: _snippets(Indicator),
    Municipality: lambda scope: [(code, code) for code in Municipality.objects.values_list("pk", flat=True)],
}
CALLED_BY = {
    Collection: "The names of the collections that lead to it: `Imprensa / 2024`. Absent: the root.",
    Page: "The page's path from the site's home: `/cidades/campinas-sp/`.",
    AreaPage: "The area's slug.",
    CityPage: "The city's IBGE code, seven digits.",
    WorkFrontPage: "The city's IBGE code and the work front's slug: `3509502/equilibrio-fiscal`.",
    CustomImage: "The image's file name.",
    CustomDocument: "The document's file name.",
    Partner: "The partner's slug.",
    Person: "The person's slug.",
    Indicator: "The indicator's slug.",
    Municipality: "The municipality's IBGE code, seven digits.",
}
