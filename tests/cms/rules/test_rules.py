"""Each rule, as the editor reads it on the page's list of faults."""

import html
import re

import pytest

from cms.rules.checking import faults_of
from tests.builders import make_image, make_narrative
from tests.cms.rules.conftest import make_draft


def rich(text):
    return {"type": "rich_text", "value": {"text": text}, "id": "b1"}


def heading(title, level):
    return {"type": "heading", "value": {"title": title, "level": level}, "id": f"h-{title}"}


def table(*headings):
    columns = [{"type": "text", "heading": name} for name in headings]
    cells = {"columns": columns, "rows": [{"values": ["x"] * len(headings)}], "caption": ""}
    return {"type": "table", "value": {"title": "Tabela", "table": cells}, "id": "t1"}


def picture(image, alt="", *, decorative=False):
    value = {"image": {"image": image.pk, "alt_text": alt, "decorative": decorative}, "caption": ""}
    return {"type": "image", "value": value, "id": "i1"}


def faults(client, page):
    """Return the messages on the page's list, each with its state."""
    text = client.get(f"/admin/pages/{page.pk}/rules/").content.decode()
    rows = re.findall(r'<td class="title">.*?<a href="[^"]*">(.*?)</a>.*?<td>([^<]*)</td>\s*</tr>', text, re.S)
    return [(html.unescape(message), state.strip()) for message, state in rows]


STOPS, ADVISES = "Impede a publicação", "Conselho"
ENGLISH = (
    "The city and the people of the city have been working with the government on this for a long time, and it is "
)
CASES = {
    "vague link": (
        [rich('<p>Veja <a href="https://example.org/">aqui</a>.</p>')],
        [("O link “aqui” não diz para onde leva. Ex.: “Veja os resultados de Santos”.", STOPS)],
    ),
    "vague button": (
        [
            {
                "type": "call_to_action",
                "value": {
                    "title": "Cidades",
                    "summary": "",
                    "button_label": "Saiba mais!",
                    "page": None,
                    "url": "https://example.org/",
                },
                "id": "c1",
            }
        ],
        [("O link “Saiba mais!” não diz para onde leva. Ex.: “Veja os resultados de Santos”.", STOPS)],
    ),
    "empty link": (
        [rich('<p>Um <a href="https://example.org/"></a> link.</p>')],
        [("Há um link sem texto: escreva o texto ou apague o link.", STOPS)],
    ),
    "link to nowhere": (
        [rich('<p><a href="#">Resultados de Santos</a></p>')],
        [("O link “Resultados de Santos” não leva a lugar nenhum: escolha o destino ou apague o link.", STOPS)],
    ),
    "address as text": (
        [rich('<p><a href="https://example.org/">https://example.org/</a></p>')],
        [("O link mostra o endereço “https://example.org/”: prefira o nome do que há lá.", ADVISES)],
    ),
    "deleted page": (
        [rich('<p><a linktype="page" id="987654">Resultados de Santos</a></p>')],
        [("O link “Resultados de Santos” leva a uma página que foi apagada.", STOPS)],
    ),
    "skipped level": (
        [heading("Primeira", "h2"), heading("Fundo", "h4")],
        [("O título “Fundo” pula um nível: antes dele falta um título de nível 3.", STOPS)],
    ),
    "skipped in formatted text": (
        [rich("<h3>Sem seção</h3><p>Texto.</p>")],
        [("O título “Sem seção” pula um nível: antes dele falta um título de nível 2.", STOPS)],
    ),
    "levels in order": (
        [heading("Um", "h2"), rich("<h3>Dois</h3><p>x</p><h4>Três</h4><p>y</p>"), heading("Quatro", "h2")],
        [],
    ),
    "empty heading": (
        [heading("Um", "h2"), rich("<h3> </h3><p>Texto.</p>")],
        [("Há um título sem texto: escreva-o ou apague-o.", STOPS)],
    ),
    "same headings": (
        [table("Ano", "ano")],
        [("Duas colunas têm o mesmo título: “ano”.", STOPS)],
    ),
    "video without words": (
        [
            {
                "type": "video",
                "value": {"title": "Vídeo", "video_url": "https://vimeo.com/76979871", "caption": "", "transcript": ""},
                "id": "v1",
            }
        ],
        [("Escreva o que se diz e o que se vê no vídeo.", ADVISES)],
    ),
    "another language": (
        [rich(f"<p>{ENGLISH * 3}</p>")],
        [("Este texto parece estar em outro idioma (en), e a página é em pt.", STOPS)],
    ),
    "good": (
        [rich('<p>Veja os <a href="https://example.org/">resultados de Santos</a>.</p>'), table("Ano", "Valor")],
        [],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_found(administrator, home, case):
    blocks, expected = CASES[case]
    assert faults(administrator, make_draft(*blocks)) == expected


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        (
            "",
            [("O bloco 1 (Imagem) está incompleto.", STOPS), ("Descreva a imagem ou marque-a como decorativa.", STOPS)],
        ),
        (
            "IMG_2034.jpg",
            [("“IMG_2034.jpg” não diz o que a imagem mostra. Ex.: Vista da orla de Santos ao entardecer.", STOPS)],
        ),
        ("foto", [("“foto” não diz o que a imagem mostra. Ex.: Vista da orla de Santos ao entardecer.", STOPS)]),
        (
            "20240312_101530",
            [("“20240312_101530” não diz o que a imagem mostra. Ex.: Vista da orla de Santos ao entardecer.", STOPS)],
        ),
        ("Mapa", []),
        ("3 moradoras na praça", []),
    ],
)
def test_what_images_say(administrator, home, alt, expected):
    assert faults(administrator, make_draft(picture(make_image(width=1600, height=900), alt))) == expected


def test_a_decorative_image_says_nothing(administrator, home):
    assert faults(administrator, make_draft(picture(make_image(width=1600, height=900), decorative=True))) == []


def test_the_image_at_the_top_is_looked_at_too(administrator, home):
    page = make_draft(hero_image=make_image(width=1600, height=900), hero_alt="DSC00123.JPG")
    assert [state for _message, state in faults(administrator, page)] == [STOPS]


def test_a_link_to_a_draft_is_advice(administrator, home):
    draft = make_narrative(title="Ainda não", live=False)
    page = make_draft(rich(f'<p><a linktype="page" id="{draft.pk}">Como começou</a></p>'))
    told = "O link “Como começou” leva a “Ainda não”, que os visitantes ainda não podem ver."
    assert faults(administrator, page) == [(told, ADVISES)]


def test_each_fault_leads_to_its_block(administrator, home):
    page = make_draft(*CASES["vague link"][0])
    text = administrator.get(f"/admin/pages/{page.pk}/rules/").content.decode()
    assert f'href="/admin/pages/{page.pk}/edit/#block-b1-section"' in text


def test_who_may_not_edit_the_page_sees_no_list(client, home):
    assert client.get(f"/admin/pages/{home.pk}/rules/").status_code == 302


def test_asking_takes_as_many_statements_for_many_links(administrator, home, django_assert_num_queries):
    pages = [make_narrative() for _number in range(20)]
    few, many = (
        make_draft(*[rich(f'<p><a linktype="page" id="{page.pk}">{page.title}</a></p>') for page in some])
        for some in (pages[:1], pages)
    )
    for page in (few, many):
        with django_assert_num_queries(3):
            assert faults_of(page) == []
