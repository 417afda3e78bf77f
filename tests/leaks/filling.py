"""Rows of any model, filled without knowing a field by name: every text is a word of its own."""

import itertools
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import DraftStateMixin, Page

HIDDEN, PUBLIC, ELSEWHERE = "zqh", "zqp", "zqe"
"""What the words begin with of what nobody may see, of what everyone may, and of another site."""
LETTERS = "bcdfghjklmnprstvwxz"
LENGTH = 8
WAGTAILS_OWN = {field.name for model in (Page, DraftStateMixin) for field in model._meta.get_fields()}
WRITTEN_BY_EDITORS = {"title", "slug", "seo_title", "search_description"}
"""Of Wagtail's own columns, those that hold text of editors."""
Choose = Callable[[type[models.Model]], Any]


@dataclass
class Words:
    """Gives out words, and knows which column each is of."""

    prefix: str
    owners: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def take(self, owner: str) -> str:
        number, letters = next(self.numbers), ""
        for _place in range(LENGTH - len(self.prefix)):
            number, rest = divmod(number, len(LETTERS))
            letters += LETTERS[rest]
        self.owners[self.prefix + letters] = owner
        return self.prefix + letters

    def day(self) -> date:
        return date(1900, 1, 1) + timedelta(days=next(self.numbers) % 30000)


def filled(model: type[models.Model], words: Words, refer: Callable[[models.Field], Any], **given: Any) -> Any:
    """Return a row of ``model``, not saved: ``refer`` gives what a relation leads to, ``given`` what it must hold."""
    row = model(**given)
    for column in model._meta.concrete_fields:
        if column.name in given or not _is_for_editors(column):
            continue
        found = refer(column) if column.is_relation else _value(column, words)
        if found is not None:
            setattr(row, column.name, found)
    return row


def texts(model: type[models.Model], words: Words) -> dict[str, Any]:
    """Return a word for each column of ``model`` that holds text, files apart."""
    columns = [each for each in model._meta.concrete_fields if _is_for_editors(each) and not each.is_relation]
    values = {each.name: _value(each, words) for each in columns if not isinstance(each, models.FileField)}
    return {name: value for name, value in values.items() if words.prefix in str(value)}


def _is_for_editors(column: models.Field) -> bool:
    if column.is_relation and not column.null and column.model is not Page:
        return not getattr(column.remote_field, "parent_link", False)
    if column.primary_key or column.name == "sort_order" or not column.editable:
        return column.name in {"key", "clean_name"}
    return column.name not in WAGTAILS_OWN or column.name in WRITTEN_BY_EDITORS


def _value(column: models.Field, words: Words) -> Any:
    owner = f"{column.model._meta.label}.{column.name}"
    if column.choices:
        return column.get_default() or column.choices[0][0]
    if isinstance(column, StreamField):
        blocks_of = column.stream_block.child_blocks.items()
        return [
            (name, block_value(block, words, f"{column.name}.{name}", lambda model: None)) for name, block in blocks_of
        ]
    for kind, make in MAKERS.items():
        if isinstance(column, kind):
            return make(column, words, owner)
    return None


def _text(column: models.Field, words: Words, owner: str) -> Any:
    word = words.take(owner)
    for written in (word, f"{word}@example.org", f"https://example.org/{word}"):
        if _is_valid(column, written):
            return written
    del words.owners[word]
    return None


def _number(column: models.Field, words: Words, owner: str) -> Any:
    number = next(words.numbers)
    for least in (7_000_000, 3000, 2014, 1):
        for most in (1_000_000, 1000, 100, 10):
            if _is_valid(column, least) and _is_valid(column, least + most):
                return least + number % most
    return None


def _is_valid(column: models.Field, value: Any) -> bool:
    try:
        column.run_validators(value)
    except ValidationError:
        return False
    return True


MAKERS: dict[type, Callable[[Any, Words, str], Any]] = {
    models.FileField: lambda column, words, owner: ContentFile(
        words.take(f"{owner}'s content").encode(), name=f"{words.take(owner)}.txt"
    ),
    RichTextField: lambda column, words, owner: f"<p>{words.take(owner)}</p>",
    models.EmailField: lambda column, words, owner: f"{words.take(owner)}@example.org",
    models.URLField: lambda column, words, owner: f"https://example.org/{words.take(owner)}",
    models.CharField: _text,
    models.TextField: _text,
    models.JSONField: lambda column, words, owner: {"nome": words.take(owner)},
    models.DecimalField: lambda column, words, owner: Decimal(next(words.numbers)) + Decimal("0.5"),
    models.DateTimeField: lambda column, words, owner: None if column.null else timezone.now() + timedelta(days=400),
    models.DateField: lambda column, words, owner: words.day(),
    models.IntegerField: _number,
}


def block_value(block: blocks.Block, words: Words, owner: str, choose: Choose) -> Any:
    """Return a value of ``block``; what it must choose, ``choose`` gives."""

    def inner(name: str, child: blocks.Block) -> Any:
        return block_value(child, words, f"{owner}.{name}", choose)

    if isinstance(block, ImageBlock):
        image = choose(block.child_blocks["image"].model_class)
        if image:
            image = copy(image)
            image.contextual_alt_text, image.decorative = words.take(f"{owner}.alt"), False
        return image
    if isinstance(block, TypedTableBlock):
        columns = [{"type": "text", "heading": words.take(f"{owner}.heading")}]
        rows = [{"values": [words.take(f"{owner}.cell")]}]
        return block.to_python({"columns": columns, "rows": rows, "caption": ""})
    if isinstance(block, blocks.ListBlock):
        return [inner("item", block.child_block)]
    if isinstance(block, blocks.BaseStructBlock):
        return {name: inner(name, child) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ChooserBlock):
        return choose(block.model_class)
    for kind, make in LEAVES.items():
        if isinstance(block, kind):
            return make(block, words, owner)
    return block.get_default()


def _address(block: blocks.URLBlock, word: str) -> str:
    for written in (f"https://example.org/{word}", f"https://vimeo.com/76979871?{word}"):
        try:
            return block.clean(written)
        except ValidationError:
            continue
    raise AssertionError(f"{block.name} takes no address that these tests know")


LEAVES: dict[type, Callable[[Any, Words, str], Any]] = {
    blocks.ChoiceBlock: lambda block, words, owner: block.field.choices[-1][0],
    blocks.RichTextBlock: lambda block, words, owner: block.to_python(f"<p>{words.take(owner)}</p>"),
    blocks.URLBlock: lambda block, words, owner: _address(block, words.take(owner)),
    blocks.DecimalBlock: lambda block, words, owner: Decimal(next(words.numbers)) + Decimal("0.25"),
    blocks.IntegerBlock: lambda block, words, owner: 7_000_000 + next(words.numbers),
    blocks.DateBlock: lambda block, words, owner: words.day(),
    blocks.FieldBlock: lambda block, words, owner: words.take(owner),
}


def chosen_by(block: blocks.Block) -> Iterator[type[models.Model]]:
    """Yield the models that ``block`` and its parts choose rows of."""
    if isinstance(block, blocks.ChooserBlock):
        yield block.model_class
    else:
        inner = getattr(block, "child_block", None)
        for child in [*getattr(block, "child_blocks", {}).values(), *([inner] if inner else [])]:
            yield from chosen_by(child)
