"""An editor finds a profile with something missing, fills a part in, and sees it count."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.editing import do, expect_said

MAKE_CITY = """
from cities.models import CityIndexPage, CityPage, Municipality
index = CityIndexPage.objects.live().first()
city = index.add_child(instance=CityPage(
    title="Borá", municipality=Municipality.objects.get(name="Borá"), summary="Poucos moradores.", hero_decorative=True
))
city.save_revision()
print("@%d" % city.pk)
"""
BAR = ".completeness"


def done(bar: Locator) -> int:
    found = re.search(r"(\d+) de \d+", bar.inner_text())
    assert found, bar.inner_text()
    return int(found[1])


def in_the_list(page: Page) -> Locator:
    page.goto("/admin/cities/?q=Bora")
    bar = page.get_by_role("row").filter(has_text="Borá").locator(BAR)
    expect(bar).to_have_count(1)
    return bar


def test_what_is_missing_is_told_and_counts_once_it_is_there(editor, site):
    key = site.run(MAKE_CITY).partition("@")[2]
    before = done(in_the_list(editor))
    expect(in_the_list(editor)).to_contain_text("Falta:")
    editor.goto(f"/admin/pages/{key}/edit/")
    assert done(editor.locator(BAR).first) == before
    editor.get_by_role("tab", name="Perfil").click()
    editor.locator("[name=population]").fill("907")
    editor.locator("[name=population_year]").fill("2022")
    editor.locator("[name=population_source]").fill("IBGE, Censo 2022")
    do(editor, "Salvar rascunho")
    expect_said(editor, "Borá")
    expect(editor.locator(BAR).first).to_contain_text(f"{before + 1} de ")
