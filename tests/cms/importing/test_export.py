"""What goes out comes in again the same; open data holds what visitors see and nothing else."""

import csv
import filecmp
import json
import zipfile
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cities.models import CityIndexPage, Indicator, Measurement
from cms.demo.load import CONTENT
from cms.importing.kinds import BY_SECTION
from cms.importing.structure import file_schema
from cms.management.commands.write_schema import CONTENT_SCHEMA, content_schema_text
from cms.media import CustomDocument, CustomImage
from home.models import (
    AreaIndexPage,
    FormPage,
    HomePage,
    Menu,
    NarrativePage,
    Partner,
    Person,
    PrivacyNoticePage,
    SiteSettings,
    SiteText,
    StoryIndexPage,
)
from tests.builders import (
    make_area,
    make_city,
    make_document,
    make_form,
    make_image,
    make_indicator,
    make_measurement,
    make_narrative,
    make_person,
    make_story,
    make_work_front,
)


def empty_the_site():
    Measurement.objects.all().delete()
    for model in (StoryIndexPage, CityIndexPage, AreaIndexPage, FormPage, PrivacyNoticePage, NarrativePage):
        for page in model.objects.filter(depth=3):
            page.delete()
    home = HomePage.objects.get()
    HomePage.objects.filter(pk=home.pk).update(title="Página inicial", hero_title="Vazio", body="[]", hero_image=None)
    for model in (Indicator, Partner, Person, Menu, SiteText, SiteSettings, CustomImage, CustomDocument):
        model.objects.all().delete()
    HomePage.objects.get().featured_areas.all().delete()


def files_of(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def assert_same(first, second):
    assert files_of(first) == files_of(second)
    assert filecmp.cmpfiles(first, second, files_of(first), shallow=False) == (files_of(first), [], [])


def test_the_demo_out_in_and_out_again(export):
    call_command("import_content", str(CONTENT), stdout=StringIO())
    first = export("first", folder=True)
    assert len(files_of(first)) == 35
    empty_the_site()
    call_command("import_content", str(first / "content.json"), stdout=StringIO())
    assert_same(first, export("second", folder=True))


def test_what_is_computed_of_an_image_is_not_in_the_file(export):
    make_city(hero_image=make_image(), hero_alt="Vista")
    names = {column.name for column in BY_SECTION["images"].columns}
    assert "credit" in names
    assert not {"has_alpha", "placeholder", "placeholder_colour"} & (names | set(export()["images"][0]))


def test_what_the_demo_has_not_goes_out_and_in_too(export, home):
    secret = Collection.get_first_root_node().add_child(name="Reservada").add_child(name="Dentro")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type="login")
    image = make_image(collection=secret, rights_note="Só para a equipe")
    image.tags.add("b", "a")
    document = make_document()
    parent = make_narrative(slug="sobre")
    make_narrative(parent, slug="nucleo", live=False)
    city = make_city(hero_image=image, hero_alt="Vista", expire_at=timezone.now() + timedelta(days=3))
    make_city(go_live_at=timezone.now() + timedelta(days=3), live=False).save_revision().publish()
    city.city_leaders.create(person=make_person(photo=image))
    city.body = json.dumps([{"type": "document", "value": {"document": document.pk, "heading": "", "summary": ""}}])
    city.save()
    front = make_work_front(city)
    PageViewRestriction.objects.create(page=front, restriction_type="password", password="segredo")
    story = make_story(cities=[city], areas=[make_area()])
    story.documents.create(document=document)
    make_measurement(city=city, work_front=front, value="12.5000")
    first = export("first", folder=True)
    empty_the_site()
    secret.get_parent().delete()
    call_command("import_content", str(first / "content.json"), stdout=StringIO())
    assert_same(first, export("second", folder=True))
    assert set(Page.objects.filter(live=False)) == {
        Page.objects.get(slug="nucleo"),
        Page.objects.exclude(go_live_at=None).get(),
    }
    assert PageViewRestriction.objects.get().password == "segredo"
    assert CollectionViewRestriction.objects.get().collection.name == "Dentro"
    assert sorted(CustomImage.objects.get().tags.names()) == ["a", "b"]


def test_links_in_text_name_what_they_lead_to(export, home):
    page, document = make_narrative(slug="sobre"), make_document()
    text = (
        f'<p data-block-key="x">A <a id="{page.pk}" linktype="page">b</a> '
        f'<a id="{document.pk}" linktype="document">c</a> <a id="99999" linktype="page">d</a> '
        '<a href="https://example.org/?a=1&amp;b=2">e</a></p>'
    )
    make_city(body=json.dumps([{"type": "rich_text", "value": {"text": text}}]))
    assert export()["cities"][0]["body"][0]["value"]["text"] == (
        f'<p>A <a href="page:/sobre/">b</a> <a href="document:{document.name}">c</a> d '
        '<a href="https://example.org/?a=1&amp;b=2">e</a></p>'
    )


def test_an_archive_is_the_same_each_time(export, home):
    make_city(hero_image=make_image(), hero_alt="Vista")
    first, second = export("a.zip", folder=True), export("b.zip", folder=True)
    assert first.read_bytes() == second.read_bytes()
    assert len(zipfile.ZipFile(first).namelist()) == 2


def test_a_file_that_the_storage_lost_is_named(home, tmp_path):
    image = make_image()
    image.file.storage.delete(image.file.name)
    err = StringIO()
    call_command("export_content", str(tmp_path / "out"), stdout=StringIO(), stderr=err)
    assert err.getvalue() == f"images/{image.name} is not in the storage any more: it is left out.\n"


def test_a_folder_with_something_in_it_stays(home, tmp_path):
    (tmp_path / "a").touch()
    with pytest.raises(CommandError, match="stays as it is"):
        call_command("export_content", str(tmp_path))


class TestOpenData:
    @pytest.fixture
    def hidden(self, home):
        """A site where half of everything is hidden, and each hidden thing says SEGREDO."""
        make_form(title="Aberto", recipients="SEGREDO@example.org")
        secret = Collection.get_first_root_node().add_child(name="SEGREDO")
        CollectionViewRestriction.objects.create(collection=secret, restriction_type="login")
        image = make_image(title="SEGREDO", collection=secret)
        make_image(title="SEGREDO sem uso")
        draft = make_city(title="SEGREDO", live=False)
        make_work_front(draft, title="SEGREDO")
        person = make_person(name="SEGREDO", live=False)
        city = make_city(title="Aberta", hero_image=image, hero_alt="SEGREDO não: o texto é da página")
        city.hero_alt = "Vista"
        used = make_image(title="Usada", rights_note="SEGREDO")
        city.city_leaders.create(person=person)
        blocks = [
            {"type": "rich_text", "value": {"text": f'<p><a id="{draft.pk}" linktype="page">lá</a></p>'}},
            {"type": "cards", "value": {"cards": [{"page": draft.pk, "heading": "SEGREDO", "summary": ""}]}},
            {"type": "map", "value": {"heading": "", "cities": [city.pk, draft.pk]}},
            {"type": "image", "value": {"image": {"image": image.pk, "alt_text": "SEGREDO", "decorative": False}}},
            {"type": "image", "value": {"image": {"image": used.pk, "alt_text": "Uso", "decorative": False}}},
        ]
        city.body = json.dumps(blocks)
        city.save()
        city.title = "SEGREDO"
        city.save_revision()
        front = make_work_front(city, title="SEGREDO")
        PageViewRestriction.objects.create(page=front, restriction_type="login")
        make_measurement(city=city, work_front=front, source="SEGREDO")
        make_measurement(city=draft, source="SEGREDO")
        make_measurement(city=city, indicator=make_indicator(name="SEGREDO", live=False), source="SEGREDO")
        make_measurement(city=city, source="Prefeitura")
        make_work_front(city, title="Aberta também", expire_at=timezone.now() + timedelta(days=3))
        return city

    def test_it_holds_nothing_hidden_and_no_files(self, hidden, export):
        folder = export(folder=True, public=True)
        names = ["cities.csv", "content.json", "measurements.csv", "work_fronts.csv"]
        assert [str(path) for path in files_of(folder)] == names
        for name in names:
            assert "SEGREDO" not in (folder / name).read_text(encoding="utf-8"), name

    def test_it_holds_what_visitors_see(self, hidden, export):
        found = json.loads((export(folder=True, public=True) / "content.json").read_text(encoding="utf-8"))
        assert [city["title"] for city in found["cities"]] == ["Aberta"]
        assert found["cities"][0]["body"] == [
            {"type": "rich_text", "value": {"text": "<p>lá</p>"}},
            {"type": "map", "value": {"cities": [hidden.municipality_id]}},
            {"type": "image", "value": {"image": {"file": CustomImage.objects.get(title="Usada").name, "alt": "Uso"}}},
        ]
        assert [front["title"] for front in found["work_fronts"]] == ["Aberta também"]
        assert [image["title"] for image in found["images"]] == ["Usada"]
        assert "expire_at" not in found["work_fronts"][0]
        assert len(found["measurements"]) == 1

    def test_the_tables_are_read_by_the_import(self, hidden, export):
        folder = export(folder=True, public=True)
        with (folder / "measurements.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["city"], row["value"], row["source"]) for row in rows] == [
            (hidden.municipality_id, "12.5", "Prefeitura")
        ]
        said = StringIO()
        for name in ("work_fronts.csv", "measurements.csv"):
            call_command("import_content", str(folder / name), stdout=said)
        assert said.getvalue() == (
            "work_fronts: 0 new, 0 changed, 1 unchanged\nmeasurements: 0 new, 0 changed, 1 unchanged\n"
        )


class TestTheForm:
    def test_the_committed_schema_is_the_one_in_use(self):
        assert CONTENT_SCHEMA.read_text(encoding="utf-8") == content_schema_text(), "run: make schema"

    def test_every_field_is_described(self):
        for section, schema in file_schema()["properties"].items():
            for name, field in schema.get("items", schema).get("properties", {}).items():
                assert field.get("description"), f"{section}.{name}"
