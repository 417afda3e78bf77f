"""Bodies from files, as Wagtail stores them: each block checked as the editor's form checks it."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.coreutils import resolve_model_string
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BodyBlock
from cms.importing.numbers import file_number
from cms.importing.problems import BadValue
from cms.importing.references import NotThere, References
from cms.importing.richtext import read_html
from cms.media import CustomImage

BODY = BodyBlock()


def read_body(written: list[dict], name: str, references: References) -> list[dict]:
    """Return the raw stream of a body for the page called ``name``; the same body gets the same ids.

    Raises an ``ExceptionGroup`` of all that is wrong: ``BadValue`` where a block does not take its value,
    ``NotThere`` where a reference leads nowhere. Each has its ``path`` in the body.
    """
    reading = Reading(name, references)
    raw = [
        {
            "type": block["type"],
            "value": reading.read(BODY.child_blocks[block["type"]], block.get("value"), f"[{i}].value"),
            "id": reading.id(f"[{i}]"),
        }
        for i, block in enumerate(written)
    ]
    if reading.faults:
        raise ExceptionGroup("body", reading.faults)
    return raw


@dataclass
class Reading:
    """One body on its way.

    Choosers are not asked whether their choice exists: it was found by its name, and asking costs a statement each.
    """

    name: str
    references: References
    faults: list[BadValue | NotThere] = field(default_factory=list)

    def read(self, block: blocks.Block, value: Any, path: str) -> Any:
        """Return ``value`` as ``block`` stores it, and note what is wrong with it."""
        try:
            return self._read(block, value, path)
        except (BadValue, NotThere) as fault:
            fault.path = path + fault.path
            self.faults.append(fault)
            return None

    def id(self, path: str) -> str:
        """Return the id of the block at ``path``."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, self.name + path))

    def _read(self, block: Any, value: Any, path: str) -> Any:
        if isinstance(block, ImageBlock):
            return self._read_image(value)
        if isinstance(block, blocks.ChooserBlock):
            return self.references.find(resolve_model_string(block.target_model), value) if value else None
        if isinstance(block, TypedTableBlock):
            return self._asked(block, _read_table(value), path)
        if isinstance(block, blocks.RichTextBlock):
            return read_html(value, block.features, self.references)
        if isinstance(block, blocks.ListBlock):
            return [
                {
                    "type": "item",
                    "value": self.read(block.child_block, item, f"{path}[{i}]"),
                    "id": self.id(f"{path}[{i}]"),
                }
                for i, item in enumerate(value or [])
            ]
        if isinstance(block, blocks.StructBlock):
            return self._read_struct(block, value or {}, path)
        return self._asked(block, str(value) if isinstance(value, Decimal | float) else value, path)

    def _read_image(self, value: dict) -> dict:
        image = self.references.find(CustomImage, value["file"])
        alt, decorative = value.get("alt", ""), value.get("decorative", False)
        if not alt and not decorative:
            raise BadValue(_("descreva a imagem ou marque-a como decorativa (decorative)"), path=".alt")
        return {"image": image, "alt_text": alt, "decorative": decorative}

    def _read_struct(self, block: blocks.StructBlock, value: dict, path: str) -> dict:
        known = len(self.faults)
        raw = {
            name: child.get_prep_value(child.get_default())
            if value.get(name) is None
            else self.read(child, value[name], f"{path}.{name}")
            for name, child in block.child_blocks.items()
        }
        has_rules = type(block).clean is not blocks.StructBlock.clean
        return self._asked(block, raw, path) if has_rules and len(self.faults) == known else raw

    def _asked(self, block: blocks.Block, raw: Any, path: str) -> Any:
        """Return ``raw`` after asking the block itself, as the editor's form does."""
        try:
            block.clean(block.to_python(raw))
        except ValidationError as error:
            self._note(error, path)
        return raw

    def _note(self, error: Any, path: str) -> None:
        nested = getattr(error, "block_errors", None) or getattr(error, "cell_errors", None) or {}
        for name, fault in nested.items():
            if isinstance(fault, dict):
                for column, cell in fault.items():
                    self._note(cell, f"{path}.rows[{name}][{column}]")
            else:
                self._note(fault, f"{path}.{name}")
        if not nested:
            said = getattr(error, "non_block_errors", None) or error
            self.faults.append(BadValue(" ".join(ValidationError(said).messages), path=path))


def _read_table(value: dict) -> dict:
    columns = value["columns"]
    for i, row in enumerate(value["rows"]):
        if len(row) != len(columns):
            allowed = _("uma célula por coluna: %(count)s") % {"count": len(columns)}
            raise BadValue(allowed, len(row), f".rows[{i}]")
        for j, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if column["type"] == "number" and isinstance(file_number(cell or 0), str):
                raise BadValue(_("um número, nesta coluna"), cell, f".rows[{i}][{j}]")
    rows = [{"values": [None if cell is None else str(cell) for cell in row]} for row in value["rows"]]
    return {"columns": columns, "rows": rows, "caption": ""}
