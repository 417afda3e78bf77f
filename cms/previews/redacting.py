"""A draft as somebody outside may see it: what it refers to shows where it is public, as on the published page."""

import re
from typing import Any

from django.db.models import Model
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.api.links import LINK_TAG, references_in
from cms.blocks.body import BodyField
from cms.visibility import public

END_OF_LINK = re.compile(r"</a\s*>", re.IGNORECASE)


class Seen:
    """Knows which objects a visitor sees, each asked once."""

    def __init__(self) -> None:
        self._known: dict[tuple[type[Model], Any], bool] = {}

    def __call__(self, row: Model) -> bool:
        return self.has(type(row), row.pk)

    def has(self, model: type[Model], key: Any) -> bool:
        if (model, key) not in self._known:
            self._known[model, key] = public(model._default_manager.filter(pk=key)).exists()
        return self._known[model, key]


def redact(page: Page, seen: Seen) -> Page:
    """Take out of ``page`` what a visitor may not see of what it refers to, and return it."""
    for field in page._meta.concrete_fields:
        if isinstance(field, BodyField):
            _redact(page.body.stream_block, page.body, seen)
        elif field.is_relation and not _is_own(field, page) and (target := getattr(page, field.name)):
            if not seen(target):
                setattr(page, field.name, None)
        elif hasattr(field, "features"):
            setattr(page, field.name, _without_hidden_links(getattr(page, field.name), seen))
    return page


def _is_own(field: Any, page: Page) -> bool:
    """Tell whether ``field`` says what the page is, not what it shows."""
    return not field.editable or field.model is Page or field.remote_field.parent_link


def _redact(block: blocks.Block, value: Any, seen: Seen) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(block, blocks.RichTextBlock):
        return RichText(_without_hidden_links(value.source, seen))
    if isinstance(block, blocks.ChooserBlock | ImageBlock):
        return value if seen(value) else None
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            child.value = _redact(child.block, child.value, seen)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            value[name] = _redact(child, value.get(name), seen)
    elif isinstance(block, blocks.ListBlock):
        return _redacted_list(block, value, seen)
    return value


def _redacted_list(block: blocks.ListBlock, items: Any, seen: Seen) -> Any:
    """Return the items that are left: those that are, or lead to, what is hidden go."""
    kept = [item for item in items if not _leads_to_hidden(block.child_block, item, seen)]
    return blocks.list_block.ListValue(block, [_redact(block.child_block, item, seen) for item in kept])


def _leads_to_hidden(block: blocks.Block, item: Any, seen: Seen) -> bool:
    if isinstance(block, blocks.ChooserBlock | ImageBlock):
        return item is not None and not seen(item)
    required = [
        (child, item.get(name))
        for name, child in getattr(block, "child_blocks", {}).items()
        if isinstance(child, blocks.ChooserBlock | ImageBlock) and child.required
    ]
    return any(value is not None and not seen(value) for _child, value in required)


def _without_hidden_links(html: str, seen: Seen) -> str:
    """Return ``html`` with the text of links to what is hidden, and without the links."""
    kept: list[str] = []
    position, inside_hidden = 0, False
    for tag in sorted([*LINK_TAG.finditer(html), *END_OF_LINK.finditer(html)], key=lambda found: found.start()):
        kept.append(html[position : tag.start()])
        position = tag.end()
        if END_OF_LINK.fullmatch(tag[0]):
            kept.append("" if inside_hidden else tag[0])
            inside_hidden = False
        else:
            inside_hidden = any(not seen.has(model, key) for model, key in references_in(tag[0]))
            kept.append("" if inside_hidden else tag[0])
    return "".join([*kept, html[position:]])
