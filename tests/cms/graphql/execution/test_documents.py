"""Every query that this repository has is compiled: none is left to graphql-core."""

import json

import pytest
from graphql import parse

from cms.graphql.documents import trusted
from cms.graphql.execution import CompiledExecution, refusal_of
from cms.graphql.pages import examples
from cms.graphql.schema import schema
from cms.settings import GRAPHQL_LIMITS
from tests.schema_walk import WholeQuery
from tests.test_docs import documented_queries, is_mutation


def every_document():
    """Yield each document with its variables."""
    for _page, query, variables in documented_queries():
        yield query, variables
    for example in examples():
        yield example["query"], json.loads(example["variables"])
    for query in trusted().values():
        yield query, {"path": "/"}


def test_every_query_of_the_repository_is_compiled():
    documents = [(query, variables) for query, variables in every_document() if not is_mutation(query)]
    assert len(documents) > 20
    assert {refusal_of(schema, parse(query), variables) for query, variables in documents} == {None}


def test_a_query_for_every_field_is_compiled():
    required = {"nodes": {"ids": "[]"}, "search": {"query": '"a"'}, "suggest": {"prefix": '"a"'}}
    for root, field in schema.query_type.fields.items():
        given = {name: '"a"' for name, argument in field.args.items() if str(argument.type) in ("String!", "ID!")}
        query = WholeQuery(root, required.get(root, given), GRAPHQL_LIMITS["depth"]).text
        assert refusal_of(schema, parse(query)) is None


@pytest.mark.parametrize("is_on", [True, False])
def test_one_setting_turns_it_off(is_on, settings, graphql, monkeypatch):
    ran = []
    execute = CompiledExecution.execute_operation
    monkeypatch.setattr(
        CompiledExecution, "execute_operation", lambda self, *given: ran.append(self) or execute(self, *given)
    )
    settings.COMPILED_EXECUTION = is_on
    assert graphql("{ programme { cities } }") == {"programme": {"cities": 0}}
    assert len(ran) == is_on
