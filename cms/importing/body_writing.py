"""Bodies as files hold them: the blocks as editors see them, with names in place of primary keys."""

from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BodyBlock
from cms.importing.numbers import file_number
from cms.importing.references import References
from cms.importing.richtext import write_html
from cms.media import CustomImage

BODY = BodyBlock()
LOST = object()
"""Stands for a value that points at what has no name."""


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
