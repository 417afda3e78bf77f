"""What the editor is told about images, menus and texts that cannot be right."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Site

from home.models import MenuItem, SiteText
from tests.builders import make_area, make_image, make_menu, make_narrative


def problems(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


def test_a_hero_image_is_described_or_decorative(home):
    page = make_narrative(hero_image=make_image(), hero_alt="Praça")
    page.full_clean()
    page.hero_alt = ""
    assert problems(page) == {"hero_alt": ["Descreva a imagem ou marque-a como decorativa."]}
    page.hero_decorative = True
    page.full_clean()


def test_a_colour_is_written_as_such(home):
    area = make_area()
    area.colour = "blue"
    assert problems(area) == {"colour": ["Escreva a cor como #rrggbb. Ex.: #1f5f8b."]}


def test_a_menu_item_leads_to_one_place(home):
    for fields in ({}, {"page": home, "url": "https://example.org"}):
        item = MenuItem(menu=make_menu(handle=f"m{len(fields)}"), label="Início", **fields)
        assert problems(item)["page"] == ["Escolha uma página ou escreva um endereço: um dos dois, não ambos."]


def test_a_site_has_one_menu_of_a_name_and_one_text_a_language(home):
    twin = make_menu()
    twin.pk, twin.id = None, None
    twin.translation_key = None
    assert "Este site já tem um menu com este identificador neste idioma." in str(problems(twin)["handle"])
    texts = {"site": Site.objects.get(), "locale": Locale.get_default(), "programme_name": "Juntos"}
    SiteText.objects.create(**texts)
    assert problems(SiteText(**texts))["site"] == ["Este site já tem textos neste idioma. Edite os que existem."]


def test_the_site_in_the_api(home, graphql):
    site = Site.objects.get()
    SiteText.objects.create(site=site, locale=Locale.get_default(), programme_name="Juntos", footer="<p>Fim</p>")
    area, menu = make_area(title="Saúde"), make_menu()
    menu.items = [MenuItem(label="Saúde", page=area), MenuItem(label="Fora", url="https://example.org")]
    menu.save()
    found = graphql(
        """{ site { name url footer { html text } contact { email } shareImage { url } socialProfiles { url }
             locale { code name } menu(handle: "main") { items { label url page { path } } } menus { handle } } }"""
    )["site"]
    assert found == {
        "name": "Juntos",
        "url": "http://localhost:3000",
        "footer": {"html": "<p>Fim</p>", "text": "Fim"},
        "contact": {"email": None},
        "shareImage": None,
        "socialProfiles": [],
        "locale": {"code": "pt-BR", "name": "português (Brasil)"},
        "menu": {
            "items": [
                {"label": "Saúde", "url": None, "page": {"path": "/areas/saude/"}},
                {"label": "Fora", "url": "https://example.org", "page": None},
            ]
        },
        "menus": [{"handle": "main"}],
    }
