"""The example frontend asks for what is there, of every type and every block."""

import re
from pathlib import Path

from graphql import get_named_type

from cms.graphql.preparing import prepare
from cms.graphql.schema import schema

QUERY = Path(__file__).parents[3] / "docs" / "examples" / "preview" / "query.js"


def test_the_query_is_valid_and_knows_every_type_and_every_block():
    query = QUERY.read_text(encoding="utf-8").partition("`")[2].rpartition("`")[0]
    assert prepare(query).errors == ()
    named = set(re.findall(r"\.\.\. on (\w+)", query))
    pages = {kind.name for kind in schema.get_possible_types(schema.type_map["PageInterface"])}
    blocks = {get_named_type(kind).name for kind in schema.type_map["BodyBlock"].types}
    assert named == pages | blocks | {"PageRoute"}
