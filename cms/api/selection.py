"""What a query selects below a field: so that nobody loads a column that nobody asked for."""

from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLResolveInfo,
    InlineFragmentNode,
    NameNode,
    SelectionSetNode,
)

T = TypeVar("T")


def once(info: GraphQLResolveInfo, question: Hashable, answer: Callable[[], T]) -> T:
    """Return what ``answer`` gives, asked once for the field of ``info`` and not for each object that has the field."""
    kept = info.context.answers
    key = (id(info.field_nodes), question)
    if key not in kept:
        kept[key] = answer(), info.field_nodes  # kept too, or other nodes might come by their id
    return kept[key][0]


def selected(info: GraphQLResolveInfo, *path: str) -> frozenset[str]:
    """Return the names of the fields selected below the field of ``info``, at ``path``.

    Type conditions and directives are not weighed: a name too many loads a column too many, no more.
    """
    return once(info, path, lambda: _selected(info, path))


def _selected(info: GraphQLResolveInfo, path: tuple[str, ...]) -> frozenset[str]:
    sets = [node.selection_set for node in info.field_nodes if node.selection_set]
    for name in path:
        sets = [
            field.selection_set
            for selections in sets
            for field in _fields(selections, info)
            if field.name.value == name and field.selection_set
        ]
    return frozenset(field.name.value for selections in sets for field in _fields(selections, info))


def selecting(info: GraphQLResolveInfo, *names: str) -> GraphQLResolveInfo:
    """Return ``info`` as it would be if its field selected the fields ``names``."""
    fields = tuple(FieldNode(name=NameNode(value=name), directives=(), arguments=()) for name in names)
    return info._replace(field_nodes=[FieldNode(selection_set=SelectionSetNode(selections=fields), arguments=())])


def _fields(selections: SelectionSetNode, info: GraphQLResolveInfo) -> Iterator[FieldNode]:
    for node in selections.selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set, info)
        elif isinstance(node, FragmentSpreadNode) and node.name.value in info.fragments:
            yield from _fields(info.fragments[node.name.value].selection_set, info)
