"""Editors see a page before it is published: while they type, in every way there is, and others by a link."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from secrets import token_hex

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.editing import open_panel, settle
from tests.browser.site import ROOT, free_port

EXAMPLE = ROOT / "docs" / "examples" / "preview"
PREVIEW = "#w-preview-iframe"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOW_FAULTS = """(rules) => axe.run({ exclude: ["wagtail-userbar"] }, { runOnly: rules }).then((found) =>
    found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" ")}`))"""
KEYS = """
import json
from django.apps import apps
from cms.pages import BasePage
from home.models import HomePage, PrivacyNoticePage
if not PrivacyNoticePage.objects.exists():
    notice = PrivacyNoticePage(title="Privacidade", introduction="Como os dados são usados.")
    HomePage.objects.first().add_child(instance=notice)
types = [model for model in apps.get_models() if issubclass(model, BasePage)]
print("@" + json.dumps({model.__name__: model.objects.first().pk for model in types}))
"""


@pytest.fixture(scope="module")
def frontend(site) -> Iterator[str]:
    """The example frontend, on an origin of its own, which the site's settings know."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(EXAMPLE)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


def tell_its_api(context: BrowserContext, site) -> None:
    """Have the example ask the API of ``site``, as whoever copies it does in ``config.js``."""
    text = f'export const API = "{site.url}/graphql/";'
    context.route("**/config.js", lambda route: route.fulfill(body=text, content_type="text/javascript"))


def say_where_the_frontend_is(admin: Page, address: str) -> None:
    admin.goto("/admin/settings/previews/previewsettings/")
    admin.fill("[name=address]", address)
    admin.get_by_role("button", name="Salvar").click()
    expect(admin.get_by_text("Prévia no site atualizado.")).to_be_visible()


@pytest.fixture(scope="module")
def keys(site) -> dict[str, int]:
    """A page of each type, by its name."""
    return json.loads(site.run(KEYS).partition("@")[2])


def new_narrative(page: Page, home: int) -> str:
    """Begin a page that is not saved, with its preview beside it, and return its title."""
    title = f"Página {token_hex(4)} sem salvar"
    page.goto(f"/admin/pages/add/home/narrativepage/{home}/")
    settle(page)
    page.fill("[name=title]", title)
    page.fill("[name=introduction]", "Só no formulário.")
    open_panel(page, "preview")
    return title


def test_what_is_typed_is_read_beside_it_before_it_is_saved(editor, keys):
    title = new_narrative(editor, keys["HomePage"])
    preview = editor.frame_locator(PREVIEW)
    expect(preview.get_by_role("heading", level=1)).to_have_text(title)
    editor.fill("[name=introduction]", "E agora outra coisa.")
    expect(preview.locator(".lead")).to_have_text("E agora outra coisa.")


def test_the_answer_of_the_api_is_read_and_opened_in_graphiql(editor, keys):
    title = new_narrative(editor, keys["HomePage"])
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))  # it saved itself, and has the slug that it keeps
    settle(editor)
    editor.select_option("#id_preview_mode", "graphql")
    answer = editor.frame_locator(PREVIEW)
    expect(answer.locator("#answer")).to_contain_text(f'"title": "{title}"')
    with editor.expect_popup() as opened:
        answer.get_by_role("link", name="Abrir no GraphiQL").click()
    graphiql = opened.value
    expect(graphiql).to_have_url(re.compile("/graphiql/$"))  # the token does not stay in the address
    graphiql.get_by_role("button", name=re.compile("Execute")).click()
    expect(graphiql.locator(".result-window")).to_contain_text(title)


def test_a_block_is_found_from_its_preview(editor, keys):
    editor.goto(f"/admin/pages/{keys['CityPage']}/edit/")
    open_panel(editor, "preview")
    block = editor.frame_locator(PREVIEW).locator("[data-block-id]").last
    identifier = block.get_attribute("data-block-id")
    block.hover()
    block.locator("a.edit").click()
    expect(editor.locator(f"#block-{identifier}-section")).to_be_in_viewport()


def test_a_page_of_its_own_opens_the_editor_at_the_block(editor, keys):
    editor.goto(f"/admin/pages/{keys['CityPage']}/view_draft/")
    block = editor.locator("[data-block-id]").last
    identifier = block.get_attribute("data-block-id")
    block.hover()
    block.locator("a.edit").click()
    editor.wait_for_url(re.compile(f"/edit/#block-{identifier}-section$"))
    expect(editor.locator(f"#block-{identifier}-section")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_every_type_of_page(editor, keys, scheme):
    editor.emulate_media(color_scheme=scheme)
    faults = {}
    for name, key in keys.items():
        for width in (390, 1440):
            editor.set_viewport_size({"width": width, "height": 900})
            editor.goto(f"/admin/pages/{key}/view_draft/")
            wide = editor.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            found = editor.evaluate(SHOW_FAULTS, RULES)
            faults[name, width] = [*found, *(["it is wider than the window"] if wide else [])]
    assert {place: found for place, found in faults.items() if found} == {}


class TestInTheFrontend:
    @pytest.fixture(autouse=True)
    def _frontend(self, site, frontend, admin, editor):
        say_where_the_frontend_is(admin, f"{frontend}/?path={{path}}&token={{token}}")
        tell_its_api(editor.context, site)
        yield
        say_where_the_frontend_is(admin, "")

    def test_a_page_follows_what_is_typed_without_being_loaded_again(self, editor, keys):
        editor.goto(f"/admin/pages/{keys['CityPage']}/edit/")
        settle(editor)
        open_panel(editor, "preview")
        shown = editor.frame_locator(PREVIEW).frame_locator("#frontend")
        expect(shown.get_by_role("heading", level=1)).to_have_text(editor.input_value("[name=title]"))
        shown.locator("body").evaluate("(body) => { body.dataset.same = 'yes' }")
        editor.fill("[name=summary]", "Muda enquanto escrevo.")
        expect(shown.locator(".lead")).to_have_text("Muda enquanto escrevo.")
        assert shown.locator("body").evaluate("(body) => body.dataset.same") == "yes"

    def test_a_page_that_is_not_saved_is_there_too(self, editor, keys):
        title = new_narrative(editor, keys["HomePage"])
        shown = editor.frame_locator(PREVIEW).frame_locator("#frontend")
        expect(shown.get_by_role("heading", level=1)).to_have_text(title)

    def test_a_click_in_it_finds_the_block(self, editor, keys):
        editor.goto(f"/admin/pages/{keys['CityPage']}/edit/")
        open_panel(editor, "preview")
        block = editor.frame_locator(PREVIEW).frame_locator("#frontend").locator("[data-block-id]").last
        identifier = block.get_attribute("data-block-id")
        block.click()
        expect(editor.locator(f"#block-{identifier}-section")).to_be_in_viewport()

    def test_a_revoked_preview_says_so(self, editor, keys):
        editor.goto(f"/admin/pages/{keys['AreaPage']}/view_draft/")
        address = editor.locator("#frontend").get_attribute("src")
        editor.goto(f"/admin/previews/{keys['AreaPage']}/")
        editor.get_by_role("button", name="Encerrar as prévias desta página").click()
        editor.goto(address)
        expect(editor.locator("#page")).to_have_text("Esta prévia acabou. Abra-a de novo no editor.")

    def test_nobody_else_is_listened_to(self, editor, keys):
        editor.goto(f"/admin/pages/{keys['CityPage']}/edit/")
        open_panel(editor, "preview")
        shown = editor.frame_locator(PREVIEW).frame_locator("#frontend")
        expect(shown.get_by_role("heading", level=1)).to_be_visible()
        before = editor.evaluate("window.scrollY")
        identifier = shown.locator("[data-block-id]").last.get_attribute("data-block-id")
        said = {"juntos": {"type": "edit", "block": identifier}}
        shown.locator("body").evaluate("(_, said) => window.top.postMessage(said, '*')", said)
        editor.wait_for_timeout(300)
        assert editor.evaluate("window.scrollY") == before


def test_a_draft_is_shared_read_and_the_link_revoked(editor, visitor, keys):
    editor.goto(f"/admin/pages/{keys['NarrativePage']}/edit/")
    editor.goto(f"/admin/previews/{keys['NarrativePage']}/")
    editor.fill("[name=note]", "Gabinete da prefeita")
    editor.select_option("[name=days]", "3")
    editor.get_by_role("button", name="Criar link").click()
    link = editor.locator("#new-link").input_value()
    visitor.goto(link)
    expect(visitor.locator(".notice")).to_contain_text("Rascunho, ainda não publicado.")
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    editor.reload()
    expect(editor.locator("#new-link")).to_have_count(0)
    expect(editor.locator(".links tbody")).to_contain_text("1 vez")
    editor.get_by_role("button", name="Cancelar o link de Gabinete da prefeita").click()
    expect(editor.locator(".links tbody")).to_contain_text("cancelado em")
    visitor.goto(link)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Este link não abre mais")
