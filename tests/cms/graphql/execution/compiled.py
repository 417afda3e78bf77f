"""A pytest plugin: what graphql-core's own tests execute is compiled, and each test is put down for how it ran.

The synchronous tests call ``execute``, which looks at each value for an awaitable; here it need not, unless a test
or a resolver is a coroutine function.
"""

import importlib
import inspect
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema

from cms.graphql.execution import CompiledExecution

execute = importlib.import_module("graphql.execution.execute")
running: dict[str, Any] = {"test": None, "is_asynchronous": False}
ways: dict[str, set[str]] = defaultdict(set)
outcomes: dict[str, str] = {}


class Compiled(CompiledExecution):
    """As the product has it, and it keeps account."""

    def __init__(self, *arguments: Any) -> None:
        *most, is_awaitable = arguments
        if not running["is_asynchronous"] and not has_coroutines(most[0]):
            is_awaitable = execute.assume_not_awaitable
        super().__init__(*most, is_awaitable)

    def execute_operation(self, *arguments: Any) -> Any:
        ways[running["test"]].add(self.refusal() or "compiled")
        return super().execute_operation(*arguments)


def has_coroutines(schema: GraphQLSchema) -> bool:
    fields = [field for kind in schema.type_map.values() for field in getattr(kind, "fields", {}).values()]
    return any(inspect.iscoroutinefunction(getattr(field, "resolve", None)) for field in fields)


if os.environ["EXECUTOR"] == "compiled":
    execute.ExecutionContext = Compiled


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    running.update(test=item.nodeid, is_asynchronous=inspect.iscoroutinefunction(item.function))
    return (yield)


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        outcomes[report.nodeid] = report.outcome


def pytest_sessionfinish():
    account = {test: {"outcome": how, "ways": sorted(ways.get(test, ()))} for test, how in outcomes.items()}
    Path(os.environ["ACCOUNT"]).write_text(json.dumps(account), encoding="utf-8")
