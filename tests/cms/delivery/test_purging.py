"""Caches outside this server are told what has changed, by their own interfaces."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import requests
from django_tasks_db.models import DBTaskResult

from cms.delivery.purgers import check_purger
from cms.delivery.purging import enqueue_purge, purge, purge_again
from cms.versions.models import ContentVersion

pytestmark = pytest.mark.django_db


class Double(HTTPServer):
    """Stands for the cache: notes what it is told, and answers with ``status`` and ``answer``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Heard)
        self.heard: list[tuple[str, str, dict, bytes]] = []
        self.status, self.answer = 200, {"success": True}
        self.url = f"http://127.0.0.1:{self.server_port}"


class Heard(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.heard.append((self.command, self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps(self.server.answer).encode())

    do_POST = do_PURGE = _answer  # noqa: N815  (the standard library's names)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def double() -> Iterator[Double]:
    server = Double()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def fastly(settings, double):
    settings.PURGER = "fastly"
    settings.PURGER_OPTIONS = {"service": "abc", "token": "secret", "url": double.url}
    purge.call()  # a cache that was just connected is told everything
    double.heard.clear()
    return double


def change(*kinds: str) -> None:
    for version in ContentVersion.objects.filter(kind__in=["", *kinds]):
        version.version += 1
        version.save()


def test_a_new_cache_is_told_of_everything(settings, double):
    settings.PURGER, settings.PURGER_OPTIONS = "varnish", {"urls": [double.url]}
    purge.call()
    ((method, _path, headers, _body),) = double.heard
    assert method == "PURGE"
    assert headers["xkey"].split()[0] == "everything"
    assert len(headers["xkey"].split()) == ContentVersion.objects.count() > 30


def test_fastly_is_told_of_surrogate_keys(fastly):
    change("cities.citypage", "home.menu")
    purge.call()
    ((method, path, headers, body),) = fastly.heard
    assert (method, path, headers["Fastly-Key"]) == ("POST", "/service/abc/purge", "secret")
    assert json.loads(body) == {"surrogate_keys": ["everything", "cities.citypage", "home.menu"]}


def test_cloudflare_is_told_of_tags_thirty_at_a_time(settings, double):
    settings.PURGER = "cloudflare"
    settings.PURGER_OPTIONS = {"zone": "z", "token": "secret", "url": double.url}
    purge.call()
    assert [(path, headers["Authorization"]) for _, path, headers, _ in double.heard] == [
        ("/zones/z/purge_cache", "Bearer secret")
    ] * 2
    assert [len(json.loads(body)["tags"]) for *_, body in double.heard] == [30, ContentVersion.objects.count() - 30]


def test_what_was_told_is_told_once_more_later_and_then_no_more(fastly):
    change("home.menu")
    purge.call()
    purge.call()
    assert len(fastly.heard) == 1
    again = DBTaskResult.objects.filter(task_path=purge_again.module_path).latest("enqueued_at")
    assert again.args_kwargs["args"] == [["everything", "home.menu"]]
    purge_again.call(*again.args_kwargs["args"])
    assert fastly.heard[1][3] == fastly.heard[0][3]


@pytest.mark.parametrize(("status", "answer"), [(503, {}), (200, {"success": False})])
def test_what_was_not_heard_stays_to_be_told(settings, double, status, answer):
    settings.PURGER, settings.PURGER_OPTIONS = "cloudflare", {"zone": "z", "token": "t", "url": double.url}
    double.status, double.answer = status, answer
    with pytest.raises(requests.HTTPError):
        purge.call()
    double.status, double.answer = 200, {"success": True}
    double.heard.clear()
    purge.call()
    assert len(double.heard) == 2


def test_a_burst_of_changes_is_one_task(fastly):
    for _ in range(3):
        change("home.menu")
        enqueue_purge()
    assert DBTaskResult.objects.filter(task_path=purge.module_path).count() == 1


def test_nothing_is_enqueued_without_a_change_or_without_a_cache(fastly, settings):
    enqueue_purge()
    settings.PURGER = ""
    change("home.menu")
    enqueue_purge()
    assert not DBTaskResult.objects.filter(task_path=purge.module_path).exists()


def test_wagtails_frontend_cache_is_told_of_addresses(settings, double):
    backend = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
    settings.WAGTAILFRONTENDCACHE = {"proxy": {"BACKEND": backend, "LOCATION": double.url}}
    settings.PUBLIC_URL = "https://cms.example.org"
    purge.call()
    assert sorted((path, headers["Host"]) for _, path, headers, _ in double.heard) == [
        ("/cities.geojson", "cms.example.org"),
        ("/sitemap.xml", "cms.example.org"),
        ("/stories.atom", "cms.example.org"),
    ]


@pytest.mark.parametrize(("name", "options"), [("fastly", {"service": "x"}), ("akamai", {})])
def test_a_purger_that_cannot_be_made_is_told_by_the_checks(settings, name, options):
    settings.PURGER, settings.PURGER_OPTIONS = name, options
    assert [problem.id for problem in check_purger()] == ["cms.E003"]
