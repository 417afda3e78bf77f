"""What caches may do with an answer, and how one is given again."""

import json
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone

from cms.graphql import answers
from cms.graphql.documents import _hash
from cms.graphql.shortcut import ShortCut
from cms.versions.tags import MOST
from home.models import AreaPage
from search.counting import pending
from tests.builders import make_area, make_city

AREAS = "{ areas { nodes { title } } }"
COMPUTED = "cms; fwd=miss; stored"


@pytest.fixture
def get(db):
    client = Client(headers={"host": "127.0.0.1"})
    return lambda query=AREAS, method="get", headers=None: getattr(client, method)(
        "/graphql/", {"query": query}, headers=headers or {}
    )


def test_an_answer_by_get_may_be_kept_and_is_asked_for_again_each_time(get):
    response = get()
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response.headers["ETag"].startswith('"')
    assert "accept" in response.headers["Vary"].lower()
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("origin", [{}, {"origin": "https://a.example.org"}])
def test_an_answer_that_any_origin_may_read_is_the_same_for_all(get, origin):
    headers = get(headers=origin).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "origin" not in headers["Vary"].lower()


def test_what_has_not_changed_is_not_sent_again(get):
    etag = get().headers["ETag"]
    again = get(headers={"if-none-match": f'"other", {etag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    make_area(title="Saúde")
    changed = get(headers={"if-none-match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_the_two_media_types_are_two_representations(get):
    newer = get(headers={"accept": "application/graphql-response+json"})
    assert newer.headers["ETag"] != get().headers["ETag"]


def test_head_says_what_get_says(get):
    same = {"x-request-id": "the-same-request"}
    whole, head = get(headers=same), get(method="head", headers=same)
    assert head.status_code == 200
    assert {**head.headers} == {**whole.headers}


def test_a_mutation_or_a_post_is_not_kept(get):
    response = Client(headers={"host": "127.0.0.1"}).post(
        "/graphql/", json.dumps({"query": AREAS}), content_type="application/json"
    )
    assert "ETag" not in response.headers
    assert "Cache-Control" not in response.headers


@pytest.mark.parametrize("query", ["{ nothing }", "{", "{ page { title } }", "{ areas(first: 101) { totalCount } }"])
def test_errors_are_not_kept(get, query):
    assert get(query).headers["Cache-Control"] == "no-store"


def test_what_is_for_one_client_alone_is_not_kept(get):
    response = get(headers={"page-token": "of-nothing"})
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


def test_tags_name_the_kinds_and_the_objects_while_they_fit(get):
    area = make_area()
    tags = get().headers["Cache-Tag"].split(",")
    assert tags == ["home.areapage", "roots", "wagtailcore.locale", "wagtailcore.site", f"areapage-{area.pk}"]
    many = get("{ a: %s b: node(id: 1) { id } }" % AREAS[1:-1].strip()).headers["Cache-Tag"]
    assert len(many) <= MOST
    make_city()
    for _ in range(60):
        make_area()
    crowded = get("{ areas(first: 100) { nodes { title } } }").headers["Cache-Tag"]
    assert len(crowded) <= MOST


def test_too_many_objects_leave_their_kinds(get, monkeypatch):
    monkeypatch.setattr("cms.versions.tags.MOST", 60)
    make_area()
    assert get().headers["Cache-Tag"] == "home.areapage,roots,wagtailcore.locale,wagtailcore.site"


# --- Kept answers ---------------------------------------------------------------------------


class Visitor:
    """Sends requests to the application as a server does, and tells what it answers."""

    def __init__(self, application):
        self.application = application

    def __call__(self, query=AREAS, method="GET", whole=None, **headers):
        sent = {"query": query} if whole is None else whole
        body = json.dumps(sent).encode() if method == "POST" else b""
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": "/graphql/",
            "SCRIPT_NAME": "",
            "QUERY_STRING": "" if method == "POST" else urlencode(sent),
            "CONTENT_TYPE": "application/json" if method == "POST" else "",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "HTTP_HOST": "127.0.0.1",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        told = {}

        def start(status, given, *_):
            told.update(status=status, headers={name.lower(): value for name, value in given})

        told["body"] = b"".join(self.application(environ, start))
        return told


@pytest.fixture
def visitor(own_database):
    answers.memory.clear()
    return Visitor(ShortCut(get_wsgi_application()))


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_the_short_cut_gives_what_the_long_way_gave(visitor, settings, monkeypatch, method):
    settings.CORS_ALLOW_ALL_ORIGINS = False
    settings.CORS_ALLOWED_ORIGINS = ["https://a.example.org"]
    made = visitor(method=method, origin="https://a.example.org")
    long = visitor(method=method, origin="https://a.example.org", user_agent="one")
    with monkeypatch.context() as without_django:
        without_django.delattr(visitor.application, "_application")
        short = visitor(method=method, origin="https://a.example.org", user_agent="two", cookie="a=b")
    assert [each["headers"].pop("cache-status") for each in (made, long, short)] == [COMPUTED, "cms; hit", "cms; hit"]
    assert long["headers"].pop("x-request-id") != short["headers"].pop("x-request-id")
    assert short == long if method != "HEAD" else short["headers"] == long["headers"]
    assert long["headers"]["access-control-allow-origin"] == "https://a.example.org"
    assert long["headers"]["x-content-type-options"] == "nosniff"
    other = visitor(method=method, origin="https://b.example.org")
    assert "access-control-allow-origin" not in other["headers"]


def test_a_kept_answer_is_not_sent_to_who_has_it(visitor):
    etag = [visitor()["headers"]["etag"] for _time in range(2)][-1]
    assert visitor(if_none_match=f"W/{etag}")["status"] == "304 Not Modified"
    make_area(title="Saúde")
    changed = visitor(if_none_match=etag)
    assert (changed["status"], "Saúde" in changed["body"].decode()) == ("200 OK", True)


def test_a_host_that_is_not_ours_is_refused_though_the_answer_is_kept(visitor):
    visitor()
    assert visitor(host="evil.example.org")["status"].startswith("400")


def test_variables_and_hosts_are_different_questions(visitor):
    asked = {"query": "query($n: Int) { areas(first: $n) { nodes { title } } }"}
    make_area(), make_area()
    one = visitor(method="POST", whole={**asked, "variables": {"n": 1}})
    two = visitor(method="POST", whole={**asked, "variables": {"n": 2}})
    assert (one["body"].count(b"title"), two["body"].count(b"title")) == (1, 2)
    assert visitor(method="POST", whole={**asked, "variables": {"n": 1}})["body"] == one["body"]
    assert visitor(host="localhost")["headers"]["cache-status"] == COMPUTED


def test_a_persisted_document_is_kept_and_named_by_its_hash(visitor):
    named = {"extensions": json.dumps({"persistedQuery": {"version": 1, "sha256Hash": _hash(AREAS)}})}
    assert visitor(whole=named)["headers"]["cache-control"] == "no-store"
    visitor(whole={"query": AREAS, **named})
    visitor(whole=named)
    again = visitor(whole=named)
    assert again["headers"]["cache-status"] == "cms; hit"
    assert again["headers"]["etag"] == visitor()["headers"]["etag"]


def test_answers_with_errors_and_changes_of_the_settings_are_not_kept(visitor, settings):
    for _ in range(2):
        assert visitor("{ page { title } }")["headers"]["cache-control"] == "no-store"
    settings.RESPONSE_CACHE = False
    visitor()
    assert visitor()["headers"]["cache-status"] == "cms; fwd=miss"


def test_a_search_is_counted_each_time_it_is_answered(visitor, monkeypatch):
    counted = []
    monkeypatch.setattr(pending, "add", counted.append)
    for _ in range(3):
        visitor('{ search(query: "saúde") { totalCount } }', method="POST")
    assert len(counted) == 3


def test_memory_is_bounded_and_what_nobody_repeats_pushes_out_nothing(visitor, settings):
    settings.RESPONSE_CACHE_BYTES = 20_000
    for _ in range(3):
        visitor("{ areas { totalCount } }")
    for number in range(60):
        visitor("{ areas { nodes { title } } } # %d" % number)
        assert answers.memory.used <= 20_000
    assert len(answers.memory) > 3
    assert visitor("{ areas { totalCount } }")["headers"]["cache-status"] == "cms; hit"
    assert visitor("{ areas { nodes { title } } } # 0")["headers"]["cache-status"] == "cms; fwd=miss; stored"


def test_a_shared_cache_keeps_what_it_is_told_of_and_nothing_past_a_moment(visitor, settings):
    settings.PURGER, settings.PURGER_OPTIONS = "fastly", {"service": "x", "token": "y"}
    area = make_area()
    kept = visitor()["headers"]
    assert kept["cache-control"] == "public, max-age=0, s-maxage=300, stale-while-revalidate=30"
    assert kept["surrogate-key"].split()[0] == "home.areapage"
    AreaPage.objects.filter(pk=area.pk).update(expire_at=timezone.now() + timedelta(seconds=60))
    shorter = visitor()["headers"]["cache-control"]
    assert shorter in [f"public, max-age=0, s-maxage={seconds}, must-revalidate" for seconds in (58, 59, 60)]


def test_a_change_while_the_answer_is_made_leaves_it_unkept(own_database):
    made = []

    def make():
        make_area()
        made.append(1)
        return answers.Answer(b"{}", "x", ())

    kinds = frozenset({"home.areapage"})
    assert answers.find_or_make("torn", kinds, make).stamp == ""
    answers.find_or_make("torn", kinds, make)
    assert len(made) == 2


def test_redis_that_is_gone_makes_it_slower_and_nothing_else(own_database, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    kinds = frozenset({"home.areapage"})
    made = answers.find_or_make("alone", kinds, lambda: answers.Answer(b"{}", "x", ()))
    assert made.status == COMPUTED
    assert answers.find_or_make("alone", kinds, lambda: None).status == "cms; hit"
