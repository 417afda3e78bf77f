"""What editors read is in Portuguese, where packages are not."""

import re

import polib
import pytest
from django.test import Client
from django.utils import translation

from tests.builders import make_city
from tests.packages.catalogues import DOMAINS, FOLDER, compiled, left_in_english

PLACEHOLDER = r"%\(\w+\)[sd]|\{\w+\}"
SAME = re.compile(rf"{PLACEHOLDER}|\W|item|min")
"""What messages are made of that are the same in both languages."""


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_catalogue_that_runs_is_the_one_that_is_read(domain):
    assert (FOLDER / f"{domain}.mo").read_bytes() == compiled(domain), "Run: make catalogues"


@pytest.mark.parametrize("domain", DOMAINS)
def test_ours_has_what_packages_leave_in_english(domain):
    ours = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(FOLDER / f"{domain}.po")) if entry.translated()}
    missing = [message for message in left_in_english(domain) if message not in ours]
    assert missing == [], "Translate these in cms/locale, then run: make catalogues"


@pytest.mark.parametrize("domain", DOMAINS)
def test_each_message_keeps_its_placeholders_and_is_translated(domain):
    for entry in polib.pofile(str(FOLDER / f"{domain}.po")):
        said = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        sources = {name for text in (entry.msgid, entry.msgid_plural) for name in placeholders(text)}
        for text in said:
            assert placeholders(text) <= sources, entry.msgid
            assert tags(text) == tags(entry.msgid), entry.msgid
            assert text != entry.msgid or not SAME.sub("", text), entry.msgid


def placeholders(text):
    return set(re.findall(PLACEHOLDER, text))


def tags(text):
    return re.findall(r"<[^>]+>", re.sub(r"created in|criad[oa]s? em", "", text))


def test_editors_read_them(home, admin_user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(admin_user)
    index = make_city().get_parent()
    empty = {"body-count": "0", "title": "Sem município", "action-publish": "1"}
    for rows in ("city_leaders", "milestones", "comments"):
        empty |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    refused = client.post(f"/admin/pages/add/cities/citypage/{index.pk}/", empty).content.decode()
    assert "A página não pôde ser criada: há campos a corrigir." in refused
    assert "Ir para o primeiro erro" in refused
    assert "The page could not" not in refused
    script = client.get("/admin/jsi18n/").content.decode()
    assert "As mudan\\u00e7as foram salvas automaticamente." in script
    with translation.override("pt-br"):
        assert translation.ngettext("%(num_pages)d page", "%(num_pages)d pages", 3) % {"num_pages": 3} == "3 páginas"
