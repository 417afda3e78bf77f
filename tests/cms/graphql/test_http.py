"""GraphQL over HTTP, as a client meets it."""

import json

import pytest
from django.test import Client

from home.models import HomePage

GRAPHQL = "application/graphql-response+json"


@pytest.fixture
def client():
    return Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)


def post(client, body, **options):
    options = {"content_type": "application/json", **options}
    return client.post("/graphql/", body if isinstance(body, str) else json.dumps(body), **options)


def code(response):
    return response.json()["errors"][0]["extensions"]["code"]


def test_a_query_by_post(client, home):
    response = post(client, {"query": "{ home { path } }"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.json() == {"data": {"home": {"path": "/"}}}


def test_a_query_by_get_with_variables(client, home):
    query = "query Find($path: String!) { page(path: $path) { title } }"
    response = client.get("/graphql/", {"query": query, "variables": '{"path": "/"}', "operationName": "Find"})
    assert response.json() == {"data": {"page": {"title": "Página inicial"}}}


def test_the_newer_media_type_is_answered_when_asked_for(client, home):
    response = post(client, {"query": "{ nothing }"}, headers={"accept": GRAPHQL})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == f"{GRAPHQL}; charset=utf-8"
    assert code(response) == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ("{", 400, "BAD_REQUEST"),
        ("[]", 400, "BAD_REQUEST"),
        ('{"query": 1}', 400, "BAD_REQUEST"),
        ('{"query": ""}', 400, "BAD_REQUEST"),
        ('{"query": "{ home { id } }", "variables": "x"}', 400, "BAD_REQUEST"),
        ('{"query": "{ home { id } }", "operationName": 1}', 400, "BAD_REQUEST"),
        ('{"query": "{ home { id } }", "extensions": []}', 400, "BAD_REQUEST"),
        (json.dumps({"query": "#" * 70_000}), 413, "REQUEST_TOO_LARGE"),
        ('{"query": "{"}', 200, "GRAPHQL_PARSE_FAILED"),
        ('{"query": "{ nothing }"}', 200, "GRAPHQL_VALIDATION_FAILED"),
        ('{"query": "subscription { x }"}', 200, "BAD_REQUEST"),
        ('{"query": "{ page { title } }"}', 200, "BAD_USER_INPUT"),
        ('{"query": "query A { __typename } query B { __typename }"}', 200, "BAD_REQUEST"),
        ('{"query": "query($f: CityFilter) { cities(filter: $f) { totalCount } }", "variables": {"f": {"x": 1}}}', 200,
         "BAD_USER_INPUT"),
        (json.dumps({"query": "{" + " __typename" * 4001 + "}"}), 200, "DOCUMENT_TOO_LONG"),
    ],
)  # fmt: skip
def test_a_refusal_has_a_code(client, home, body, status, expected):
    response = post(client, body)
    assert response.status_code == status
    assert code(response) == expected


def test_a_mutation_by_get_is_refused(client, home):
    response = client.get("/graphql/", {"query": 'mutation { unlock(path: "/", password: "x") { token } }'})
    assert (response.status_code, code(response)) == (405, "BAD_REQUEST")


def test_other_content_types_and_methods_are_refused(client, home):
    assert post(client, "query={ __typename }", content_type="application/x-www-form-urlencoded").status_code == 415
    assert post(client, '{"query": "{ __typename }"}', content_type="text/plain").status_code == 415
    assert post(client, {"query": "{ __typename }"}, headers={"accept": "text/html"}).status_code == 406
    assert client.put("/graphql/", "{}", content_type="application/json").status_code == 405


def test_no_cookie_is_set_and_none_is_looked_at(client, home):
    for response in (post(client, {"query": "{ home { id } }"}), client.get("/graphql/", {"query": "{ home { id } }"})):
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")


def test_browsers_of_other_origins_may_read(client, home):
    response = post(client, {"query": "{ __typename }"}, headers={"origin": "https://www.example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_bug_of_ours_shows_an_id_and_nothing_of_the_inside(client, home, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("SELECT secret FROM cities_citypage")

    monkeypatch.setattr("cms.api.scope.load_roots", fail)
    response = post(client, {"query": "{ home { id } }"})
    error = response.json()["errors"][0]
    assert response.status_code == 200
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "SELECT" not in response.content.decode()
    assert error["extensions"]["id"] in caplog.text
    assert "SELECT secret" in caplog.text


def test_a_bug_before_anything_is_run_shows_no_more(client, home, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr("cms.graphql.view.read_request", fail)
    response = post(client, {"query": "{ home { id } }"})
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    [error] = response.json()["errors"]
    assert error["message"] == "Something went wrong on our side."
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert f"GraphQL error {error['extensions']['id']}" in caplog.text
    assert "RuntimeError: secret" in caplog.text


def test_without_a_site_answers_are_empty_or_say_so(client, home):
    HomePage.objects.get().get_site().delete()
    found = post(client, {"query": "{ home { id } cities { totalCount } programme { cities } paths { totalCount } }"})
    empty = {"home": None, "cities": {"totalCount": 0}, "programme": {"cities": 0}, "paths": {"totalCount": 0}}
    assert found.json() == {"data": empty}
    assert code(post(client, {"query": "{ site { name } }"})) == "NO_SITE"


def test_an_unknown_site_or_locale_is_told_what_there_is(client, home):
    for arguments, message in {
        'site: "x.org"': "Unknown site 'x.org'. Known: localhost.",
        'locale: "fr"': "Unknown locale 'fr'. Known: pt-BR.",
    }.items():
        response = post(client, {"query": "{ areas(%s) { totalCount } }" % arguments})
        assert response.json()["errors"][0]["message"] == message
        assert code(response) == "BAD_USER_INPUT"
