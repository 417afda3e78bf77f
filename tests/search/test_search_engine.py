"""The admin's search in an engine of its own, which is asked and told over HTTP."""

import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.test import Client

from tests.builders import make_area, make_image
from tests.search.engine import running_engine

PAGES = "juntos_wagtailcore_page"


@pytest.fixture
def engine(settings):
    with running_engine() as running:
        chosen = {"BACKEND": "search.admin", "ENGINE": "opensearch3", "URLS": [running.url], "INDEX_PREFIX": "juntos_"}
        settings.WAGTAILSEARCH_BACKENDS = settings.WAGTAILSEARCH_BACKENDS | {"default": chosen}
        yield running


def test_the_admin_finds_by_folded_words_what_was_sent_folded(engine, home, admin_user, graphql):
    area = make_area(title="Licitações públicas", slug="licitacoes")
    make_image(title="Praça de São João")
    assert engine.documents[PAGES][str(area.pk)]["title"] == "licitacao public"
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    for typed in ("LICITACAO", "licitação pública"):
        assert "Licitações públicas" in client.get("/admin/pages/search/", {"q": typed}).content.decode()
    assert "Licitações públicas" not in client.get("/admin/pages/search/", {"q": "teatro"}).content.decode()
    assert "Praça de São João" in client.get("/admin/images/", {"q": "praca"}).content.decode()
    assert ("POST", f"/{PAGES}/_search") in [(method, path.partition("?")[0]) for method, path in engine.requests]
    asked = len(engine.requests)
    assert graphql('{ search(query: "licitacao") { totalCount } }')["search"]["totalCount"] == 1
    assert len(engine.requests) == asked
    area.delete()
    assert str(area.pk) not in engine.documents[PAGES]


def test_the_engine_is_filled_by_one_command(engine, home):
    area = make_area(title="Licitações")
    engine.documents.clear()
    call_command("wagtail_update_index", backend_name="default", verbosity=0)
    sent = {key for documents in engine.documents.values() for key in documents}
    assert str(area.pk) in sent


def test_publishing_does_without_an_engine_that_is_down(settings, home, graphql):
    chosen = {"BACKEND": "search.admin", "ENGINE": "opensearch3", "URLS": ["http://127.0.0.1:9"], "TIMEOUT": 1}
    settings.WAGTAILSEARCH_BACKENDS = settings.WAGTAILSEARCH_BACKENDS | {"default": chosen}
    make_area(title="Licitações", slug="licitacoes")
    assert graphql('{ search(query: "licitacao") { totalCount } }')["search"]["totalCount"] == 1


def test_an_unknown_engine_is_refused_by_name():
    asked = [sys.executable, "-c", "import cms.settings"]
    environment = os.environ | {"DEBUG": "true", "SEARCH_ENGINE": "sphinx"}
    ran = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    assert "SEARCH_ENGINE is 'sphinx'. Known: opensearch2, opensearch3, elasticsearch7" in ran.stderr
