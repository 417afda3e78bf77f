"""The fields of records that are other rows: one by its name, several by theirs, or those that belong to a row."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cms.importing.columns import Column
from cms.importing.problems import BadValue
from cms.importing.records import (
    blank_record,
    canonical_record,
    check,
    object_schema,
    set_columns,
    without_empty,
    write_record,
)
from cms.importing.references import CALLED_BY, NotThere


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


@dataclass(frozen=True)
class Children(Column):
    """Rows that belong to this one, in order: objects, or where each only points at another row, its name."""

    columns: list[Column] = dataclasses.field(default_factory=list)
    is_plain = False
    may_wait = True

    @property
    def empty(self) -> list:
        return []

    @property
    def is_required(self) -> bool:
        return False

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
