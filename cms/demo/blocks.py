"""Bodies as the demo files write them, turned into what a StreamField stores."""

import uuid
from collections.abc import Callable
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BodyBlock

Find = Callable[[dict], int]
"""Takes a reference, ``{"file": …}``, ``{"page": …}`` or ``{"city": …}``, and returns its primary key."""


def stream(written: list[dict], name: str, find: Find) -> list[dict]:
    """Return the raw stream of a body ``written`` for the page ``name``; the same body gets the same ids."""
    body = BodyBlock()
    return [
        {
            "type": block["type"],
            "value": _raw(body.child_blocks[block["type"]], block.get("value"), f"{name}/{i}", find),
            "id": _id(f"{name}/{i}"),
        }
        for i, block in enumerate(written)
    ]


def _raw(block: blocks.Block, value: Any, name: str, find: Find) -> Any:
    if isinstance(block, ImageBlock):
        return {"image": find(value), "alt_text": value["alt"], "decorative": value.get("decorative", False)}
    if isinstance(block, blocks.ChooserBlock):
        return find(value) if value else None
    if isinstance(block, TypedTableBlock):
        return {
            "columns": [{"type": column["type"], "heading": column["heading"]} for column in value["columns"]],
            "rows": [{"values": row} for row in value["rows"]],
            "caption": "",
        }
    if isinstance(block, blocks.ListBlock):
        return [
            {"type": "item", "value": _raw(block.child_block, item, f"{name}/{i}", find), "id": _id(f"{name}/{i}")}
            for i, item in enumerate(value)
        ]
    if isinstance(block, blocks.StructBlock):
        return _struct(block, value, name, find)
    return value


def _struct(block: blocks.StructBlock, value: dict, name: str, find: Find) -> dict:
    raw = {}
    for child, child_block in block.child_blocks.items():
        written = value if isinstance(child_block, TypedTableBlock) else value.get(child)
        if written is None:
            raw[child] = child_block.get_prep_value(child_block.get_default())
        else:
            raw[child] = _raw(child_block, written, f"{name}/{child}", find)
    return raw


def _id(name: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))
