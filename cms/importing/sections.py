"""The sections of a file: which rows each is about, what names them, where new ones go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Collection, DraftStateMixin, Page

from cities.models import CityPage, Municipality
from cms.importing.columns import Column, Text
from cms.importing.fields import column_of, columns_of
from cms.importing.records import object_schema
from cms.importing.references import NotThere, References, Scope
from cms.importing.relations import Children, Names, Tags
from cms.importing.state import InCollection, Privacy, find_collection, publishing_columns, translation_columns
from home.models import HomePage


@dataclass(frozen=True)
class Kind:
    """One section of a file: records of one model."""

    section: str
    model: type[Any]
    description: str
    key: tuple[str, ...] = ("slug",)
    """The fields that name a record: a row that has the same is the same."""
    without: tuple[str, ...] = ()
    """Fields of the model that a record has not."""
    called: tuple[tuple[str, str], ...] = ()
    """Fields of the model that have another name in the file: the one that the API gives them."""

    @cached_property
    def columns(self) -> list[Column]:
        """All the fields of a record, its key first."""
        absent = {*self.key, *self.without}
        content = [column for column in columns_of(self.model, called=dict(self.called)) if column.name not in absent]
        state = publishing_columns(self.model) if issubclass(self.model, DraftStateMixin) else []
        return [*self.key_columns, *content, *state, *translation_columns(self.model)]

    @cached_property
    def key_columns(self) -> list[Column]:
        return columns_of(self.model, self.key)

    @property
    def is_single(self) -> bool:
        """Whether a site has just one, so that its section is a record and no list."""
        return not self.key

    def schema(self) -> dict:
        """Return the JSON Schema of the section."""
        required = [column.name for column in self.key_columns if column.is_required]
        record = object_schema(self.columns, required) | {"description": self.description}
        return record if self.is_single else {"type": "array", "items": record, "description": self.description}

    def name(self, record: dict) -> str:
        """Return what the record is called: the values of its key, as they stand in the file."""
        return "/".join(str(record.get(name) or "") for name in self.key)

    def rows(self, scope: Scope) -> QuerySet:
        """Return the rows that the section is about."""
        fields = {field.name for field in self.model._meta.concrete_fields}
        ours = {"locale": scope.locale, "site": scope.site}
        owner = getattr(self.model, "belongs_to", "site")
        below = {} if owner == "site" else {f"{owner}__path__startswith": scope.home.path}
        return self.model._default_manager.filter(**{name: ours[name] for name in ours.keys() & fields}, **below)

    def existing(self, scope: Scope, references: References) -> dict[str, Any]:
        """Return the primary keys of the rows that are there, by what their records are called."""
        if self.is_single:
            only = self.rows(scope).values_list("pk", flat=True).first()
            return {} if only is None else {"": only}
        fields = [column.field.attname for column in self.key_columns]
        found = {}
        for key, *values in self.rows(scope).order_by("-pk").values_list("pk", *fields):
            row = self.model(**dict(zip(fields, values, strict=True)))
            found["/".join(str(column.write(row, references) or "") for column in self.key_columns)] = key
        return found

    def load(self, keys: Iterable[Any]) -> dict[Any, Model]:
        """Return the rows with these primary keys, as their editors see them, with all that records tell of them."""
        wanted = [key for key in keys if key is not None]
        return (
            {row.pk: row for row in self.complete(self.model._default_manager.filter(pk__in=wanted))} if wanted else {}
        )

    def complete(self, rows: QuerySet) -> Iterator[Model]:
        """Yield the rows with all that records tell of them. One that was never published is its newest draft."""
        for row in rows.prefetch_related(*self._prefetched):
            is_draft = not getattr(row, "live", True) and row.latest_revision_id
            yield row.get_latest_revision_as_object() if is_draft else row

    @cached_property
    def _prefetched(self) -> list[str]:
        names = []
        for column in self.columns:
            if isinstance(column, Children):
                names.append(column.field.get_accessor_name())
            elif isinstance(column, Names | Tags):
                names.append(column.field.name)
            elif isinstance(column, Privacy):
                names.append("view_restrictions__groups")
        return names

    def make(self, record: dict, references: References) -> Model:
        """Return a new row, not saved, with what its place says of it."""
        fields = {field.name for field in self.model._meta.concrete_fields}
        ours = {"locale": references.scope.locale, "site": references.scope.site}
        row = self.model(**{name: ours[name] for name in ours.keys() & fields})
        return _as_translation(row, self.twin(record, references) if ours.keys() <= fields else None)

    def twin(self, record: dict, references: References) -> Any:
        """Return the row in the site's own language that has the same key, if the file is for another language."""
        if not references.scope.is_translation:
            return None
        return self.rows(references.scope.original).filter(**{name: record[name] for name in self.key}).first()

    def ordered(self, rows: QuerySet) -> QuerySet:
        """Return the rows in the order of a file."""
        return rows.order_by(*(column.field.name for column in self.key_columns), "pk")


def _as_translation(row: Any, original: Any) -> Any:
    """Return ``row`` as the translation of ``original``, where there is one."""
    if original is not None:
        row.translation_key = original.translation_key
    return row


@dataclass(frozen=True)
class PageKind(Kind):
    """A section of pages. ``parent`` says where a new one goes."""

    parent: type[Page] = HomePage

    def rows(self, scope: Scope) -> QuerySet:
        return scope.pages(self.model)

    def make(self, record: dict, references: References) -> Any:
        page = self.model(locale=references.scope.locale, slug=self.slug_of(record))
        page.tree_path = references.scope.home.path
        return _as_translation(page, self.twin(record, references))

    def twin(self, record, references):
        return None  # a slug may be another in each language: the record says what it translates

    def slug_of(self, record: dict) -> str:
        """Return the slug of a record's page, or nothing where the record does not tell."""
        return str(record.get("slug") or "")

    def parent_of(self, record: dict, scope: Scope, references: References) -> int:
        """Return the primary key of the page that a new one goes below. Raises ``NotThere``."""
        first = scope.pages(self.parent).order_by("path").values_list("pk", flat=True).first()
        if first is None:
            raise NotThere(self.parent, "")
        return first

    def ordered(self, rows: QuerySet) -> QuerySet:
        return rows.order_by("slug", "path")


@dataclass(frozen=True)
class PlacedKind(PageKind):
    """Pages that may stand at several places: called by their path."""

    key: tuple[str, ...] = ("path",)
    without: tuple[str, ...] = ("slug",)

    @cached_property
    def key_columns(self) -> list[Column]:
        return [Path("path", Page._meta.get_field("url_path"), "Its path from the site's home: `/sobre-o-programa/`.")]

    def existing(self, scope, references):
        return {scope.path_of(path): key for path, key in self.rows(scope).values_list("url_path", "pk")}

    def parent_of(self, record, scope, references):
        return references.find(Page, record["path"].rstrip("/").rpartition("/")[0] + "/")

    def slug_of(self, record):
        return str(record.get("path") or "").strip("/").rpartition("/")[2]

    def ordered(self, rows):
        return rows.order_by("path")


class HomeKind(PageKind):
    def rows(self, scope):
        return self.model.objects.filter(pk=scope.home.pk)


class CityKind(PageKind):
    @cached_property
    def key_columns(self) -> list[Column]:
        field = self.model._meta.get_field("municipality")
        return [column_of(field, "The city itself.", name="ibge_code")]

    def slug_of(self, record):
        slugs = Municipality.objects.filter(pk=str(record.get("ibge_code"))).values_list("slug", flat=True)
        return super().slug_of(record) or slugs.first() or ""

    def existing(self, scope, references):
        return dict(self.rows(scope).exclude(municipality=None).values_list("municipality", "pk"))

    def twin(self, record, references):
        if not references.scope.is_translation:
            return None
        return self.rows(references.scope.original).filter(municipality=record["ibge_code"]).first()

    def ordered(self, rows):
        return rows.order_by("municipality", "path")


class WorkFrontKind(PageKind):
    @cached_property
    def key_columns(self) -> list[Column]:
        return columns_of(self.model, ["city", "slug"])

    def existing(self, scope, references):
        rows = self.rows(scope).exclude(city=None).values_list("city__municipality", "slug", "pk")
        return {f"{code}/{slug}": key for code, slug, key in rows}

    def parent_of(self, record, scope, references):
        return references.find(CityPage, record["city"])

    def ordered(self, rows):
        return rows.order_by("city__municipality", "slug", "path")


class Path(Text):
    """A page's path from the site's home, with a slash at both ends."""

    is_plain = False

    def shape(self) -> dict:
        return {"type": "string", "pattern": r"^/([a-z0-9_-]+/)+$"}

    @property
    def is_required(self) -> bool:
        return True

    def write(self, instance, references):
        return references.name(Page, instance.pk)

    def set(self, instance, value, references):
        pass


@dataclass(frozen=True)
class FileKind(Kind):
    """A section about uploaded files: the files themselves stand beside it."""

    key: tuple[str, ...] = ("name",)

    @cached_property
    def key_columns(self) -> list[Column]:
        return [FileName("name", self.model._meta.get_field("name"), "Its file name.")]

    @cached_property
    def columns(self) -> list[Column]:
        names = [name for name in self.model.admin_form_fields if name not in {"file", "collection"}]
        described = InCollection("collection", self.model._meta.get_field("collection"))
        return [*self.key_columns, *columns_of(self.model, names), described]


class FileName(Text):
    def shape(self) -> dict:
        return {"type": "string", "pattern": r"^[^/\\\x00-\x1f]+\.[A-Za-z0-9]+$", "maxLength": 255}


class CollectionKind(Kind):
    """Collections that not everyone may see. The others come with their files."""

    @cached_property
    def columns(self) -> list[Column]:
        return [*self.key_columns, Privacy("privacy", None, "Who may see the files in it and below it.")]

    @cached_property
    def key_columns(self) -> list[Column]:
        return [CollectionPath("path", Collection._meta.get_field("name"), "The collections that lead to it, by name.")]

    def make(self, record, references):
        return Collection.objects.get(pk=find_collection(record["path"], references))

    def rows(self, scope):
        return Collection.objects.exclude(view_restrictions=None)

    def existing(self, scope, references):
        return {references.name(Collection, key): key for key in references.keys(Collection)}

    def ordered(self, rows):
        return rows.order_by("path")


class CollectionPath(Path):
    def shape(self) -> dict:
        return {"type": "string", "minLength": 1}

    def write(self, instance, references):
        return references.name(Collection, instance.pk)
