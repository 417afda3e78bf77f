"""The sitemap, as a search engine reads it."""

import re

import pytest
from django.test import Client
from wagtail.models import Locale, PageViewRestriction, Site

from cms.sitemap import PageSitemap
from tests.builders import make_area, make_narrative


@pytest.fixture
def client():
    return Client(headers={"host": "127.0.0.1"})


def addresses(response):
    assert response.headers["Content-Type"] == "application/xml"
    return re.findall(r"<loc>(.*?)</loc>", response.content.decode())


def test_every_public_page_at_the_frontends_address(client, home):
    make_narrative(slug="rascunho", live=False)
    PageViewRestriction.objects.create(page=make_narrative(slug="fechada"), restriction_type="login")
    page = make_area(slug="saude")
    page.save_revision().publish()
    response = client.get("/sitemap.xml")
    paths = ["/", "/areas/", "/areas/saude/"]
    assert addresses(response) == [f"http://localhost:3000{path}" for path in paths]
    page.refresh_from_db()
    assert f"<lastmod>{page.last_published_at:%Y-%m-%d}</lastmod>" in response.content.decode()


def test_it_changes_when_a_page_goes(client, home):
    page = make_narrative(slug="pagina")
    etag = client.get("/sitemap.xml").headers["ETag"]
    assert client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code == 304
    page.unpublish()
    gone = client.get(
        "/sitemap.xml", headers={"if-none-match": etag, "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    )
    assert addresses(gone) == ["http://localhost:3000/"]
    since = client.get("/sitemap.xml", headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert since.status_code == 200


def test_more_than_a_file_holds_is_an_index_of_several(client, home, monkeypatch):
    monkeypatch.setattr(PageSitemap, "limit", 2)
    for number in range(4):
        make_narrative(slug=f"pagina-{number}")
    parts = addresses(client.get("/sitemap.xml?site=localhost"))
    assert parts == [f"http://127.0.0.1/sitemap.xml?site=localhost&amp;p={number}" for number in (1, 2, 3)]
    found = [addresses(client.get(part.replace("&amp;", "&"))) for part in parts]
    assert [len(part) for part in found] == [2, 2, 1]
    assert len({address for part in found for address in part}) == 5
    assert client.get("/sitemap.xml?p=4").status_code == 404


def test_a_page_in_two_languages_names_both(client, home):
    english = Locale.objects.create(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    make_narrative(slug="so-em-portugues")
    text = client.get("/sitemap.xml").content.decode()
    assert len(addresses(client.get("/sitemap.xml"))) == 3
    pairs = re.findall(r'hreflang="(.*?)" href="(.*?)"', text)
    assert [language for language, _ in pairs] == ["pt-BR", "en", "pt-BR", "en"]


def test_a_translation_that_is_not_out_is_not_named(client, home):
    home.copy_for_translation(Locale.objects.create(language_code="en"))
    response = client.get("/sitemap.xml")
    assert len(addresses(response)) == 1
    assert "hreflang" not in response.content.decode()


def test_without_a_site_there_is_none(client, home):
    Site.objects.all().delete()
    assert client.get("/sitemap.xml").status_code == 404
    assert client.post("/sitemap.xml").status_code == 405
