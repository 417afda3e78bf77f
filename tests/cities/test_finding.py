"""Editors find a municipality by typing its name."""

import pytest
from django.core.management import call_command
from wagtail.search.models import IndexEntry

from cities.models import Municipality

CHOOSER = "/admin/snippets/choose/cities/municipality/results/"


@pytest.mark.parametrize("words", ["Recife", "Santa Rita do Sapucaí", "sapucai", "Zort"])
def test_the_chooser_finds_municipalities(admin_client, words):
    answer = admin_client.get(CHOOSER, {"q": words}, headers={"host": "127.0.0.1"})
    expected = {"Recife": "Recife (PE)", "Zort": "Zortéa (SC)"}.get(words, "Santa Rita do Sapucaí (MG)")
    assert expected in answer.content.decode()


def test_loading_the_list_again_makes_them_found(admin_client, db):
    IndexEntry.objects.all().delete()
    assert Municipality.objects.filter(name="Recife").exists()
    call_command("load_municipalities")
    answer = admin_client.get(CHOOSER, {"q": "Recife"}, headers={"host": "127.0.0.1"})
    assert "Recife (PE)" in answer.content.decode()
