"""Review: asked for, sent back with a comment by e-mail, mended, asked for again, and published."""

from secrets import token_hex

from tests.browser.editing import do, expect_said, new_page

STORY = "query($path: String!) { page(path: $path) { title ... on NarrativePage { introduction } } }"


def test_a_page_is_sent_back_mended_and_published(editor, reviewer, site):
    name = token_hex(4)
    title, path = f"Revisão {name}", f"/revisao-{name}/"
    new_page(editor, "Narrativa", "Página inicial")
    editor.fill("[name=title]", title)
    editor.fill("[name=introduction]", "São 12 bairros.")
    do(editor, "Enviar para Aprovação")
    expect_said(editor, title)
    asked = site.letter("reviewer@example.org", f"Revise, por favor: {title}")
    assert "/edit/" in asked.get_body(("plain",)).get_content()

    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name=title).first.click()
    do(reviewer, "Solicitar mudanças")
    window = reviewer.locator(".modal-content")
    window.get_by_role("textbox").fill("Falta a fonte do número.")
    window.get_by_role("button", name="Solicitar mudanças").click()
    expect_said(reviewer, title)
    back = site.letter("editor@example.org", f"Devolvida para você mudar: {title}")
    assert "Falta a fonte do número." in back.get_body(("plain",)).get_content()

    editor.goto("/admin/")
    editor.get_by_role("link", name=title).first.click()
    editor.fill("[name=introduction]", "São 12 bairros, segundo a prefeitura.")
    do(editor, "Enviar para Aprovação")
    expect_said(editor, title)
    assert site.read(STORY, path=path)["page"] is None
    reviewer.goto("/admin/")
    reviewer.get_by_role("link", name=title).first.click()
    do(reviewer, "Aprovar e publicar")
    expect_said(reviewer, title)
    published = {"title": title, "introduction": "São 12 bairros, segundo a prefeitura."}
    assert site.read(STORY, path=path)["page"] == published
