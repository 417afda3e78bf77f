"""What editors do again and again in the admin, with the mouse and the keyboard."""

import re

from playwright.sync_api import Locator, Page, expect


def settle(page: Page) -> None:
    """Wait until the editor sees what is typed: it compares with how its form stands two seconds after it opened."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(4_000)


def open_children(page: Page, *titles: str) -> None:
    """Walk from the list of pages down to the children of the last of ``titles``."""
    page.goto("/admin/pages/")
    for title in titles:
        page.get_by_role("link", name=f"Explorar subpáginas de '{title}'").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def choose(page: Page, button: str, words: str) -> None:
    """Choose what is called ``words`` in the window that ``button`` opens."""
    page.get_by_role("button", name=button).click()
    window = page.locator(".modal-content")
    window.get_by_role("searchbox").or_(window.locator("[name=q]")).first.fill(words.partition(" (")[0])
    window.get_by_role("link", name=words, exact=True).first.click()
    expect(window).to_have_count(0)


def add_block(page: Page, kind: str) -> Locator:
    """Add a block of ``kind`` at the end of the body, and return it."""
    body = page.locator("#panel-child-content-body-content, [data-contentpath=body]").first
    blocks = body.locator("[data-streamfield-child]")
    before = blocks.count()
    body.get_by_title("Inserir um bloco").last.click()
    page.get_by_role("combobox").last.fill(kind)
    page.get_by_role("option", name=kind, exact=True).click()
    expect(blocks).to_have_count(before + 1)
    return blocks.last


def write(block: Locator, words: str) -> None:
    """Type ``words`` into the formatted text of ``block``."""
    block.get_by_role("textbox").first.click()
    block.page.keyboard.type(words)


def do(page: Page, action: str) -> None:
    """Click ``action`` among those at the foot of the editor; the rarer ones are under the arrow."""
    page.wait_for_load_state("networkidle")
    button = page.locator(".footer, footer").get_by_role("button", name=action).first
    if not button.is_visible():
        page.get_by_role("button", name="Mais ações").click()
    button.click()


def expect_said(page: Page, words: str | re.Pattern[str]) -> None:
    """Expect the message above the page."""
    expect(page.locator(".messages")).to_contain_text(words)


def new_page(page: Page, kind: str, *above: str) -> None:
    """Begin a page of ``kind`` below the last of ``above``."""
    open_children(page, *above)
    page.get_by_role("link", name="Adicionar subpágina").first.click()
    page.locator("main").get_by_role("link", name=re.compile(rf"^{kind}", re.IGNORECASE)).first.click()
    expect(page.locator("[name=title]")).to_be_visible()


def save_draft(page: Page) -> None:
    """Save what the form holds, and wait until the page is there."""
    do(page, "Salvar rascunho")
    page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))


def open_panel(page: Page, name: str) -> None:
    """Open a side panel of the editor, if it is not open already."""
    toggle = page.locator(f'[data-side-panel-toggle="{name}"]')
    page.wait_for_load_state("networkidle")  # scripts open the panel that was open last
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    expect(page.locator(f'[data-side-panel="{name}"]')).to_be_visible()


def type_title(page: Page, words: str) -> None:
    """Type the title of a new page, key by key: the scripts of the form make its address of it."""
    page.wait_for_load_state("networkidle")
    page.locator("[name=title]").press_sequentially(words)
    page.keyboard.press("Tab")
