"""The addresses that machines ask."""

import pytest
from django.core.cache import cache
from django.db import Error, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from cms.operations import health


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """Nothing is known from another test, and a worker runs."""
    monkeypatch.setattr("cms.operations.probes.health", health.Health())
    monkeypatch.setattr(health, "is_running", lambda: True)


@pytest.fixture
def prober(settings) -> Client:
    """Who knows no host of ours and speaks no HTTPS, though both are asked for."""
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["cms.example.org"], True
    return Client(headers={"host": "10.0.0.7:8000"})


def look(client: Client) -> tuple[int, str, set[str]]:
    """Return the status, its word, and what is not well."""
    response = client.get("/health/ready")
    told = response.json()
    return response.status_code, told["status"], {name for name, seen in told["checks"].items() if seen != "ok"}


def test_others_are_led_to_https(prober):
    assert prober.get("/graphql/", headers={"host": "cms.example.org"}).status_code == 301
    assert prober.get("/graphql/").status_code == 400


def test_alive_asks_no_database(prober):
    response = prober.get("/health/live")  # without the mark that lets a test reach the database
    assert (response.status_code, response.json()) == (200, {"status": "live"})
    assert response.headers["Cache-Control"] == "no-store"
    assert prober.post("/health/live").status_code == 405


def test_ready(prober, db, django_assert_max_num_queries):
    assert look(prober) == (200, "ready", set())
    with django_assert_max_num_queries(1):
        assert look(prober) == (200, "ready", set())


def test_not_ready_without_the_database(prober, monkeypatch, caplog):
    def away() -> None:
        raise Error("could not connect to server at 10.0.0.9, user cms")

    monkeypatch.setattr(health, "_select_one", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    response = prober.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"] | {"cache": 0, "media": 0} == {
        "database": "failed",
        "migrations": "unknown",
        "worker": "unknown",
        "cache": 0,
        "media": 0,
    }
    assert b"10.0.0.9" not in response.content
    look(prober)
    assert caplog.text.count("Health of database is now failed") == 1


def test_not_ready_until_every_migration_is_applied(prober, db):
    applied = MigrationRecorder(connection)
    name = applied.migration_qs.filter(app="cms").order_by("-name").first().name
    applied.record_unapplied("cms", name)
    assert look(prober) == (503, "unready", {"migrations"})
    applied.record_applied("cms", name)
    assert look(prober) == (200, "ready", set())


def test_ready_without_the_cache_though_slower(prober, db, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(type(cache._connections["default"]), "set", away)
    assert look(prober) == (200, "degraded", {"cache"})


def test_ready_without_a_worker_or_a_place_for_uploads(prober, db, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(health, "is_running", lambda: False)
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = str(tmp_path / "file" / "media")
    assert look(prober) == (200, "degraded", {"worker", "media"})


def test_metrics_are_for_who_has_the_token(prober, db, settings):
    assert prober.get("/metrics").status_code == 400  # nobody's address: the host is refused
    settings.METRICS_TOKEN = "a token"
    assert prober.get("/metrics").status_code == 401
    assert prober.get("/metrics", headers={"authorization": "Bearer another"}).status_code == 401
    assert prober.get("/metrics", headers={"authorization": "Bearer a token"}).status_code == 200
