"""One field name has one GraphQL type, in every block and every item of one."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageBlock

from cms.blocks.body import BodyBlock

SCALARS = {
    blocks.RichTextBlock: "RichText",
    blocks.ChoiceBlock: "enum",
    blocks.DecimalBlock: "Float",
    blocks.IntegerBlock: "Int",
    blocks.DateBlock: "Date",
    blocks.CharBlock: "String",
    blocks.TextBlock: "String",
    blocks.URLBlock: "String",
}


def graphql_type(block):
    if isinstance(block, ImageBlock | TypedTableBlock):
        return type(block).__name__
    if isinstance(block, blocks.ChooserBlock):
        return block.model_class.__name__
    if isinstance(block, blocks.ListBlock):
        return f"[{graphql_type(block.child_block)}!]!"
    if isinstance(block, blocks.StructBlock):
        return block.graphql_type
    name = next(name for kind, name in SCALARS.items() if isinstance(block, kind))
    name = block.choices_of.__name__ if name == "enum" else name
    return name + "!" * block.required


def declared_types(block, found):
    """Note in ``found`` the type of each child of ``block``, and of the items of its lists."""
    for name, child in getattr(block, "child_blocks", {}).items():
        found.setdefault(name, set()).add(graphql_type(child))
        if isinstance(child, blocks.ListBlock):
            declared_types(child.child_block, found)
    for name, kind in getattr(block, "graphql_derived", {}).items():
        found.setdefault(name, set()).add(kind.__name__)
    return found


def test_one_name_has_one_type():
    found = {}
    for block in BodyBlock().child_blocks.values():
        declared_types(block, found)
    assert {name: types for name, types in found.items() if len(types) > 1} == {}
    assert {name: found[name] for name in ("title", "heading", "text", "precision", "cities", "provider")} == {
        "title": {"String!"},
        "heading": {"String"},
        "text": {"RichText!"},
        "precision": {"DatePrecision!"},
        "cities": {"[CityPage!]!"},
        "provider": {"VideoProvider"},
    }
