"""What a file with faults is answered: every one of them, with its place, what was found and what is allowed."""

import pytest
from django.core.management import CommandError, call_command

from tests.builders import make_area, make_city

CAMPINAS = "3509502"


def test_every_fault_of_a_file_at_once_in_the_order_of_the_file(problems, home):
    make_area(slug="saude", title="Saúde")
    found = problems(
        {
            "areas": [{"slug": "saude", "colour": "verde"}, {"slug": "esporte", "title": "Esporte"}],
            "cities": [
                {"ibge_code": "9999999", "title": "Lugar nenhum", "summary": "Não existe."},
                {"ibge_code": CAMPINAS, "title": "C", "summary": "C", "status": "ativa", "since_year": 1850},
                {"ibge_code": "4314407", "title": "P", "summary": "P", "until_year": 2020},
                {"ibge_code": "2211001", "title": "T", "summary": "T", "areas": ["saud"], "hero_image": "nao.png"},
                {
                    "ibge_code": "3548500",
                    "title": "S",
                    "summary": "S",
                    "body": [
                        {"type": "titulo"},
                        {"type": "rich_text", "value": {"text": '<p onclick="x()">Olá</p>'}},
                        {"type": "call_to_action", "value": {"title": "Vá", "button_label": "Ir"}},
                        {"type": "statistics", "value": {"statistics": [{"value": 1, "label": "a", "source": "b"}]}},
                    ],
                },
                {"ibge_code": CAMPINAS, "titulo": "Campinas"},
            ],
            "measurements": [{"indicator": "x", "city": CAMPINAS, "date": "31/12/2018", "value": "9,1", "source": "P"}],
            "prefeitos": [],
        }
    )
    names = (
        "ibge_code, title, slug, seo_title, search_description, hero_image, hero_alt, hero_decorative, "
        "allows_comments, status, "
        "since_year, until_year, population, population_year, population_source, summary, body, reviewed_on, areas, "
        "leaders, milestones, live, go_live_at, expire_at, privacy, translation_of"
    )
    blocks = (
        "heading, rich_text, quote, accordion, divider, image, gallery, video, document, statistic, statistics, table, "
        "timeline, call_to_action, cards, map"
    )
    sections = (
        "$schema, collections, images, documents, partners, people, indicators, narratives, forms, privacy_notices, "
        "area_indexes, areas, city_indexes, cities, work_fronts, story_indexes, stories, home, measurements, "
        "site_settings, "
        "site_texts, menus"
    )
    assert found == [
        f"arquivo: prefeitos: encontrado []; campo que não existe; existem: {sections}",
        'areas, item 1 (saude): colour: encontrado "verde"; uma cor como #1f5f8b',
        "areas, item 2 (Esporte): summary: Este campo não pode estar vazio.",
        'cities, item 1 (Lugar nenhum): ibge_code: encontrado "9999999"; não existe município com esse nome, '
        "nem no arquivo nem no site",
        'cities, item 2 (C): status: encontrado "ativa"; aceito: active, suspended, ended',
        "cities, item 2 (C): since_year: encontrado 1850; a partir de 2000",
        "cities, item 3 (P): until_year: encontrado 2020; Uma cidade ativa não tem ano de saída. "
        "Apague o ano ou mude a situação.",
        'cities, item 4 (T): hero_image: encontrado "nao.png"; não existe imagem com esse nome, nem no arquivo '
        "nem no site",
        'cities, item 4 (T): areas: encontrado "saud"; não existe área com esse nome, nem no arquivo nem no site '
        "(parecidos: saude)",
        f'cities, item 5 (S): body[0].type: encontrado "titulo"; aceito: {blocks}',
        "cities, item 5 (S): body[3].value.statistics: encontrado 1; ao menos 2 itens",
        'cities, item 5 (S): body[1].value.text: encontrado "<p onclick>"; no texto formatado, só links têm atributos, '
        "e só “href”",
        "cities, item 5 (S): body[2].value.page: Escolha uma página ou escreva um endereço.",
        "cities, item 5 (S): body[2].value.url: Escolha uma página ou escreva um endereço.",
        f'cities, item 6 (3509502): titulo: encontrado "Campinas"; campo que não existe; existem: {names}',
        "cities, item 6 (3509502): ibge_code: encontrado “3509502”, que já está em cities, item 2 (C); "
        "um registro só para cada um",
        'measurements, item 1 (x/3509502//31/12/2018/): date: encontrado "31/12/2018"; uma data como 2024-12-31',
        'measurements, item 1 (x/3509502//31/12/2018/): value: encontrado "9,1"; '
        "um número, com ponto antes das casas decimais: 12.5",
    ]


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (
            b"{",
            "a.json",
            "a.json, linha 1, coluna 2: não é JSON válido: Expecting property name enclosed in double quotes",
        ),
        (b"[]", "a.json", "arquivo: encontrado []; aceito: um objeto { }"),
        (b"\xff\xfe", "a.json", "a.json: o texto precisa estar em UTF-8"),
        (b"[" * 100_000, "a.json", "a.json: há listas ou objetos dentro de outros em níveis demais"),
        (b"PK nothing", "a.zip", "a.zip: não é um arquivo zip inteiro; envie-o de novo"),
        (b"x", "a.xlsx", "a.xlsx: o arquivo precisa ser .json, .csv ou um .zip com um deles"),
        (b'{"areas": [], "areas": []}', "a.json", "a.json: o campo “areas” aparece duas vezes no mesmo objeto"),
        (b'{"areas": NaN}', "a.json", "a.json: NaN não é um número que se possa guardar"),
        (b'{"areas": 1e999999999}', "a.json", "a.json: o número 1e999999999 é grande ou pequeno demais"),
        (b'{"cities": 5}', "a.json", "cities: encontrado 5; aceito: uma lista [ ]"),
        (b'{"cities": [3]}', "a.json", "cities, item 1: encontrado 3; aceito: um objeto { }"),
        (b'{"cities": [{"title": "x"}]}', "a.json", "cities, item 1 (x): falta o campo obrigatório “ibge_code”"),
    ],
)
def test_what_is_no_content_at_all(problems, data, name, problem):
    assert problems(data, name) == [problem]


def test_blocks_that_refuse_their_values(problems):
    def body(kind, **value):
        return [{"type": kind, "value": value}]

    table = {"columns": [{"type": "number", "heading": "A"}], "rows": [[1], [1, 2]]}
    cities = [
        (body("video", title="V", video_url="https://example.org/x"), "video_url"),
        (body("call_to_action", title="V", button_label="b"), "page"),
        (body("table", title="T", table=table), "table.rows[1]"),
        (body("table", title="T", table={**table, "rows": [["x"]]}), "table.rows[0][0]"),
        (body("image", image={"file": "a.png"}), "image"),
        (body("rich_text", text='<p><a href="javascript:x">a</a></p>'), "text"),
        (body("rich_text", text="<p><script>x</script></p>"), "text"),
        (body("rich_text", text='<p><a href="page:/nada/">a</a></p>'), "text"),
        (body("rich_text", text="<p><b>a</p></b>"), "text"),
        (body("rich_text", text="<p>a"), "text"),
        (body("rich_text", text="<p>a\x00</p>"), "text"),
        (body("heading", title="\ud800"), "title"),
        (body("image", image={"file": "../settings.py", "alt": "x"}), "image"),
    ]
    codes = ["3509502", "4314407", "3303807", "3548500", "3136702", "2211001", "4106902", "3523602", "3507902"]
    codes += ["3512704", "3526902", "3548906", "3550308"]
    found = problems(
        {
            "cities": [
                {"ibge_code": code, "title": "T", "summary": "S", "body": body}
                for code, (body, _place) in zip(codes, cities, strict=True)
            ]
        }
    )
    places = [line.split(": ")[1] for line in found]
    assert places == [
        "body[0].value.video_url",
        "body[0].value.page",
        "body[0].value.url",
        "body[0].value.table.rows[1]",
        "body[0].value.table.rows[0][0]",
        "body[0].value.image",
        *["body[0].value.text"] * 6,
        "body[0].value.title",
        "body[0].value.image",
    ]
    assert found[6].endswith("mailto:, tel:, #, page:/ (página do site) ou document:")
    assert "no texto formatado, aceito: a, b, br, em, h3, h4, i, li, ol, p, strong, sup, ul" in found[7]
    assert "não existe página com esse nome" in found[8]


def test_a_link_to_what_comes_later_is_no_fault_beside_one(problems):
    blocks = [
        {"type": "cards", "value": {"cards": [{"page": "/cidades/pelotas-rs/"}, {"page": "/nada/"}]}},
        {"type": "call_to_action", "value": {"title": "Vá", "button_label": "Ir", "url": "nada"}},
    ]
    cities = [
        {"ibge_code": CAMPINAS, "title": "C", "summary": "S", "body": blocks},
        {"ibge_code": "4314407", "title": "P", "summary": "S"},
    ]
    assert problems({"cities": cities}) == [
        "cities, item 1 (C): body[1].value.url: Informe uma URL válida.",
        'cities, item 1 (C): body[0].value.cards[1].page: encontrado "/nada/"; não existe página com esse nome, '
        "nem no arquivo nem no site",
    ]


def test_an_image_without_alternative_text(problems, picture):
    picture("rua.png")
    body = [{"type": "image", "value": {"image": {"file": "rua.png"}}}]
    city = {"ibge_code": CAMPINAS, "title": "C", "summary": "S", "hero_image": "rua.png", "body": body}
    found = problems({"cities": [city]})
    assert [line.split(": ")[1] for line in found] == ["body[0].value.image.alt", "hero_alt"]
    assert found[1] == "cities, item 1 (C): hero_alt: Descreva a imagem ou marque-a como decorativa."


def test_a_file_that_is_no_image(problems, picture):
    picture("rua.png").write_bytes(b"<svg/>")
    found = problems({"images": [{"name": "rua.png", "title": "Rua"}]})
    assert len(found) == 1
    assert found[0].startswith("images, item 1 (Rua): encontrado")


def test_an_image_that_is_not_there(problems):
    assert problems({"images": [{"name": "rua.png", "title": "Rua"}]}) == [
        'images, item 1 (Rua): encontrado "rua.png"; falta o arquivo, na pasta “images”'
    ]


def test_what_follows_from_a_fault_is_not_told_twice(problems):
    content = {
        "cities": [{"ibge_code": CAMPINAS, "title": "C", "summary": "S", "since_year": 1}],
        "work_fronts": [{"city": CAMPINAS, "slug": "a", "title": "A", "summary": "S"}],
        "menus": [{"handle": "m", "title": "M", "items": [{"label": "C", "page": "/cidades/campinas-sp/"}]}],
    }
    assert problems(content) == [
        "cities, item 1 (C): since_year: encontrado 1; a partir de 2000",
        "work_fronts, item 1 (A): area: obrigatório",
    ]


def test_an_address_that_another_page_has(problems, home):
    make_city()
    assert problems({"narratives": [{"path": "/cidades/", "title": "C", "introduction": "C"}]}) == [
        "narratives, item 1 (C): slug: outra página já está em /cidades/"
    ]


def test_a_page_where_it_may_not_stand(problems, home):
    make_area(slug="saude")
    assert problems({"narratives": [{"path": "/areas/x/", "title": "C", "introduction": "C"}]}) == [
        "narratives, item 1 (C): “Áreas” não pode ter esta página abaixo dela"
    ]


def test_a_file_that_is_not_there(home):
    with pytest.raises(CommandError, match="There is no file nowhere.json"):
        call_command("import_content", "nowhere.json")
