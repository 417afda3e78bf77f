"""Documents that clients name instead of sending."""

import json
from hashlib import sha256
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from cms.graphql import documents, preparing

HOME = "{ home { path } }"
FOUND = {"data": {"home": {"path": "/"}}}
MISSING = {"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}


def digest(text):
    return sha256(text.encode()).hexdigest()


def named(text, **parameters):
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": digest(text)}}, **parameters}


@pytest.fixture
def client():
    return Client(headers={"host": "127.0.0.1"})


@pytest.fixture
def post(client, home):
    def send(body, **options):
        return client.post("/graphql/", json.dumps(body), content_type="application/json", **options)

    return send


@pytest.fixture(autouse=True)
def _forget():
    documents._sent_before.cache_clear()
    documents.trusted.cache_clear()
    yield
    documents.trusted.cache_clear()


@pytest.fixture
def commit(settings, tmp_path):
    """Return a function that writes a frontend's manifest."""
    settings.TRUSTED_DOCUMENTS = str(tmp_path / "trusted")
    (tmp_path / "trusted").mkdir()

    def write(manifest, name="site.json"):
        (tmp_path / "trusted" / name).write_text(json.dumps(manifest), encoding="utf-8")
        documents.trusted.cache_clear()

    return write


def error(response):
    [found] = response.json()["errors"]
    return found["message"], found["extensions"]["code"]


def test_a_document_is_sent_once_and_named_afterwards(client, post):
    first = post(named(HOME))
    assert (first.status_code, first.json()) == (200, {"errors": [MISSING]})
    assert post(named(HOME), headers={"accept": "application/graphql-response+json"}).status_code == 400
    assert post(named(HOME, query=HOME)).json() == FOUND
    assert post(named(HOME)).json() == FOUND
    asked = {name: json.dumps(value) for name, value in named(HOME).items()}
    assert client.get("/graphql/", asked).json() == FOUND
    assert post({"documentId": f"sha256:{digest(HOME)}"}).json() == FOUND


def test_a_document_may_be_sent_first_by_get_with_variables(client, post):
    query = "query Find($path: String!) { page(path: $path) { slug } }"
    asked = {name: json.dumps(value) for name, value in named(query, variables={"path": "/nada/"}).items()}
    assert client.get("/graphql/", {**asked, "query": query}).json() == {"data": {"page": None}}
    assert post(named(query, variables={"path": "/x/"})).json() == {"data": {"page": None}}


@pytest.mark.parametrize(
    ("extension", "message"),
    [
        ({"version": 1, "sha256Hash": "0" * 64}, "The id is not the SHA-256 of query."),
        ({"version": 2, "sha256Hash": digest(HOME)}, "extensions.persistedQuery must be of version 1."),
        ("x", "extensions.persistedQuery must be of version 1."),
        (
            {"version": 1, "sha256Hash": "../../etc"},
            "extensions.persistedQuery.sha256Hash must be a SHA-256 in 64 hexadecimal digits.",
        ),
        (
            {"version": 1, "sha256Hash": 1},
            "extensions.persistedQuery.sha256Hash must be a SHA-256 in 64 hexadecimal digits.",
        ),
    ],
)
def test_a_wrong_name_is_refused(post, extension, message):
    assert error(post({"query": HOME, "extensions": {"persistedQuery": extension}})) == (message, "BAD_REQUEST")


def test_what_does_not_fit_the_schema_is_not_kept(post):
    wrong = "{ nothing }"
    assert error(post(named(wrong, query=wrong)))[1] == "GRAPHQL_VALIDATION_FAILED"
    assert post(named(wrong)).json() == {"errors": [MISSING]}


def test_the_store_is_bounded_and_who_lost_a_place_sends_again(post, monkeypatch):
    monkeypatch.setattr(documents, "SLOTS", 1)
    other = "{ home { slug } }"
    post(named(HOME, query=HOME))
    post(named(other, query=other))
    assert post(named(HOME)).json() == {"errors": [MISSING]}
    assert post(named(other)).json() == {"data": {"home": {"slug": "home"}}}
    assert len(cache._cache) == 1


def test_a_committed_document_is_named_by_its_id(commit, post):
    commit({digest(HOME): HOME, "custom-1": "{ home { slug } }"})
    commit(
        {
            "format": "apollo-persisted-query-manifest",
            "version": 1,
            "operations": [{"id": "apollo-1", "name": "A", "type": "query", "body": "query A { home { title } }"}],
        },
        "app.json",
    )
    assert post(named(HOME)).json() == FOUND
    assert post({"documentId": "custom-1"}).json() == {"data": {"home": {"slug": "home"}}}
    assert post({"documentId": "apollo-1"}).json() == {"data": {"home": {"title": "Página inicial"}}}
    assert post({"documentId": "custom-2"}).json() == {"errors": [MISSING]}


def test_only_committed_documents_where_the_switch_is_on(commit, post, settings):
    other = "{ home { slug } }"
    post(named(other, query=other))
    commit({digest(HOME): HOME})
    settings.TRUSTED_DOCUMENTS_ONLY = True
    refused = ("Only trusted documents are answered here, and this one is not among them.", "DOCUMENT_NOT_TRUSTED")
    assert post(named(HOME)).json() == FOUND
    assert post({"query": HOME}).json() == FOUND
    assert error(post({"query": other})) == refused
    assert error(post(named(other, query=other))) == refused
    assert post(named(other)).json() == {"errors": [MISSING]}
    assert error(post({"query": "{ __schema { types { name } } }"})) == refused


def test_a_manifest_that_does_not_fit_is_told_of_before_a_visitor_meets_it(commit, home):
    commit({"a": "{ nothing }"})
    with pytest.raises(CommandError, match="Trusted document a does not fit the schema: Cannot query field 'nothing'"):
        call_command("check", stderr=StringIO())
    commit(["{ home { id } }"])
    with pytest.raises(CommandError, match="Trusted documents cannot be read: .*site.json is no manifest"):
        call_command("check", stderr=StringIO())


@pytest.mark.parametrize("document_id", ["", 1, "\x00", []])
def test_an_id_is_a_string(post, document_id):
    assert error(post({"documentId": document_id}))[1] == "BAD_REQUEST"


def test_documents_are_kept_for_as_many_letters_as_there_is_room_and_those_asked_again_longest(home, monkeypatch):
    monkeypatch.setattr(preparing, "LETTERS_KEPT", 800)
    monkeypatch.setattr(preparing, "SHORTEST", 1)
    preparing.forget()
    texts = [f"# {number:02} {'x' * 60}\n{{ home {{ id }} }}" for number in range(6)]
    documents = [preparing.prepare(text) for text in texts[:5]]
    assert preparing.prepare(texts[4]) is documents[4]
    assert preparing.prepare(texts[3]) is documents[3]
    assert preparing.prepare(texts[0]) is not documents[0]
    for text in (texts[1], texts[2], texts[5]):
        preparing.prepare(text)
    assert preparing.prepare(texts[4]) is documents[4]


def test_what_is_asked_once_pushes_out_nothing_that_is_asked_again(post, monkeypatch):
    monkeypatch.setattr(preparing, "LETTERS_KEPT", 200)
    monkeypatch.setattr(preparing, "SHORTEST", 1)
    preparing.forget()
    for _time in range(2):
        assert post({"query": HOME}).json() == FOUND
    kept = preparing.prepare(HOME)
    for number in range(20):
        assert post({"query": f"# {number:02}\n{HOME}"}).json() == FOUND
    assert preparing.prepare(HOME) is kept
