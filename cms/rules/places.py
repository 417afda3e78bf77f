"""The places of a page where something is written, in the order in which they are read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

Path = tuple[str | int, ...]
"""The name of a field, then the index or the name of each block inside."""


@dataclass(frozen=True)
class Place:
    """A block or a field, with its value as the database holds it: reading it asks the database nothing."""

    path: Path
    block: Any
    value: Any
    block_id: str = ""

    def inside(self, *names: str | int) -> "Place":
        """Return the place of a part of the value, for a fault that lies there."""
        value = self.value
        for name in names:
            value = value.get(name) if isinstance(value, dict) else value
        return replace(self, path=(*self.path, *names), value=value)


@dataclass(frozen=True)
class Writing:
    """All that one page says."""

    page: Page

    @cached_property
    def places(self) -> list[Place]:
        return [place for field in self.page._meta.fields for place in _places_of(self.page, field)]

    def of(self, *kinds: type) -> Iterator[Place]:
        """Yield the places whose block, or field, is one of ``kinds``."""
        return (place for place in self.places if isinstance(place.block, kinds))

    @property
    def formatted(self) -> Iterator[Place]:
        """Yield the formatted texts."""
        return (place for place in self.of(blocks.RichTextBlock, RichTextField) if place.value)


def _places_of(page: Page, field: models.Field) -> Iterator[Place]:
    value = page.__dict__.get(field.attname)
    if isinstance(field, StreamField):
        yield from _inside(field.stream_block, field.stream_block.get_prep_value(value or []), (field.name,))
    elif field.editable and isinstance(field, models.CharField | models.TextField):
        yield Place((field.name,), field, value)


def _inside(block: Any, value: Any, path: Path, block_id: str = "") -> Iterator[Place]:
    yield Place(path, block, value, block_id)
    if isinstance(block, blocks.StreamBlock):
        for index, child in enumerate(value or []):
            inner = block.child_blocks.get(child["type"])
            if inner:
                yield from _inside(inner, child["value"], (*path, index), block_id or child.get("id") or "")
    elif isinstance(block, blocks.StructBlock):
        for name, inner in block.child_blocks.items():
            yield from _inside(inner, (value or {}).get(name), (*path, name), block_id)
    elif isinstance(block, blocks.ListBlock):
        for index, item in enumerate(value or []):
            yield from _inside(block.child_block, _item(item), (*path, index), block_id)


def _item(item: Any) -> Any:
    return item["value"] if isinstance(item, dict) and item.keys() >= {"type", "value"} else item
