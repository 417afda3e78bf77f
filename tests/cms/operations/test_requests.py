"""What the log and the metrics tell of a request, and what they never do."""

import io
import json
import logging
import re
from hashlib import sha256

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from django_tasks_db.models import DBTaskResult
from prometheus_client.parser import text_string_to_metric_families

from cms.delivery.cleaning import clean
from cms.graphql import answers
from cms.graphql.shortcut import ShortCut
from cms.operations.logs import FactsFormatter, RequestFilter, logging_in

SECRET = "canario-da-ana"


@pytest.fixture
def log():
    """What production would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    form = logging_in("json", "INFO")["formatters"]["json"]
    handler.setFormatter(FactsFormatter(**{name: value for name, value in form.items() if name != "()"}))
    handler.addFilter(RequestFilter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def client(db) -> Client:
    return Client(headers={"host": "127.0.0.1", "x-forwarded-for": "203.0.113.9"}, REMOTE_ADDR="203.0.113.9")


def post(client: Client, query: str, **more):
    return client.post("/graphql/", {"query": query, **more}, content_type="application/json")


def test_a_line_a_request(client, home, log):
    query = "query Start($path: String!) { route(path: $path) { __typename } }"
    response = post(client, query, variables={"path": f"/{SECRET}/"}, operationName="Start")
    (line,) = [line for line in log() if line["logger"] == "cms.requests"]
    assert line.pop("duration_ms") > 0
    assert re.fullmatch(r"POST /graphql/ 200 \d+ ms query Start", line.pop("message"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line.pop("time"))
    assert line["cost"] > 0
    assert line == {
        "level": "INFO",
        "logger": "cms.requests",
        "request_id": response.headers["X-Request-ID"],
        "method": "POST",
        "route": "/graphql/",
        "status": 200,
        "operation": "Start",
        "operation_kind": "query",
        "document": sha256(query.encode()).hexdigest(),
        "cost": line["cost"],
        "cache": "miss",
    }


def test_errors_are_told_by_their_codes(client, home, log):
    post(client, "{ nope }")
    post(client, "{")
    lines = [line for line in log() if line["logger"] == "cms.requests"]
    assert [line["errors"] for line in lines] == [["GRAPHQL_VALIDATION_FAILED"], ["GRAPHQL_PARSE_FAILED"]]
    assert [line["operation_kind"] for line in lines] == ["none", "none"]


def test_nothing_personal_is_told(client, home, log):
    client.get(f"/graphql/?query={{__typename}}&variables=%7B%22a%22%3A%22{SECRET}%22%7D")
    client.get(f"/{SECRET}/?email={SECRET}")
    client.get(f"/admin/password_reset/confirm/MQ/{SECRET}/")
    client.get(f"/nowhere?{SECRET}")
    post(client, "query ($a: String!) { route(path: $a) { __typename } }", variables={"a": SECRET, "b": [SECRET]})
    post(client, "{", variables={"a": SECRET})
    client.post("/admin/login/", {"username": SECRET, "password": SECRET})
    broken = RequestFactory().get(f"/{SECRET}/")
    for name in ("django.request", "django.security.csrf"):  # as Django tells of errors
        facts = {"request": broken, "ip": "203.0.113.9", "status_code": 500}
        logging.getLogger(name).error("%s: %s", "Internal Server Error", broken.path, extra=facts)
    written = json.dumps(log())
    assert len(log()) >= 7
    assert SECRET not in written
    assert "203.0.113.9" not in written


@pytest.mark.parametrize(
    ("given", "kept"), [("a1b2c3d4-e5", True), ("short", False), ("x" * 65, False), ("a b\\ncdefgh", False)]
)
def test_a_request_keeps_the_id_that_a_proxy_gave_it(client, home, given, kept):
    answered = client.get("/schema.graphql", headers={"x-request-id": given}).headers["X-Request-ID"]
    assert (answered == given) == kept
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", answered)


def test_two_requests_have_two_ids(client, home):
    assert client.get("/").headers["X-Request-ID"] != client.get("/").headers["X-Request-ID"]


def samples(client: Client) -> dict[tuple, float]:
    text = client.get("/metrics", headers={"authorization": "Bearer token"}).content.decode()
    families = text_string_to_metric_families(text)
    return {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}


def test_metrics(client, home, settings):
    settings.METRICS_TOKEN = "token"
    before = samples(client)
    post(client, "{ __typename }")
    post(client, "{ nope }")
    client.get("/graphiql/")
    clean.enqueue()
    clean.enqueue()
    after = samples(client)

    def grown(*key: str) -> float:
        return after[key] - before.get(key, 0)

    assert grown("cms_http_requests_total", "200", "POST", "graphql") == 2
    assert grown("cms_http_requests_total", "200", "GET", "graphiql") == 1
    assert grown("cms_graphql_operations_total", "200", "query") == 1
    assert grown("cms_graphql_operations_total", "200", "none") == 1
    assert grown("cms_graphql_errors_total", "GRAPHQL_VALIDATION_FAILED") == 1
    assert grown("cms_graphql_operation_seconds_count", "query") == 1
    assert after["cms_tasks", "default", "ready"] == DBTaskResult.objects.count() == 2
    assert 0 <= after["cms_task_oldest_seconds", "default"] < 60
    assert after["cms_database_up",] == 1
    assert after["cms_workers",] == 0
    assert [key for key in after if key[0] == "cms_build_info" and "7.4.4" in key]


def test_an_answer_that_is_kept_has_its_own_id_and_line(own_database, log):
    answers.memory.clear()
    served = ShortCut(WSGIHandler())

    def ask(name: str) -> dict[str, str]:
        told: dict[str, str] = {}
        environ = {**RequestFactory().get("/graphql/?query={__typename}").META, "HTTP_X_REQUEST_ID": name}
        environ |= {"HTTP_HOST": "127.0.0.1", "SERVER_NAME": "127.0.0.1"}
        list(served(environ, lambda status, headers, *error: told.update(headers)))
        return told

    names = ["the-first-time", "the-second-time", "the-third-time"]
    assert [ask(name)["X-Request-ID"] for name in names] == names
    lines = [line for line in log() if line["logger"] == "cms.requests"]
    assert [line["request_id"] for line in lines] == names
    assert [line["cache"] for line in lines][-1] == "hit"
