"""What stops a publication: told where it is, mended, or let pass by an administrator who says why."""

from secrets import token_hex

from playwright.sync_api import Page, expect

from tests.browser.editing import add_block, do, expect_said, new_page, save_draft

TITLE = "query($path: String!) { page(path: $path) { title } }"


def write_with_a_fault(page: Page) -> tuple[str, str]:
    """Begin a narrative whose first heading is one level too deep; return its title and its path."""
    name = token_hex(4)
    new_page(page, "Narrativa", "Página inicial")
    page.fill("[name=title]", f"Regra {name}")
    page.fill("[name=introduction]", "Para ver o que a impede.")
    heading = add_block(page, "Título")
    heading.get_by_role("textbox", name="Título").fill("Fundo demais")
    heading.get_by_role("combobox").select_option(label="Subseção")
    return f"Regra {name}", f"/regra-{name}/"


def test_a_heading_that_skips_a_level_is_shown_mended_and_published(reviewer, site):
    title, path = write_with_a_fault(reviewer)
    do(reviewer, "Publicar")
    told = "O título “Fundo demais” pula um nível: antes dele falta um título de nível 2."
    block = reviewer.locator("[data-streamfield-child]").first
    expect(block.locator("[id$=title-errors]")).to_have_text(told)
    expect_said(reviewer, "A página não pode ser publicada ainda")
    assert site.read(TITLE, path=path)["page"] is None
    assert reviewer.input_value("[name=title]") == title
    block.get_by_role("combobox").select_option(label="Seção")
    do(reviewer, "Publicar")
    expect_said(reviewer, title)
    assert site.read(TITLE, path=path)["page"] == {"title": title}


def test_an_administrator_lets_it_pass_with_a_reason(admin, site):
    title, path = write_with_a_fault(admin)
    save_draft(admin)
    admin.locator("header").get_by_role("button", name="Ações").first.click()
    admin.get_by_role("link", name="Regras de publicação").click()
    expect(admin.get_by_text("1 problema impede a publicação")).to_be_visible()
    admin.get_by_label("Justificativa").fill("Citação de um documento oficial, como ele é.")
    admin.get_by_role("button", name="Publicar com justificativa").click()
    expect_said(admin, f"“{title}” foi publicada.")
    assert site.read(TITLE, path=path)["page"] == {"title": title}
