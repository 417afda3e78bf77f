"""The form of a file, as a JSON Schema, and what in a file does not have it."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from cms.importing.body_form import body_schema
from cms.importing.kinds import BY_SECTION, KINDS
from cms.importing.problems import UNSTORABLE, Problem, one_of, shown

TYPES = {
    "object": gettext_lazy("um objeto { }"),
    "array": gettext_lazy("uma lista [ ]"),
    "string": gettext_lazy("um texto entre aspas"),
    "integer": gettext_lazy("um número inteiro"),
    "number": gettext_lazy("um número"),
    "boolean": gettext_lazy("true ou false"),
    "null": gettext_lazy("null"),
}


def file_schema() -> dict:
    """Return the JSON Schema (draft 2020-12) of what can be imported."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Content to import",
        "description": "Every section may be absent. A field that is absent stays as it is; null empties it.",
        "type": "object",
        "properties": {"$schema": {"type": "string"}, **{kind.section: kind.schema() for kind in KINDS}},
        "additionalProperties": False,
        "$defs": {"body": body_schema()},
    }


Path = list[Any]
"""The keys and indexes that lead to a value."""


def find_faults(content: Any, lines: dict[int, int]) -> Iterator[tuple[str, int, Path, Problem]]:
    """Yield what in ``content`` has not the form of ``file_schema``: section, index of the record, path in it, problem.

    ``lines`` are those of the records, where they come from a table.
    """
    checker = Checker(file_schema(), format_checker=FORMATS)
    for error in checker.iter_errors(content):
        section, index, path = _place(list(error.absolute_path))
        for name, found, allowed in _explain(error):
            place = [*path, *name]
            yield (
                section,
                index,
                place,
                Problem(row_name(section, index, content, lines), _shown(place), found, allowed),
            )


def without_faults(record: Any, paths: list[Path]) -> dict | None:
    """Return ``record`` without what the ``paths`` lead to, to check the rest; None if nothing is left."""
    if not all(paths) or not isinstance(record, dict):
        return None
    rest = dict(record)
    for name, *deeper in paths:
        if name == "body" and deeper and isinstance(rest.get(name), list):
            rest[name] = [{"type": "divider"} if i == deeper[0] else block for i, block in enumerate(rest[name])]
        else:
            rest.pop(name, None)
    return rest


def row_name(section: str, index: int, content: Any, lines: dict[int, int]) -> str:
    """Return how messages call a record: its section, its place there from 1 (or its line), and its name."""
    kind = BY_SECTION.get(section)
    if kind is None or kind.is_single or not isinstance(content[section], list) or index < 0:
        return section or _("arquivo")
    record = content[section][index]
    name = record.get("title") or record.get("name") or kind.name(record) if isinstance(record, dict) else ""
    place = _("%(section)s, linha %(line)s") if index in lines else _("%(section)s, item %(line)s")
    place %= {"section": section, "line": lines.get(index, index + 1)}
    return f"{place} ({name})" if name else place


def _place(path: Path) -> tuple[str, int, Path]:
    """Return the section, the index of the record and the path in it; -1 for the section as a whole."""
    section = str(path[0]) if path else ""
    if section in BY_SECTION and BY_SECTION[section].is_single:
        return section, 0, path[1:]
    return section, path[1] if len(path) > 1 else -1, path[2:]


def _shown(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _explain(error: ValidationError) -> list[tuple[Path, str, str]]:
    """Return what an error says: the rest of its path, what was found, what is allowed."""
    if error.validator == "additionalProperties":
        known = error.schema["properties"]
        allowed = _("campo que não existe; existem: %(names)s") % {"names": ", ".join(known)}
        return [([name], shown(error.instance[name]), allowed) for name in sorted(set(error.instance) - set(known))]
    if error.validator == "required":
        return [([], "", _("falta o campo obrigatório “%(name)s”") % {"name": error.validator_value})]
    return [([], *_rule(error))]


def _rule(error: ValidationError) -> tuple[str, str]:
    rule, found = error.validator_value, shown(error.instance)
    match error.validator:
        case "type":
            types = [rule] if isinstance(rule, str) else rule
            if isinstance(error.instance, str) and "string" in types:
                return found, _("um texto sem caracteres nulos nem pela metade")
            return found or "null", one_of(str(TYPES[name]) for name in types)
        case "enum" | "const":
            return found, one_of([rule] if error.validator == "const" else [value for value in rule if value])
        case "maxLength":
            return found, _("até %(count)s caracteres (tem %(has)s)") % {"count": rule, "has": len(error.instance)}
        case "minLength":
            return '""', _("um texto que não seja vazio")
        case "minimum":
            return found, _("a partir de %(limit)s") % {"limit": rule}
        case "maximum":
            return found, _("até %(limit)s") % {"limit": rule}
        case "minItems":
            return str(len(error.instance)), _("ao menos %(count)s itens") % {"count": rule}
        case "maxItems":
            return str(len(error.instance)), _("no máximo %(count)s itens") % {"count": rule}
        case "uniqueItems":
            return found, _("itens sem repetição")
        case "format":
            example = "2024-12-31" if rule == "date" else "2024-12-31T18:00:00-03:00"
            return found, _("uma data como %(example)s") % {"example": example}
        case "pattern":
            number = _("um número, com ponto antes das casas decimais: 12.5") if rule.startswith("^-?") else rule
            return found, str(_PATTERNS.get(rule, number))
        case _:
            return found, error.message


_PATTERNS = {
    r"^/([a-z0-9_-]+/)+$": gettext_lazy("um caminho como /sobre-o-programa/"),
    r"^[^/\\\x00-\x1f]+\.[A-Za-z0-9]+$": gettext_lazy("um nome de arquivo como campinas.jpg, sem pasta"),
    r"^#[0-9a-fA-F]{6}$": gettext_lazy("uma cor como #1f5f8b"),
}


FORMATS = FormatChecker(["date"])


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: Any) -> bool:
    """Tell whether ``value`` is a date and a time with its offset (RFC 3339)."""
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


def _by_type(validator, choices, instance, schema):
    """Check a block against the one form that its type has, not against all in turn."""
    types = {choice["properties"]["type"]["const"]: choice for choice in choices}
    kind = instance.get("type") if isinstance(instance, dict) else None
    if not isinstance(instance, dict):
        yield from validator.descend(instance, {"type": "object"})
    elif kind not in types:
        yield from validator.descend(kind, {"enum": list(types)}, path="type")
    else:
        yield from validator.descend(instance, types[kind])


def _required(validator, names, instance, schema):
    for name in names if isinstance(instance, dict) else ():
        if name not in instance:
            yield ValidationError(f"{name!r} is missing", validator="required", validator_value=name)


def _pattern(validator, pattern, instance, schema):
    if isinstance(instance, str) and not re.search(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


Checker = extend(
    Draft202012Validator,
    validators={"oneOf": _by_type, "pattern": _pattern, "required": _required},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda checker, value: isinstance(value, int | float | Decimal) and not isinstance(value, bool),
            "string": lambda checker, value: isinstance(value, str) and not UNSTORABLE.search(value),
        }
    ),
)
"""JSON Schema's rules, with blocks told apart by their ``type`` and decimals kept exact."""
