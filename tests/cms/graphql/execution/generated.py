"""Queries that nobody would think of: what hypothesis-graphql makes of a schema, and twists of it.

It generates fields, arguments and inline fragments. A twist adds aliases, variables, directives, named fragments,
fields that are asked twice, and values that are known to the content, or fit nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    ArgumentNode,
    BooleanValueNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    NamedTypeNode,
    NameNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    VariableNode,
    Visitor,
    ast_from_value,
    is_required_argument,
    parse,
    parse_value,
    print_ast,
    value_from_ast_untyped,
    visit,
)
from graphql.language import REMOVE
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries

SCALARS = {
    "Date": st.just(nodes.String("2024-02-29")),
    "DateTime": st.just(nodes.String("2024-02-29T12:00:00+00:00")),
    "JSON": st.just(nodes.String("{}")),
}
MISFITS = [1, 1.5, -1, 2**31, True, None, "", "nobody", [], ["a"], {}, {"a": 1}]
WRITTEN = ["1", "1.5", "-1", "2147483648", "true", "null", '""', '"nobody"', "NOBODY", "[]", '["a"]', "{}", "{a: 1}"]


@dataclass(frozen=True)
class Question:
    """A document with the values of its variables."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)


def documents(schema: GraphQLSchema) -> st.SearchStrategy[str]:
    """Return a strategy for the documents that hypothesis-graphql makes: each asks one root field or two."""
    roots = st.lists(st.sampled_from(sorted(schema.query_type.fields)), min_size=1, max_size=2, unique=True)
    return roots.flatmap(lambda names: queries(schema, fields=names, custom_scalars=SCALARS, allow_x00=False))


def twisted(query: str, schema: GraphQLSchema, known: Mapping[str, list], dice: Random) -> Question:
    """Return a twist of ``query``; ``known`` has good values of arguments by their names."""
    kinds = TypeInfo(schema)
    twist = Twist(kinds, known, dice)
    document = visit(parse(query), TypeInfoVisitor(kinds, twist))
    return Question(print_ast(twist.complete(document)), twist.values)


class Twist(Visitor):
    """Rewrites a document on the way up, so that what it adds is not twisted again."""

    def __init__(self, kinds: TypeInfo, known: Mapping[str, list], dice: Random) -> None:
        super().__init__()
        self.kinds, self.known, self.dice = kinds, known, dice
        self.values: dict[str, Any] = {}
        self.declared: dict[str, str] = {}
        self.fragments: list[FragmentDefinitionNode] = []

    def complete(self, document: DocumentNode) -> DocumentNode:
        """Return ``document`` with the variables and fragments that came up."""
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.declared.items())
        [operation] = document.definitions
        head = parse(f"query ({declared}) {{ a }}" if declared else "query { a }").definitions[0]
        operation = OperationDefinitionNode(
            operation=OperationType.QUERY,
            variable_definitions=head.variable_definitions,
            directives=(),
            selection_set=operation.selection_set,
        )
        return DocumentNode(definitions=(operation, *self.fragments))

    def leave_argument(self, node: ArgumentNode, *_: Any) -> Any:
        kind, name = self.kinds.get_input_type(), node.name.value
        if kind is None or self.kinds.get_directive():
            return None
        if not is_required_argument(self.kinds.get_argument()) and self._happens(0.6):
            return REMOVE
        value = node.value
        if name in self.known and self._happens(0.9):
            value = ast_from_value(self.dice.choice(self.known[name]), kind)
        if self._happens(0.02):
            value = parse_value(self.dice.choice(WRITTEN))
        if self._happens(0.3):
            value = self._variable(str(kind), value)
        return ArgumentNode(name=node.name, value=value)

    def leave_field(self, node: FieldNode, *_: Any) -> SelectionNode:
        parent = self.kinds.get_parent_type()
        name = f"x{self.dice.randrange(10**9)}" if self._happens(0.15) else None
        alias = NameNode(value=name) if name else node.alias
        changed = FieldNode(
            alias=alias,
            name=node.name,
            arguments=node.arguments,
            directives=self._directives(0.1),
            selection_set=node.selection_set,
        )
        return self._in_fragment(changed, parent.name) if parent and self._happens(0.15) else changed

    def leave_selection_set(self, node: SelectionSetNode, *_: Any) -> SelectionSetNode:
        again = [selection for selection in node.selections if self._happens(0.1)]
        return SelectionSetNode(selections=(*node.selections, *again))

    def _in_fragment(self, node: FieldNode, kind: str) -> SelectionNode:
        condition, selections = NamedTypeNode(name=NameNode(value=kind)), SelectionSetNode(selections=(node,))
        if self._happens(0.5):
            condition = condition if self._happens(0.5) else None
            return InlineFragmentNode(
                type_condition=condition, directives=self._directives(0.3), selection_set=selections
            )
        name = NameNode(value=f"F{len(self.fragments)}")
        self.fragments.append(
            FragmentDefinitionNode(
                name=name,
                type_condition=condition,
                directives=(),
                variable_definitions=(),
                selection_set=selections,
            )
        )
        return FragmentSpreadNode(name=name, directives=self._directives(0.3))

    def _directives(self, chance: float) -> tuple[DirectiveNode, ...]:
        return tuple(self._directive(name) for name in ("skip", "include") if self._happens(chance))

    def _directive(self, name: str) -> DirectiveNode:
        value: ValueNode = BooleanValueNode(value=self._happens(0.5))
        if self._happens(0.6):
            value = self._variable("Boolean!", value)
        argument = ArgumentNode(name=NameNode(value="if"), value=value)
        return DirectiveNode(name=NameNode(value=name), arguments=(argument,))

    def _variable(self, kind: str, value: ValueNode) -> VariableNode:
        name = f"v{len(self.declared)}"
        self.declared[name] = kind
        if kind.endswith("!") or self._happens(0.9):
            self.values[name] = value_from_ast_untyped(value)
        if self._happens(0.01):
            self.values[name] = self.dice.choice(MISFITS)
        return VariableNode(name=NameNode(value=name))

    def _happens(self, chance: float) -> bool:
        return self.dice.random() < chance
