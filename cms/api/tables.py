"""Tables in the API: typed columns and cells, from Wagtail's typed tables."""

from decimal import Decimal
from typing import Any

import graphene
from graphql import GraphQLResolveInfo
from wagtail.contrib.typed_table_block.blocks import TypedTable


class TableColumnKind(graphene.Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"

    @property
    def description(self):
        return {"text": "Words.", "number": "Numbers."}[self.value] if self else "What the cells of a column hold."


class TableColumn(graphene.ObjectType):
    """A column of a table."""

    reads = ()

    name = graphene.String(required=True, description="The column's heading.")
    kind = graphene.Field(TableColumnKind, required=True, description="What its cells hold.")


class TableCell(graphene.ObjectType):
    """A cell of a table."""

    reads = ()

    content = graphene.String(required=True, description="The cell as text; empty where there is nothing.")
    number = graphene.Float(description="The number in a cell of a NUMBER column.")


class TableRow(graphene.ObjectType):
    """A row of a table."""

    reads = ()

    cells = graphene.List(graphene.NonNull(TableCell), required=True, description="One cell a column, in order.")


def table_fields(name: str) -> dict[str, graphene.Field]:
    """Return the fields of a block whose child ``name`` is a table: its columns and its rows."""

    def columns(struct: Any, info: GraphQLResolveInfo) -> list[TableColumn]:
        table: TypedTable = struct.value[name]
        return [TableColumn(name=column["heading"], kind=column["block"].name) for column in table.columns]

    def rows(struct: Any, info: GraphQLResolveInfo) -> list[TableRow]:
        return [TableRow(cells=[_cell(bound.value) for bound in row]) for row in struct.value[name].rows]

    return {
        "columns": graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(TableColumn))),
            description="The columns, each with its heading.",
            resolver=columns,
        ),
        "rows": graphene.Field(
            graphene.NonNull(graphene.List(graphene.NonNull(TableRow))),
            description="The rows, from top to bottom.",
            resolver=rows,
        ),
    }


def _cell(value: Any) -> TableCell:
    is_number = isinstance(value, Decimal)
    return TableCell(content="" if value is None else str(value), number=float(value) if is_number else None)
