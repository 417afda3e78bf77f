"""Content of one site in one language goes out and in; nothing of another goes along."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Site

from cities.models import WorkFrontPage
from cms.demo.load import HOSTNAME, SECOND_SITE, load_second_site
from home.models import AreaPage, Menu, SiteText
from tests.builders import make_area, make_city, make_indicator, make_measurement


def exported(folder, *options):
    call_command("export_content", str(folder), *options, stdout=StringIO())
    return (folder / "content.json").read_text(encoding="utf-8")


def imported(path, *options):
    out = StringIO()
    call_command("import_content", str(path), *options, stdout=out)
    return re.findall(r"(\d+) new, (\d+) changed", out.getvalue())


def test_each_language_of_a_site_goes_round(home, tmp_path, graphql):
    make_measurement(city=make_city(title="Da casa", areas=[make_area(slug="da-casa")]), indicator=make_indicator())
    load_second_site()
    english = ("--site", HOSTNAME, "--locale", "EN")
    texts = {name: exported(tmp_path / name, *options) for name, options in {
        "first": (), "second": ("--site", HOSTNAME), "english": english,
    }.items()}  # fmt: skip
    first, second, translated = (json.loads(text) for text in texts.values())
    assert [city["title"] for city in first["cities"]] == ["Da casa"]
    assert len(first["measurements"]) == 1
    assert "measurements" not in second
    assert "measurements" not in translated
    assert [city["title"] for city in second["cities"]] == ["Campinas", "Santos"]
    assert [area["translation_of"] for area in translated["areas"]] == ["/areas/saude/", "/areas/financas-publicas/"]
    assert "translation_of" not in texts["second"]
    for name, options in (("second", ("--site", HOSTNAME)), ("english", english)):
        changes = imported(tmp_path / name / "content.json", *options)
        assert changes == [("0", "0")] * len(changes)
        assert changes
    site, locale = Site.objects.get(hostname=HOSTNAME), Locale.objects.get(language_code="en")
    for model in (Menu, SiteText):
        model.objects.filter(locale=locale).delete()
    for front in WorkFrontPage.objects.filter(locale=locale):
        front.delete()  # an area with work fronts is not deleted
    site.root_page.get_translation(locale).delete()
    with pytest.raises(CommandError, match=r"no home page in en: translate it in the admin. Languages: pt-BR"):
        imported(tmp_path / "english" / "content.json", "--site", HOSTNAME, "--locale", "en")
    site.root_page.specific.copy_for_translation(locale)
    imported(SECOND_SITE / "content.en.json", *english)
    assert exported(tmp_path / "again", *english) == texts["english"]
    found = graphql(
        'query($site: String) { city(site: $site, slug: "campinas-sp") { alternates { path } } }', site=HOSTNAME
    )
    assert found["city"]["alternates"] == [{"path": "/en/cities/campinas-sp/"}]
    assert {menu.translation_key for menu in Menu.objects.filter(handle="main")} == {
        Menu.objects.get(handle="main", locale=locale).translation_key
    }
    assert AreaPage.objects.get(slug="da-casa").get_translations().count() == 0


def test_what_a_record_translates_is_told_in_a_file_for_another_language(home, tmp_path):
    path = tmp_path / "content.json"
    path.write_text(
        '{"areas": [{"slug": "a", "title": "A", "summary": "A", "translation_of": "/areas/b/"}]}', encoding="utf-8"
    )
    err = StringIO()
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_content", str(path), stderr=err)
    assert "idioma principal do site" in err.getvalue()
