"""Fixtures: an empty site, and a way to ask it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from cms import throttling
from home.models import HomePage
from tests.databases import copy_what_is_migrated


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    """A password of a test is hashed in one round: any process can check it, and none spends a second on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> None:
    """Overrides pytest-django's: its databases are copies of one that has been migrated."""
    copy_what_is_migrated()


@pytest.fixture
def home(db) -> HomePage:
    """The home page that the migrations make."""
    return HomePage.objects.get()


@pytest.fixture
def ask(db) -> Callable[..., dict[str, Any]]:
    """Return a function that posts a query as a frontend does, and gives the whole answer."""
    client = Client(headers={"host": "127.0.0.1"})

    def post(query: str, /, **variables: Any) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables})
        return client.post("/graphql/", body, content_type="application/json").json()

    return post


@pytest.fixture
def graphql(ask) -> Callable[..., dict[str, Any]]:
    """Return a function that asks and gives the data: an error fails the test."""

    def data(query: str, /, **variables: Any) -> dict[str, Any]:
        answer = ask(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    return data


@pytest.fixture
def indexed() -> None:
    """What a test saves is found by search at once, as in production."""


@pytest.fixture(autouse=True)
def _indexes(request, settings):
    """Search is kept up to date only where it is asked for: it is a third of what saving a page costs."""
    if "indexed" not in request.fixturenames:
        backends = settings.WAGTAILSEARCH_BACKENDS
        settings.WAGTAILSEARCH_BACKENDS = {name: {**backends[name], "AUTO_UPDATE": False} for name in backends}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """Uploads of a test go to a folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path)
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture(autouse=True)
def _own_cache(settings, tmp_path):
    """What a test caches is its own."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}


@pytest.fixture(autouse=True)
def _own_counts():
    """How often a client of another test did something is not counted in this one."""
    throttling._storage.cache_clear()
