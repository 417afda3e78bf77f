"""The fields of records: how each kind stands in a file, and how a row of the database takes and gives it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from cms.importing.body_reading import read_body
from cms.importing.body_writing import canonical_body, write_body
from cms.importing.numbers import decimal_of, file_number
from cms.importing.references import References
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
