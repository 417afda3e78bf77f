"""Records: what several columns say together of one row."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from cms.importing.columns import Column
from cms.importing.references import References


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
        if column.is_required and not column.is_plain and getattr(instance, column.field.attname) is None
    ]
    if missing:
        raise ValidationError({name: _("obrigatório") for name in missing})
    instance.clean()
