"""The blocks of a body in the API: one object type a block, made from the block's own declaration.

A block says which of its children the API shows (``graphql_fields``); the type of each follows from the
child block, so that a block is described in one place.
"""

import copy
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene
from django.db.models import Model
from graphql import GraphQLResolveInfo
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.api.enums import enum_name, enum_type
from cms.api.images import Image, ImageUse
from cms.api.links import references_in
from cms.api.references import References
from cms.api.richtext import RichText, RichTextValue
from cms.api.tables import table_fields
from cms.api.words import type_of
from cms.blocks.body import BodyBlock
from cms.blocks.enums import EnumBlock


class Reference:
    """Stands for the object that a chooser block points at, until all of them are loaded at once."""

    default_alt_text = ""

    def __init__(self, pk: Any):
        self.pk = pk
        self.contextual_alt_text: str | None = None
        self.decorative = False


@dataclass(frozen=True)
class BlockValue:
    """A block of a body, or an item of a block, and its value."""

    id: str | None
    block: blocks.Block
    value: Any


def read_bodies(bodies: Mapping[Any, blocks.StreamValue], references: References) -> dict[Any, list[BlockValue]]:
    """Return the blocks of ``bodies`` (by primary key), and note in ``references`` what they point at."""
    body = _body_block()
    streams = body.bulk_to_python([list(stream.raw_data) for stream in bodies.values()])
    for stream in streams:
        for model, key, *_ in body.extract_references(stream):
            references.want(_kept_as(model), [int(key)])
    return {
        key: [
            BlockValue(child.id or str(uuid.uuid5(uuid.NAMESPACE_OID, f"{key}/{i}")), child.block, child.value)
            for i, child in enumerate(stream)
        ]
        for key, stream in zip(bodies, streams, strict=True)
    }


def _kept_as(model: type[Model]) -> type[Model]:
    """Return the model that references to a ``model`` are asked for by: all pages come in one statement."""
    return Page if issubclass(model, Page) else model


@cache
def _body_block() -> blocks.StreamBlock:
    body = copy.deepcopy(BodyBlock())
    _stand_in(body)
    return body


def _stand_in(block: blocks.Block) -> None:
    """Make the choosers in ``block`` give references instead of loading what they point at.

    Formatted text refers to what its links name, also where they are broken.
    """
    if isinstance(block, blocks.RichTextBlock):
        block.extract_references = lambda text: ((*refers, "", "") for refers in references_in(text.source))
    if isinstance(block, blocks.ChooserBlock):
        block.to_python = lambda key: None if key is None else Reference(key)
        block.bulk_to_python = lambda keys: [None if key is None else Reference(key) for key in keys]
    for child in [*getattr(block, "child_blocks", {}).values(), *filter(None, [getattr(block, "child_block", None)])]:
        _stand_in(child)


# --- Types ----------------------------------------------------------------------------------

Read = Callable[[Any, GraphQLResolveInfo], Any]


def body_type() -> type[graphene.Union]:
    """Return the union of the types of all the blocks of a body."""
    return _body_union()


@cache
def _body_union() -> type[graphene.Union]:
    children = _body_block().child_blocks
    members = {name: _struct_type(block.__class__, is_block=True) for name, block in children.items()}
    return type(
        "BodyBlock",
        (graphene.Union,),
        {
            "Meta": type("Meta", (), {"types": tuple(members.values())}),
            "reads": (),  # it is a part of its row
            "__doc__": "A block of a page's content. New kinds may be added: ignore those you do not know.",
            "resolve_type": classmethod(lambda cls, found, info: members[found.block.name]),
        },
    )


@cache
def _struct_type(block_class: type[blocks.Block], *, is_block: bool = False) -> type[graphene.ObjectType]:
    """Return the object type of a struct block; those that stand in a body itself have an id."""
    block, attributes = block_class(), {"__doc__": block_class._meta_class.graphql_description, "reads": ()}
    if is_block:
        attributes["id"] = graphene.ID(required=True, description="The block's own, the same while it is edited.")
    for name, description in getattr(block_class, "graphql_fields", {}).items():
        if name in getattr(block_class, "graphql_derived", {}):
            attributes[name] = _derived(name, block_class.graphql_derived[name], description)
        elif isinstance(block.child_blocks[name], TypedTableBlock):
            attributes.update(table_fields(name))
        else:
            attributes[name] = _field(name, block.child_blocks[name], description)
    return type(block_class.graphql_type, (graphene.ObjectType,), attributes)


def _field(name: str, block: blocks.Block, description: str) -> graphene.Field:
    kind, read = _kind(block)
    return graphene.Field(
        kind,
        description=description,
        resolver=lambda struct, info: read(struct.value.get(name), info),
    )


def _derived(name: str, kind: Any, description: str) -> graphene.Field:
    kind = graphene.String if kind is str else enum_type(kind)
    return graphene.Field(
        graphene.NonNull(kind), description=description, resolver=lambda struct, info: getattr(struct.value, name)
    )


def _kind(block: blocks.Block) -> tuple[Any, Read]:
    """Return the GraphQL type of a child block's value, and how a value is read."""
    if isinstance(block, ImageBlock):
        return Image, _image
    if isinstance(block, blocks.ChooserBlock):
        model = _kept_as(block.model_class)
        return _model_type(block), lambda found, info: found and _chosen(model, found.pk, info)
    if isinstance(block, blocks.ListBlock):
        return _list(block.child_block)
    if isinstance(block, blocks.StructBlock):
        return _struct_type(block.__class__), lambda found, info: BlockValue(None, block, found)
    kind, read = _scalar(block)
    required = block.required or isinstance(block, blocks.BooleanBlock)
    return graphene.NonNull(kind) if required else kind, read


def _list(item: blocks.Block) -> tuple[Any, Read]:
    kind, read = _kind(item)
    inner = kind.of_type if isinstance(kind, graphene.NonNull) else kind

    def read_all(items: Any, info: GraphQLResolveInfo) -> list:
        found = [read(value, info) for value in items]
        return [value for value in found if value is not None]

    return graphene.NonNull(graphene.List(graphene.NonNull(inner))), read_all


def _scalar(block: blocks.Block) -> tuple[Any, Read]:
    if isinstance(block, blocks.RichTextBlock):
        return RichText, lambda text, info: RichTextValue(text.source) if text else None
    if isinstance(block, EnumBlock):
        choices = block.choices_of
        return enum_type(choices), lambda stored, info: enum_name(choices, stored)
    if isinstance(block, blocks.DecimalBlock | blocks.FloatBlock):
        return graphene.Float, lambda number, info: None if number is None else float(number)
    if isinstance(block, blocks.IntegerBlock):
        return graphene.Int, lambda number, info: number
    if isinstance(block, blocks.DateBlock):
        return graphene.Date, lambda day, info: day
    if isinstance(block, blocks.BooleanBlock):
        return graphene.Boolean, lambda flag, info: bool(flag)
    required = block.required
    return graphene.String, lambda text, info: str(text) if required else text or None


def _image(found: Any, info: GraphQLResolveInfo) -> ImageUse | None:
    image = found and info.context.references.get(get_image_model(), found.pk)
    return image and ImageUse(image, alt=found.contextual_alt_text or "", decorative=bool(found.decorative))


def _chosen(model: type[Model], key: Any, info: GraphQLResolveInfo) -> Model | None:
    if model is Page:
        return info.context.looking_from(info).own_page(key)
    return info.context.references.get(model, key)


def _model_type(block: blocks.ChooserBlock) -> Any:
    from cms.api.interfaces import PageInterface

    model = block.model_class
    return PageInterface if model is Page else type_of(model._meta.label)()
