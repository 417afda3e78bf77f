"""What the body of a page may hold, as a JSON Schema."""

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BodyBlock
from cms.importing.references import CALLED_BY
from cms.media import CustomImage

BODY = BodyBlock()


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
