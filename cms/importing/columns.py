"""The fields of records, made from the fields of models: a new field of a content type is one here too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField

from cms.importing.body_reading import read_body
from cms.importing.body_writing import canonical_body, write_body
from cms.importing.descriptions import DESCRIPTIONS
from cms.importing.numbers import decimal_of, file_number
from cms.importing.problems import BadValue
from cms.importing.references import CALLED_BY, NotThere, References
from cms.importing.richtext import read_html, write_html


@dataclass(frozen=True)
class Column:
    """One field of a record: how it stands in a file, and how a row of the database takes and gives it."""

    name: str
    field: Any
    description: str = ""

    is_plain = True
    """Whether the model's own field can tell if its value is right."""
    may_wait = False
    """Whether it may be set after its row is made, when it refers to what comes later in the file."""

    @property
    def empty(self) -> Any:
        """What an absent value is."""
        return None

    @property
    def is_required(self) -> bool:
        """Whether a new record must have it."""
        return not self.field.blank and not self.field.has_default()

    def schema(self) -> dict:
        """Return the JSON Schema of its value."""
        shape = self.shape()
        if not self.is_required and "type" in shape:
            types = shape["type"] if isinstance(shape["type"], list) else [shape["type"]]
            shape = {**shape, "type": [*types, "null"]}
        return {"description": self.description, **shape} if self.description else shape

    def shape(self) -> dict:
        raise NotImplementedError

    @property
    def blank(self) -> Any:
        """What it is in a record that does not tell, canonical."""
        return self.canonical(self.field.get_default()) if self.is_plain and self.field.has_default() else self.empty

    def canonical(self, value: Any) -> Any:
        """Return ``value`` so that equal values are equal."""
        return self.blank if value is None else value

    def write(self, instance: models.Model, references: References) -> Any:
        """Return the value of ``instance`` as files hold it, canonical."""
        return self.canonical(getattr(instance, self.field.attname))

    def set(self, instance: models.Model, value: Any, references: References) -> None:
        """Give ``instance`` the canonical ``value``.

        Raises ``BadValue``, ``NotThere``, or an ``ExceptionGroup`` of them.
        """
        setattr(instance, self.field.attname, value)

    def store(self, instance: models.Model) -> None:
        """Write the value that was set to the row of ``instance``, which is there."""
        value = getattr(instance, self.field.attname)
        type(instance)._default_manager.filter(pk=instance.pk).update(**{self.field.name: value})


class Text(Column):
    @property
    def empty(self) -> str:
        return ""

    def shape(self) -> dict:
        if self.field.choices:
            choices = [value for value, _label in self.field.choices]
            return {"enum": choices if self.is_required else [*choices, None]}
        shape: dict[str, Any] = {"type": "string"}
        if self.field.max_length:
            shape["maxLength"] = self.field.max_length
        if self.is_required:
            shape["minLength"] = 1
        patterns = [str(rule.regex.pattern) for rule in self.field.validators if type(rule) is RegexValidator]  # type: ignore[union-attr]
        return {**shape, "pattern": patterns[0]} if patterns else shape


RANGES = {
    "PositiveSmallIntegerField": (0, 2**15 - 1),
    "PositiveIntegerField": (0, 2**31 - 1),
    "IntegerField": (-(2**31), 2**31 - 1),
}
"""The least and the greatest number that each kind of field holds in every database."""


class Integer(Column):
    def shape(self) -> dict:
        lowest, highest = RANGES[self.field.get_internal_type()]
        for rule in self.field._validators:  # the declared ones: a database adds its own range
            if isinstance(rule, MinValueValidator):
                lowest = max(lowest, rule.limit_value)
            elif isinstance(rule, MaxValueValidator):
                highest = min(highest, rule.limit_value)
        return {"type": "integer", "minimum": lowest, "maximum": highest}


class Boolean(Column):
    @property
    def empty(self) -> bool:
        return False

    def shape(self) -> dict:
        return {"type": "boolean"}


class Number(Column):
    def shape(self) -> dict:
        whole = self.field.max_digits - self.field.decimal_places
        return {
            "type": ["number", "string"],
            "pattern": rf"^-?\d{{1,{whole}}}(\.\d{{1,{self.field.decimal_places}}})?$",
        }

    def canonical(self, value: Any) -> Any:
        return None if value is None else file_number(value if isinstance(value, str) else decimal_of(value))

    def set(self, instance, value, references):
        setattr(instance, self.field.attname, None if value is None else decimal_of(value))


class Date(Column):
    def shape(self) -> dict:
        return {"type": "string", "format": "date"}

    def canonical(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value

    def set(self, instance, value, references):
        setattr(instance, self.field.attname, value and date.fromisoformat(value))


class DateTime(Column):
    def shape(self) -> dict:
        return {"type": "string", "format": "date-time"}

    def canonical(self, value: Any) -> Any:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment and moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def set(self, instance, value, references):
        setattr(instance, self.field.attname, value and datetime.fromisoformat(value))


class Reference(Column):
    """Another row, by its name."""

    is_plain = False

    @property
    def model(self) -> type[models.Model]:
        return self.field.related_model

    def shape(self) -> dict:
        return {"type": "string", "minLength": 1, "description": CALLED_BY[self.model]}

    def schema(self) -> dict:
        schema = super().schema()
        return {**schema, "description": " ".join([self.description, CALLED_BY[self.model]]).strip()}

    def canonical(self, value: Any) -> Any:
        return value or None

    def write(self, instance, references):
        key = getattr(instance, self.field.attname)
        return None if key is None else references.name(self.model, key)

    def set(self, instance, value, references):
        setattr(instance, self.field.attname, value and references.find(self.model, value))


class Names(Column):
    """Other rows, by their names, in no order."""

    is_plain = False

    @property
    def empty(self) -> list:
        return []

    @property
    def model(self) -> type[models.Model]:
        return self.field.related_model

    def shape(self) -> dict:
        return {"type": "array", "items": {"type": "string", "description": CALLED_BY[self.model]}, "uniqueItems": True}

    def canonical(self, value: Any) -> list:
        return sorted(value or [])

    def write(self, instance, references):
        names = (references.name(self.model, row.pk) for row in getattr(instance, self.field.name).all())
        return sorted(name for name in names if name)

    def set(self, instance, value, references):
        keys = [references.find(self.model, name) for name in value]
        getattr(instance, self.field.name).set(self.model._default_manager.filter(pk__in=keys) if keys else [])


class Tags(Column):
    is_plain = False

    @property
    def empty(self) -> list:
        return []

    def shape(self) -> dict:
        return {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 100}, "uniqueItems": True}

    def canonical(self, value: Any) -> list:
        return sorted(value or [])

    def write(self, instance, references):
        return sorted(tag.name for tag in instance.tags.all())

    def set(self, instance, value, references):
        instance.tags_to_set = value


class FormattedText(Text):
    may_wait = True

    def shape(self) -> dict:
        return {"type": "string", "contentMediaType": "text/html"}

    def write(self, instance, references):
        return write_html(getattr(instance, self.name), references)

    def set(self, instance, value, references):
        setattr(instance, self.name, read_html(value, self.field.features, references))


class Body(Column):
    is_plain = False
    may_wait = True

    @property
    def empty(self) -> list:
        return []

    def shape(self) -> dict:
        return {"$ref": "#/$defs/body"}

    def canonical(self, value: Any) -> list:
        return canonical_body(value or [])

    def write(self, instance, references):
        return write_body(getattr(instance, self.name).raw_data, references)

    def set(self, instance, value, references):
        setattr(instance, self.name, self.field.to_python(read_body(value, instance.import_name, references)))


class Children(Column):
    """Rows that belong to this one, in order: objects, or where each only points at another row, its name."""

    is_plain = False
    may_wait = True

    @property
    def empty(self) -> list:
        return []

    @property
    def is_required(self) -> bool:
        return False

    @property
    def columns(self) -> list[Column]:
        return child_columns(self.field.related_model)

    @property
    def _pointer(self) -> Column | None:
        return self.columns[0] if len(self.columns) == 1 and isinstance(self.columns[0], Reference) else None

    def shape(self) -> dict:
        if self._pointer:
            return {"type": "array", "items": self._pointer.schema(), "uniqueItems": True}
        return {"type": "array", "items": object_schema(self.columns)}

    def canonical(self, value: Any) -> list:
        if self._pointer:
            return list(value or [])
        return [without_empty(self.columns, canonical_record(self.columns, child)) for child in value or []]

    def write(self, instance, references):
        rows = getattr(instance, self.field.get_accessor_name()).all()
        if self._pointer:
            return [name for row in rows if (name := self._pointer.write(row, references))]
        written = ((row, write_record(self.columns, row, references)) for row in rows)
        return [record for row, record in written if not self._is_lost(row, record)]

    def store(self, instance):
        getattr(instance, self.field.get_accessor_name()).commit()

    def _is_lost(self, row: models.Model, record: dict) -> bool:
        pointers = (column for column in self.columns if isinstance(column, Reference))
        return any(getattr(row, column.field.attname) and not record.get(column.name) for column in pointers)

    def set(self, instance, value, references):
        related = self.field.related_model
        ordered = hasattr(related, "sort_order")
        rows = []
        for i, child in enumerate(value):
            row = related(**({"sort_order": i} if ordered else {}))
            try:
                if self._pointer:
                    self._pointer.set(row, child, references)
                else:
                    set_columns(self.columns, row, {**blank_record(self.columns), **child}, references)
                    check(row, self.columns)
            except (BadValue, NotThere) as fault:
                fault.path = f"[{i}]{fault.path}"
                raise
            except ValidationError as error:
                raise BadValue(" ".join(error.messages), child, f"[{i}]") from error
            rows.append(row)
        getattr(instance, self.field.get_accessor_name()).set(rows)


# --- Records ----------------------------------------------------------------------------------


CLASSES: list[tuple[type[models.Field], type[Column]]] = [
    (RichTextField, FormattedText),
    (StreamField, Body),
    (ParentalManyToManyField, Names),
    (TaggableManager, Tags),
    (models.ForeignKey, Reference),
    (models.BooleanField, Boolean),
    (models.DecimalField, Number),
    (models.IntegerField, Integer),
    (models.DateTimeField, DateTime),
    (models.DateField, Date),
    (models.CharField, Text),
    (models.TextField, Text),
]
TREE_AND_STATE = {
    *("path", "depth", "numchild", "url_path", "translation_key", "locale", "alias_of", "content_type", "owner"),
    *("draft_title", "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision"),
    *("latest_revision", "latest_revision_created_at", "expired", "locked", "locked_at", "locked_by", "page_ptr"),
    *("show_in_menus", "site", "id", "sort_order", "go_live_at", "expire_at"),
}
"""What the tree, the workflow and the place of a record say: no content of its own."""


def column_of(field: Any, description: str = "", name: str = "") -> Column:
    """Return the column, called as the field or by ``name``, that stands for a field of a model."""
    if isinstance(field, models.ManyToOneRel):
        return Children(name or field.get_accessor_name(), field, description)
    column_class = next(column for kind, column in CLASSES if isinstance(field, kind))
    return column_class(name or field.name, field, description)


def columns_of(
    model: type[models.Model], names: Iterable[str] | None = None, called: dict[str, str] | None = None
) -> list[Column]:
    """Return the columns of all that editors write in a row of ``model``, or of the fields in ``names``.

    ``called`` gives fields other names in the file.
    """
    called = called or {}
    described = DESCRIPTIONS | {word.name: word.description for word in getattr(model, "graphql_fields", [])}
    fields: dict[Any, Any] = {field.name: field for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    fields |= {
        rel.get_accessor_name(): rel for rel in model._meta.related_objects if isinstance(rel.field, ParentalKey)
    }
    own = [name for name, field in fields.items() if _is_content(name, field)] if names is None else names
    return [column_of(fields[name], described.get(called.get(name, name), ""), called.get(name, name)) for name in own]


def _is_content(name: str, field: Any) -> bool:
    if isinstance(field, models.ManyToOneRel):
        return name not in {"aliases", "wagtail_admin_comments", "view_restrictions"} and not name.startswith("_")
    return field.editable and name not in TREE_AND_STATE and not isinstance(field, ParentalKey)


@cache
def child_columns(model: type[models.Model]) -> list[Column]:
    return columns_of(model)


def object_schema(columns: list[Column], required: Iterable[str] | None = None) -> dict:
    """Return the JSON Schema of a record. ``required`` names what must be there: by default all that is."""
    names = [column.name for column in columns if column.is_required] if required is None else list(required)
    properties = {column.name: column.schema() for column in columns}
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def canonical_record(columns: list[Column], record: dict) -> dict:
    """Return ``record`` with each of its values canonical."""
    return {column.name: column.canonical(record[column.name]) for column in columns if column.name in record}


def blank_record(columns: list[Column]) -> dict:
    """Return the record in which nothing was written."""
    return {column.name: column.blank for column in columns}


def without_empty(columns: list[Column], record: dict) -> dict:
    """Return ``record`` without what an absent value says as well."""
    blank = blank_record(columns)
    return {name: value for name, value in record.items() if value != blank[name]}


def write_record(columns: list[Column], instance: models.Model, references: References) -> dict:
    """Return what ``instance`` holds as files hold it."""
    return without_empty(columns, {column.name: column.write(instance, references) for column in columns})


def set_columns(columns: list[Column], instance: models.Model, record: dict, references: References) -> None:
    """Give ``instance`` the values of a canonical ``record``."""
    for column in columns:
        if column.name in record:
            column.set(instance, record[column.name], references)


def check(instance: models.Model, columns: list[Column]) -> None:
    """Ask the model whether ``instance`` may be saved. Raises ``ValidationError``."""
    ours = {column.field.name for column in columns if column.is_plain}
    instance.clean_fields(exclude={field.name for field in instance._meta.fields} - ours)
    missing = [
        column.name
        for column in columns
        if isinstance(column, Reference) and column.is_required and getattr(instance, column.field.attname) is None
    ]
    if missing:
        raise ValidationError({name: _("obrigatório") for name in missing})
    instance.clean()
