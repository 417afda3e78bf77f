"""The feed of stories, as a feed reader meets it."""

from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Locale, Site

from home.models import SiteText
from tests.builders import make_story

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def read(home):
    def feed(query=""):
        response = Client(headers={"host": "127.0.0.1"}).get(f"/stories.atom{query}")
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(response.content)

    return feed


def test_the_newest_stories_first_at_the_frontends_addresses(read):
    SiteText.objects.create(site=Site.objects.get(), locale=Locale.get_default(), programme_name="Juntos & Cia")
    old = make_story(title="Antes", slug="antes", date=date(2019, 1, 1), kind="case")
    make_story(title="Depois <já>", slug="depois", summary="Mais de 5 < 6 & tal.", date=date(2020, 1, 1))
    make_story(title="Rascunho", live=False)
    feed = read()
    assert feed.findtext(f"{ATOM}title") == "Juntos & Cia"
    assert feed.find(f"{ATOM}link[@rel='alternate']").get("href") == "http://localhost:3000/"
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == ["Depois <já>", "Antes"]
    newest, oldest = feed.iter(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}summary") == "Mais de 5 &lt; 6 &amp; tal."
    assert newest.find(f"{ATOM}link").get("href") == "http://localhost:3000/historias/depois/"
    assert newest.find(f"{ATOM}category").get("term") == "notícia"
    assert oldest.find(f"{ATOM}category").get("term") == "caso"
    assert oldest.findtext(f"{ATOM}published") == "2019-01-01T00:00:00-02:00"
    assert oldest.findtext(f"{ATOM}id") == f"urn:uuid:{old.translation_key}"


def test_a_reader_that_knows_a_story_knows_it_at_another_address(read):
    story = make_story(slug="antes")
    before = read().findtext(f"{ATOM}entry/{ATOM}id")
    story.slug = "depois"
    story.save()
    assert read().findtext(f"{ATOM}entry/{ATOM}id") == before


def test_at_most_fifty(read):
    for _ in range(51):
        make_story()
    assert len(list(read().iter(f"{ATOM}entry"))) == 50


def test_an_empty_feed_has_the_sites_name(read):
    assert read().findtext(f"{ATOM}title") == "localhost"
    assert not list(read().iter(f"{ATOM}entry"))
