"""The guide for editors, as they read it in the admin."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client

ROOT = Path(__file__).parents[3]
SOURCE = (ROOT / "docs" / "editores.md").read_text(encoding="utf-8")
CHAPTERS = re.findall(r"^## (.+)$", SOURCE, re.M)
PICTURES = re.findall(r"!\[(.+?)\]\(imagens/(.+?)\)", SOURCE)


class Reading(HTMLParser):
    """What a page says: its tags with their attributes, and the ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture
def editor(db, django_user_model):
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    user.groups.add(Group.objects.get(name="Editores"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def test_every_chapter_is_a_place_that_the_contents_lead_to(editor):
    page = editor.get("/admin/guide/").content.decode()
    contents = re.search(r'<nav class="guide__chapters".*?</nav>', page, re.S)[0]
    assert re.findall(r'<a href="#[^"]+">(.+?)</a>', contents) == CHAPTERS
    ids = [attrs["id"] for _tag, attrs in Reading(page).tags if attrs.get("id")]
    leading = [attrs["href"][1:] for attrs in Reading(contents).all("a")]
    assert [ids.count(place) for place in leading] == [1] * len(CHAPTERS)
    assert [re.sub("<.+?>", "", words).strip() for words in re.findall(r"<h1.*?>(.*?)</h1>", page, re.S)] == [
        "Guia da equipe de comunicação"
    ]


def test_every_picture_comes_with_its_description_and_its_size(editor):
    page = editor.get("/admin/guide/").content.decode()
    shown = [attrs for attrs in Reading(page).all("img") if "/guide/" in attrs["src"]]
    assert [(attrs["alt"], attrs["src"]) for attrs in shown] == [
        (alt, f"/admin/guide/pictures/{name}") for alt, name in PICTURES
    ]
    for attrs in shown:
        assert int(attrs["width"]) > 300 < int(attrs["height"])
        answer = editor.get(attrs["src"])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert b"".join(answer)[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    "name", ["nothing.png", "..%2feditores.md", "%2e%2e%2f%2e%2e%2fmanage.py", "../../../manage.py", "imagens"]
)
def test_nothing_but_what_the_guide_names_is_there(editor, name):
    assert editor.get(f"/admin/guide/pictures/{name}", follow=True).status_code == 404


def test_the_menu_leads_to_it_and_to_no_other_guide(editor):
    page = editor.get("/admin/").content.decode()
    names = re.findall(r'"name": "([a-z-]*guide)"', page)
    assert names == ["guide"]
    assert '"url": "/admin/guide/"' in page


def test_strangers_log_in_first(client, db):
    for place in ("/admin/guide/", "/admin/guide/pictures/inicio.png"):
        answer = client.get(place, headers={"host": "127.0.0.1"})
        assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={place}")


def test_every_picture_on_the_disk_is_shown():
    assert sorted(file.name for file in (ROOT / "docs" / "imagens").iterdir()) == sorted(
        name for _alt, name in PICTURES
    )


def test_the_image_holds_it():
    copied = re.findall(r"^COPY (docs/\S+) \./\1$", (ROOT / "Dockerfile").read_text(), re.M)
    assert copied == ["docs/editores.md", "docs/imagens"]
    assert {f"!{place}" for place in copied} <= set((ROOT / ".dockerignore").read_text().splitlines())
