"""Faults as errors of the editor's form: each shows in the place where it is."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError

from cms.rules.faults import Fault
from cms.rules.places import Path

ERRORS = {
    blocks.StreamBlock: StreamBlockValidationError,
    blocks.StructBlock: StructBlockValidationError,
    blocks.ListBlock: ListBlockValidationError,
}


def error_of(block: Any, raw: Any, found: list[tuple[Path, str]]) -> ValidationError:
    """Return the error of a block whose parts are at fault; ``found`` has the paths inside it."""
    own = [message for path, message in found if not path]
    kind = next((kind for kind in ERRORS if isinstance(block, kind)), None)
    if isinstance(block, TypedTableBlock):
        return TypedTableBlockValidationError(non_block_errors=[ValidationError(own)])
    if kind is None or own:
        return ValidationError([message for _path, message in found])
    inside: dict[str | int, list[tuple[Path, str]]] = {}
    for path, message in found:
        inside.setdefault(path[0], []).append((path[1:], message))
    errors = {step: error_of(*_child(block, raw, step), rest) for step, rest in inside.items()}
    return ERRORS[kind](block_errors=errors)


def _child(block: Any, raw: Any, step: str | int) -> tuple[Any, Any]:
    if isinstance(block, blocks.StreamBlock):
        return block.child_blocks[raw[step]["type"]], raw[step]["value"]
    if isinstance(block, blocks.ListBlock):
        item = raw[step]
        return block.child_block, item["value"] if isinstance(item, dict) and "value" in item else item
    return block.child_blocks[step], (raw or {}).get(step)


def by_field(faults: list[Fault]) -> dict[str, list[tuple[Path, str]]]:
    """Return the paths inside each field, with their messages."""
    found: dict[str, list[tuple[Path, str]]] = {}
    for fault in faults:
        found.setdefault(fault.field, []).append((fault.path[1:], fault.message))
    return found
