"""Three servers behind one balancer share PostgreSQL, Redis and the uploads, and nothing else."""

import re
import time
from hashlib import sha256
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from cms.media import CustomDocument, CustomImage
from cms.renditions import files_of
from home.models import HomePage
from search.counting import take_counts
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import HOST, KEY, Browser, Server, home_form, path_of
from tests.pictures import KINDS

PASSWORD = "uma senha bem comprida"
TABLE = b"ibge_code;title;summary\n3509502;Campinas;Cidade piloto.\n"


@pytest.fixture
def three(start_server, redis_url) -> list[Server]:
    if connection.vendor != "postgresql":
        pytest.skip("several servers need PostgreSQL")
    return [start_server(CACHE_URL=redis_url, METRICS_TOKEN="token") for _ in range(3)]


@pytest.fixture
def editor(own_database, three) -> Browser:
    """Logged in on the first server."""
    get_user_model().objects.create_superuser("ana", "ana@example.org", PASSWORD)
    browser = Browser()
    browser.log_in(three[0], "ana", PASSWORD)
    return browser


def test_three_servers_are_one(three, editor, redis_url, settings, tell):
    first, second, third = three
    visitor, home = Browser(), HomePage.objects.get()
    settings.SECRET_KEY, settings.PUBLIC_URL = KEY, f"https://{HOST}"
    begun = time.monotonic()

    # logged in on the first, published on the second, read on all
    address = f"/admin/pages/{home.pk}/edit/"
    assert editor.submit(second, address, home_form(title="Publicado no segundo")).status_code == 302
    titles = [visitor.graphql(server, query="{ home { title } }") for server in three]
    assert [answer["data"]["home"]["title"] for answer in titles] == ["Publicado no segundo"] * 3

    # a document that the first was sent is asked by its hash of the others
    text = "{ programme { cities } }"
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(text.encode()).hexdigest()}}
    assert visitor.graphql(first, query=text, extensions=named)["data"] == {"programme": {"cities": 0}}
    for server in (second, third):
        assert visitor.graphql(server, extensions=named)["data"] == {"programme": {"cities": 0}}

    # an image and a document sent to the first are served by the others
    photo = {"file": ("rua.jpg", BytesIO(KINDS["photo.jpg"]), "image/jpeg")}
    sent = editor.submit(first, "/admin/images/add/", {"title": "Rua", "collection": "1"}, files=photo)
    assert sent.status_code == 302, sent.text[:2000]
    edital = {"file": ("edital.txt", BytesIO(b"Edital"), "text/plain")}
    sent = editor.submit(second, "/admin/documents/add/", {"title": "Edital", "collection": "1"}, files=edital)
    assert sent.status_code == 302
    for server in three:
        rendition = visitor.get(server, path_of(files_of(CustomImage.objects.get(), "CONTENT")[0].url))
        assert (rendition.status_code, rendition.headers["Content-Type"]) == (200, "image/jpeg")
        assert visitor.get(server, path_of(CustomDocument.objects.get().url)).content == b"Edital"

    # searches on two are counted together
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}
    for server in (first, third):
        visitor.graphql(server, query='{ search(query: "orçamento") { totalCount } }')
    assert list(take_counts().values()) == [(2, 2)]

    # an import sent to the first is followed on the second, confirmed on the third, and done by some worker
    assert editor.submit(first, "/admin/import/", {}, files={"file": ("cidades.csv", TABLE)}).status_code == 302
    address = "/admin/import/1/"
    wait_for(lambda: editor.get(second, address + "progress/").json()["state"] == "ready", seconds=60)
    digest = re.search(r'name="digest" value="(\w+)"', editor.get(third, address).text)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', editor.get(third, address).text)
    form = {"digest": digest[1], "csrfmiddlewaretoken": token[1]}
    assert editor.ask(third, "POST", address + "confirm/", data=form).status_code == 302
    wait_for(lambda: editor.get(first, address + "progress/").json()["state"] == "done", seconds=60)
    city = visitor.graphql(second, query='{ city(slug: "campinas-sp") { title } }')
    assert city["data"] == {"city": {"title": "Campinas"}}

    # three workers are seen by each, and each server counts its own requests
    metrics = [visitor.get(server, "/metrics", headers={"Authorization": "Bearer token"}).text for server in three]
    assert all("\ncms_workers 3.0\n" in text for text in metrics)
    asked = [re.search(r'_total{method="POST",status="200",view="graphql"} (\S+)', text)[1] for text in metrics]
    assert asked == ["3.0"] * 3

    # signed out on one is signed out on all
    token = re.search(r'"CSRF_TOKEN": "(\w+)"', editor.get(first, "/admin/").text) or token
    stolen = Browser()
    stolen.cookies = dict(editor.cookies)
    assert stolen.get(third, "/admin/").status_code == 200
    editor.ask(second, "POST", "/admin/logout/", data={"csrfmiddlewaretoken": token[1]})
    assert stolen.get(third, "/admin/").status_code == 302
    tell("servers", 3)
    tell("seconds of work", round(time.monotonic() - begun, 1))
