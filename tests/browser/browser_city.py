"""A new city, from nothing to the frontend: an editor writes it, a reviewer puts it on the air."""

from tests.browser.editing import add_block, choose, do, expect_said, open_children, type_title, write

CITY = """query($path: String!) { page(path: $path) {
    title ... on CityPage { summary population { count year source } municipality { name state } body { __typename } }
} }"""


def test_a_city_is_written_reviewed_and_read_by_the_frontend(editor, reviewer, site):
    open_children(editor, "Página inicial", "Cidades")
    editor.get_by_role("link", name="Adicionar subpágina").first.click()
    type_title(editor, "Recife")
    choose(editor, "Escolher município", "Recife (PE)")
    editor.fill("[name=summary]", "Entre rios e pontes, a cidade revê o seu plano.")
    add_block(editor, "Título").get_by_role("textbox", name="Título").fill("Por onde começou")
    write(add_block(editor, "Texto"), "Em cada bairro, uma reunião aberta.")
    editor.get_by_role("tab", name="Perfil").click()
    editor.fill("[name=population]", "1488920")
    editor.fill("[name=population_year]", "2022")
    editor.fill("[name=population_source]", "Censo Demográfico 2022, IBGE.")
    do(editor, "Enviar para Aprovação")
    expect_said(editor, "enviada para moderação.")
    assert site.read(CITY, path="/cidades/recife-pe/")["page"] is None

    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name="Recife", exact=True).first.click()
    do(reviewer, "Aprovar e publicar")
    expect_said(reviewer, "Recife")
    assert site.read(CITY, path="/cidades/recife-pe/")["page"] == {
        "title": "Recife",
        "summary": "Entre rios e pontes, a cidade revê o seu plano.",
        "population": {"count": 1488920, "year": 2022, "source": "Censo Demográfico 2022, IBGE."},
        "municipality": {"name": "Recife", "state": "PE"},
        "body": [{"__typename": "HeadingBlock"}, {"__typename": "RichTextBlock"}],
    }
