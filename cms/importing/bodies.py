"""Bodies in files: the blocks as editors see them, with names in place of primary keys."""

import uuid
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BodyBlock
from cms.importing.numbers import file_number
from cms.importing.problems import BadValue
from cms.importing.references import CALLED_BY, NotThere, References
from cms.importing.richtext import read_html, write_html
from cms.media import CustomImage

BODY = BodyBlock()
LOST = object()
"""Stands for a value that points at what has no name."""


def read_body(written: list[dict], name: str, references: References) -> list[dict]:
    """Return the raw stream of a body for the page called ``name``; the same body gets the same ids.

    Raises an ``ExceptionGroup`` of all that is wrong: ``BadValue`` where a block does not take its value,
    ``NotThere`` where a reference leads nowhere. Each has its ``path`` in the body.
    """
    raw, faults = [], []
    for i, block in enumerate(written):
        try:
            with _At(f"[{i}].value"):
                value = _read(BODY.child_blocks[block["type"]], block.get("value"), f"{name}/{i}", references)
        except (BadValue, NotThere) as fault:
            faults.append(fault)
        else:
            raw.append({"type": block["type"], "value": value, "id": _id(f"{name}/{i}")})
    if not faults:
        faults = list(_faults(raw))
    if faults:
        raise ExceptionGroup("body", faults)
    return raw


def write_body(raw: Iterable[dict], references: References) -> list[dict]:
    """Return the body that Wagtail stored as ``raw`` as files hold it.

    Empty values are left out, and so are blocks and items that point at what has no name: they lead nowhere.
    """
    written = []
    for block in raw:
        definition = BODY.child_blocks.get(block["type"])
        if isinstance(definition, blocks.StructBlock):
            value = _write(definition, block["value"], references)
            if value is not LOST:
                written.append({"type": block["type"], "value": value})
        elif definition:
            written.append({"type": block["type"]})
    return written


def canonical_body(written: list[dict]) -> list[dict]:
    """Return ``written`` with the defaults said and the empty left out, so that equal bodies are equal."""
    return [
        {"type": block["type"], "value": value} if value else {"type": block["type"]}
        for block in written
        for value in [_canonical(BODY.child_blocks[block["type"]], block.get("value"))]
    ]


# --- From the file ----------------------------------------------------------------------------


def _read(block: blocks.Block, value: Any, name: str, references: References) -> Any:
    if isinstance(block, ImageBlock):
        image = references.find(CustomImage, value["file"])
        return {"image": image, "alt_text": value.get("alt", ""), "decorative": value.get("decorative", False)}
    if isinstance(block, blocks.ChooserBlock):
        return references.find(resolve_model_string(block.target_model), value) if value else None
    if isinstance(block, TypedTableBlock):
        _check_cells(value["columns"], value["rows"])
        rows = [{"values": [None if cell is None else str(cell) for cell in row]} for row in value["rows"]]
        return {"columns": value["columns"], "rows": rows, "caption": ""}
    if isinstance(block, blocks.RichTextBlock):
        return read_html(value, block.features, references)
    if isinstance(block, blocks.ListBlock):
        items = []
        for i, item in enumerate(value or []):
            with _At(f"[{i}]"):
                raw = _read(block.child_block, item, f"{name}/{i}", references)
            items.append({"type": "item", "value": raw, "id": _id(f"{name}/{i}")})
        return items
    if isinstance(block, blocks.StructBlock):
        return _read_struct(block, value or {}, name, references)
    return str(value) if isinstance(value, Decimal) else value


def _check_cells(columns: list[dict], rows: list[list]) -> None:
    for i, row in enumerate(rows):
        if len(row) != len(columns):
            allowed = _("uma célula por coluna: %(count)s") % {"count": len(columns)}
            raise BadValue(allowed, len(row), f".rows[{i}]")
        for j, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if column["type"] == "number" and isinstance(file_number(cell or 0), str):
                raise BadValue(_("um número, nesta coluna"), cell, f".rows[{i}][{j}]")


def _read_struct(block: blocks.StructBlock, value: dict, name: str, references: References) -> dict:
    raw = {}
    for child, child_block in block.child_blocks.items():
        if value.get(child) is None:
            raw[child] = child_block.get_prep_value(child_block.get_default())
        else:
            with _At(f".{child}"):
                raw[child] = _read(child_block, value[child], f"{name}/{child}", references)
    return raw


def _faults(raw: list[dict]) -> Iterator[BadValue]:
    """Ask the blocks themselves, as the editor's form does."""
    try:
        BODY.clean(BODY.to_python(raw))
    except StreamBlockValidationError as error:
        for index, fault in error.block_errors.items():
            yield from _innermost(fault, f"[{index}].value")


def _innermost(error: Any, path: str) -> Iterator[BadValue]:
    nested = getattr(error, "block_errors", None) or getattr(error, "cell_errors", None) or {}
    for key, fault in nested.items() if isinstance(nested, dict) else enumerate(nested):
        if isinstance(fault, dict):
            for column, cell in fault.items():
                yield from _innermost(cell, f"{path}.rows[{key}][{column}]")
        elif fault:
            yield from _innermost(fault, f"{path}[{key}]" if isinstance(key, int) else f"{path}.{key}")
    if not nested:
        faults = getattr(error, "non_block_errors", None) or error
        yield BadValue(" ".join(ValidationError(faults).messages), path=path)


class _At:
    """Says where in the body a fault is."""

    def __init__(self, place: str):
        self.place = place

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, BadValue | NotThere):
            error.path = self.place + getattr(error, "path", "")
        return False


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


# --- To the file ------------------------------------------------------------------------------


def _write(block: blocks.Block, raw: Any, references: References) -> Any:
    if isinstance(block, ImageBlock):
        name = references.name(CustomImage, raw["image"])
        return (
            LOST
            if name is None
            else _without_empty({"file": name, "alt": raw["alt_text"], "decorative": raw["decorative"]})
        )
    if isinstance(block, blocks.ChooserBlock):
        name = references.name(resolve_model_string(block.target_model), raw) if raw else ""
        return LOST if name is None else name
    if isinstance(block, TypedTableBlock):
        return _grid(raw["columns"], [row["values"] for row in raw["rows"]])
    if isinstance(block, blocks.RichTextBlock):
        return write_html(raw or "", references)
    if isinstance(block, blocks.ListBlock):
        values = (item["value"] if isinstance(item, dict) and "value" in item else item for item in raw)
        items = [item for value in values if (item := _write(block.child_block, value, references)) is not LOST]
        return LOST if len(items) < (block.meta.min_num or 0) else items
    if isinstance(block, blocks.StructBlock):
        value = {name: _write(child, raw.get(name), references) for name, child in block.child_blocks.items()}
        return LOST if any(child is LOST for child in value.values()) else _without_empty(value)
    return file_number(raw) if isinstance(block, blocks.DecimalBlock) else raw


def _canonical(block: blocks.Block, value: Any) -> Any:
    if isinstance(block, ImageBlock):
        return _without_empty({name: value.get(name) for name in ("file", "alt", "decorative")} if value else {})
    if isinstance(block, TypedTableBlock):
        return _grid(value["columns"], value["rows"])
    if isinstance(block, blocks.ListBlock):
        return [_canonical(block.child_block, item) for item in value or []]
    if isinstance(block, blocks.StructBlock):
        value = value or {}
        return _without_empty(
            {
                name: _default(child) if value.get(name) is None else _canonical(child, value[name])
                for name, child in block.child_blocks.items()
            }
        )
    return file_number(value) if isinstance(block, blocks.DecimalBlock) else value


def _grid(columns: list[dict], rows: list[list]) -> dict:
    numeric = {i for i, column in enumerate(columns) if column["type"] == "number"}
    return {
        "columns": [{"type": column["type"], "heading": column["heading"]} for column in columns],
        "rows": [[_cell(cell, i in numeric) for i, cell in enumerate(row)] for row in rows],
    }


def _cell(cell: Any, is_number: bool) -> Any:
    if cell is None or cell == "":
        return None
    return file_number(cell) if is_number else str(cell)


def _default(block: blocks.Block) -> Any:
    return block.get_default() if isinstance(block, blocks.FieldBlock) else None


def _without_empty(values: dict) -> dict:
    return {name: value for name, value in values.items() if value or (value == 0 and value is not False)}


# --- What a body may hold ---------------------------------------------------------------------


def body_schema() -> dict:
    """Return the JSON Schema of a body: a list of blocks, told apart by ``type``."""
    return {
        "type": "array",
        "items": {"oneOf": [_block_schema(name, block) for name, block in BODY.child_blocks.items()]},
    }


def _block_schema(name: str, block: blocks.Block) -> dict:
    properties: dict[str, Any] = {"type": {"const": name}}
    required = ["type"]
    if isinstance(block, blocks.StructBlock):
        properties["value"] = _schema(block)
        required.append("value")
    else:
        properties["value"] = {"type": ["object", "null"], "maxProperties": 0}
    return {
        "description": str(block.meta.graphql_description),
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _schema(block: blocks.Block) -> dict:
    schema = _shape(block)
    if getattr(block, "required", True) or isinstance(block, blocks.StructBlock | TypedTableBlock):
        return schema
    return {**schema, "type": [schema["type"], "null"]} if "type" in schema else {"anyOf": [schema, {"type": "null"}]}


def _shape(block: blocks.Block) -> dict:
    if isinstance(block, ImageBlock):
        properties = {
            "file": {"type": "string", "description": CALLED_BY[CustomImage]},
            "alt": {"type": "string", "maxLength": 255, "description": "What the image shows."},
            "decorative": {"type": "boolean", "description": "Whether screen readers may skip it."},
        }
        return _object(properties, ["file"])
    if isinstance(block, blocks.ChooserBlock):
        return {"type": "string", "description": CALLED_BY[resolve_model_string(block.target_model)]}
    if isinstance(block, TypedTableBlock):
        column = _object(
            {"type": {"enum": list(block.child_blocks)}, "heading": {"type": "string"}}, ["type", "heading"]
        )
        cells = {"type": "array", "items": {"type": ["string", "number", "null"]}}
        return _object(
            {"columns": {"type": "array", "items": column}, "rows": {"type": "array", "items": cells}},
            ["columns", "rows"],
        )
    if isinstance(block, blocks.ListBlock):
        schema = {"type": "array", "items": _schema(block.child_block)}
        return schema | _named(minItems=block.meta.min_num, maxItems=block.meta.max_num)
    if isinstance(block, blocks.StructBlock):
        described = block.graphql_fields
        properties = {
            name: {"description": described.get(name, ""), **_schema(child)}
            for name, child in block.child_blocks.items()
        }
        return _object(properties, [name for name, child in block.child_blocks.items() if _is_required(child)])
    return _field_shape(block)


def _field_shape(block: blocks.Block) -> dict:
    field: Any = getattr(block, "field", None)
    if isinstance(block, blocks.ChoiceBlock):
        return {"enum": [value for value, _label in field.choices if value]}
    if isinstance(block, blocks.IntegerBlock):
        return {"type": "integer"} | _named(minimum=field.min_value, maximum=field.max_value)
    if isinstance(block, blocks.DecimalBlock):
        return {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"}
    if isinstance(block, blocks.DateBlock):
        return {"type": "string", "format": "date"}
    if isinstance(block, blocks.RichTextBlock):
        return {"type": "string", "contentMediaType": "text/html"} | ({"minLength": 1} if block.required else {})
    return {"type": "string"} | _named(minLength=1 if block.required else None, maxLength=field.max_length)


def _is_required(block: blocks.Block) -> bool:
    return (
        not isinstance(block, blocks.ChoiceBlock) and block.required if isinstance(block, blocks.FieldBlock) else True
    )


def _object(properties: dict, required: list[str]) -> dict:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _named(**rules: Any) -> dict:
    return {name: rule for name, rule in rules.items() if rule is not None}
