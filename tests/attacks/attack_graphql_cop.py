"""The checks that graphql-cop names in its documentation (https://github.com/dolevf/graphql-cop), by those names.

Its own package is on no index. What it would report is either refused here, or by design, and then says why.
"""

import pytest
import requests
from graphql import get_introspection_query

from tests.attacks.conftest import Target
from tests.faults.servers import HOST

BY_DESIGN = {
    "introspection": "a public API whose schema is its documentation; INTROSPECTION=false turns it off",
    "field suggestions": "as above, and off with it",
    "GraphiQL": "serves the schema that is public anyway; it reads no cookie",
    "GET based queries": "what caches keep; mutations by GET are refused, and no cookie is read",
}
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}


@pytest.fixture
def asked(target: Target):
    def ask(query=None, *, method="POST", path="/graphql/", **what):
        body = {"json": {"query": query}} if query and method == "POST" and not what else what
        if query and method == "GET":
            body = {"params": {"query": query}}
        answer = requests.request(method, target.url + path, headers=HEADERS, timeout=20, allow_redirects=False, **body)
        assert answer.status_code < 500
        assert answer.elapsed.total_seconds() < 5
        return answer

    return ask


def codes(answer) -> set[str]:
    return {error["extensions"]["code"] for error in answer.json().get("errors", [])}


def test_graphql_cop(asked, target, tell):
    # denial of service
    assert codes(asked("{" + " ".join(f"alias{i}: __typename" for i in range(101)) + "}")) == {"TOO_MANY_ROOT_FIELDS"}
    tell("alias overloading", "refused")
    batch = asked(json=[{"query": "{ __typename }"}] * 10)
    assert (batch.status_code, codes(batch)) == (400, {"BAD_REQUEST"})
    tell("array-based query batching", "refused")
    for text in ("@aa" * 10, "@include(if: true)" * 1001, "@skip(if: false)" * 10):
        found = codes(asked("query { __typename " + text + "}"))
        assert found in ({"GRAPHQL_VALIDATION_FAILED"}, {"DOCUMENT_TOO_LONG"})
    tell("directive overloading", "refused")
    repeated = asked("query { " + "__typename \n" * 500 + "}")
    assert repeated.json() == {"data": {"__typename": "Query"}}
    tell("field duplication", "merged: it costs one field")
    circle = "{ __schema { types { " + "fields { type { " * 6 + "name" + " } }" * 6 + " } } }"
    assert codes(asked(circle)) & {"QUERY_TOO_DEEP", "QUERY_TOO_COSTLY", "GRAPHQL_VALIDATION_FAILED"}
    tell("circular query by introspection", "refused")
    assert codes(asked("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")) == {
        "GRAPHQL_VALIDATION_FAILED"
    }
    tell("circular fragment", "refused")

    # requests that other sites could have a browser send
    mutation = 'mutation { startForm(input: { page: "x" }) { token } }'
    assert asked(mutation, method="GET").status_code == 405
    tell("mutation over GET", "refused")
    assert asked(data={"query": "{ __typename }"}).status_code == 415
    tell("POST with urlencoded payload (CSRF)", "refused")
    assert asked("{ __typename }", method="GET").json() == {"data": {"__typename": "Query"}}
    tell("GET based queries", BY_DESIGN["GET based queries"])

    # what it tells of itself
    assert "__schema" in asked(get_introspection_query()).json()["data"]
    tell("introspection", BY_DESIGN["introspection"])
    assert "Did you mean" in asked("{ citie { id } }").text
    tell("field suggestions", BY_DESIGN["field suggestions"])
    assert asked(method="GET", path="/graphiql/").status_code == 200
    tell("GraphiQL", BY_DESIGN["GraphiQL"])
    assert "tracing" not in asked("{ __typename }").json().get("extensions", {})
    tell("trace mode", "there is none")
    for wrong in ("qwerty cop { abc }", "query { abc }", "{"):
        assert set(asked(wrong).json()["errors"][0]) <= {"message", "locations", "path", "extensions"}
        assert set(asked(wrong).json()["errors"][0]["extensions"]) == {"code"}
    tell("unhandled error detection", "every error has a code, none a trace")


def test_what_is_by_design_can_be_turned_off(start_server, tell):
    server = start_server(INTROSPECTION="false")

    def ask(query):
        return requests.post(f"{server.url}/graphql/", json={"query": query}, headers=HEADERS, timeout=20)

    assert "errors" in ask(get_introspection_query()).json()
    assert "Did you mean" not in ask("{ citie { id } }").text
    tell("turned off", "introspection, suggestions")
