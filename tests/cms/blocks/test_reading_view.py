"""What an editor sees in a preview can be read by everyone: the HTML says what things are."""

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from cms.blocks.body import BodyBlock
from tests.builders import make_city, make_image


def render(name, value):
    block = BodyBlock().child_blocks[name]
    return BeautifulSoup(block.bind(block.to_python(value)).render(), "html.parser")


def text(node):
    return " ".join(node.get_text().split())


def test_a_table_has_a_caption_and_headings_and_numbers_in_portuguese():
    grid = {
        "columns": [{"type": "text", "heading": "Bairro"}, {"type": "number", "heading": "Moradores"}],
        "rows": [{"values": ["Bom Jesus", Decimal("12345.5")]}, {"values": ["Centro", None]}],
        "caption": "",
    }
    html = render("table", {"title": "Moradores por bairro", "table": grid})
    assert text(html.caption) == "Moradores por bairro"
    assert [(th["scope"], th.text) for th in html("th")] == [("col", "Bairro"), ("col", "Moradores")]
    assert [(td["class"], td.text) for td in html("td")] == [
        (["text"], "Bom Jesus"),
        (["number"], "12.345,5"),
        (["text"], "Centro"),
        (["number"], ""),
    ]


def test_an_image_has_its_text_and_its_credit(db):
    image = {"image": make_image(credit="Ana Silva").pk, "alt_text": "A orla", "decorative": False}
    html = render("image", {"image": image, "caption": "Ao entardecer"})
    assert html.figure.img["alt"] == "A orla"
    assert text(html.figure.figcaption) == "Ao entardecer Ana Silva"


def test_an_accordion_opens_and_closes():
    html = render("accordion", {"heading": "Dúvidas", "sections": [{"title": "Quem?", "text": "<p>Todos.</p>"}]})
    assert [text(details.summary) for details in html("details")] == ["Quem?"]
    assert html.details.p.text == "Todos."


def test_a_map_has_an_equal_list(home):
    cities = [make_city(), make_city()]
    html = render("map", {"heading": "Onde", "cities": [city.pk for city in cities]})
    assert html.svg["aria-hidden"] == "true"
    assert [(a["href"], a.text) for a in html.ul("a")] == [(city.full_url, city.title) for city in cities]
    assert [(circle["cx"], circle["cy"]) for circle in html("circle")] == [
        (str(city.municipality.longitude), str(city.municipality.latitude)) for city in cities
    ]


@pytest.mark.parametrize(
    ("precision", "shown"), [("year", "2014"), ("month", "maio de 2014"), ("day", "23 de maio de 2014")]
)
def test_a_timeline_shows_of_a_date_what_is_known(precision, shown):
    html = render("timeline", {"events": [{"date": date(2014, 5, 23), "precision": precision, "title": "a"}]})
    assert (html.ol.time["datetime"], text(html.ol.time)) == ("2014-05-23", shown)


def test_no_example_is_empty():
    children = BodyBlock().child_blocks
    with override("pt-br"):
        shown = {name: block.bind(block.get_preview_value()).render() for name, block in children.items()}
    assert "23 de maio de 2014" in shown["timeline"]
    assert "R$&nbsp;144.000.000" in shown["statistics"]
    assert [text(item) for item in BeautifulSoup(shown["map"], "html.parser")("li")] == [
        "Pelotas",
        "Santos",
        "Teresina",
    ]
    assert BeautifulSoup(shown["image"], "html.parser").img["src"].endswith("cms/no-image.svg")


@pytest.mark.parametrize(("decorative", "alt"), [(False, "Vista da orla"), (True, "")])
def test_a_draft_is_read_as_a_page(home, admin_client, decorative, alt):
    city = make_city(
        summary="A cidade do porto.",
        hero_image=make_image(),
        hero_alt="Vista da orla",
        hero_decorative=decorative,
        body=[("heading", {"title": "O que mudou", "level": "h2"})],
    )
    address = f"/admin/pages/{city.pk}/view_draft/"
    html = BeautifulSoup(admin_client.get(address, headers={"host": "127.0.0.1"}).content, "html.parser")
    assert html.html["lang"] == "pt-br"
    assert [h.text for h in html.main(["h1", "h2"])] == [city.title, "O que mudou", "Dados da página"]
    assert text(html.find(class_="lead")) == "A cidade do porto."
    assert html.main.img["alt"] == alt
    assert html.find("wagtail-userbar") is not None  # Wagtail's accessibility checks run through it
