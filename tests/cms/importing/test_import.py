"""What a file makes of the site: created, changed, left alone."""

import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction, ReferenceIndex, Revision

from cities.models import CityPage, Indicator, Measurement, WorkFrontPage
from cms.demo.load import CONTENT
from cms.media import CustomDocument, CustomImage
from cms.paths import PathRecord
from home.models import AreaPage, Menu, NarrativePage, Partner, StoryPage
from tests.builders import make_area, make_city, make_partner, make_work_front

CAMPINAS, PELOTAS = "3509502", "4314407"


def city(code=CAMPINAS, **fields):
    return {"ibge_code": code, "title": "Campinas", "summary": "Cidade piloto.", **fields}


def test_a_city_in_an_empty_site_gets_its_list_its_slug_and_its_place_in_the_api(run_import, graphql):
    said = run_import({"cities": [city(population=1139047, population_year=2022, population_source="IBGE")]})
    assert said == "city_indexes: 1 new, 0 changed, 0 unchanged\ncities: 1 new, 0 changed, 0 unchanged\n"
    query = '{ page(path: "/cidades/campinas-sp/") { ... on CityPage { title population { count } } } }'
    assert graphql(query)["page"] == {"title": "Campinas", "population": {"count": 1139047}}


def test_every_kind_of_content_at_once_in_any_order_of_reference(run_import, picture, graphql):
    picture("rua.png")
    body = [
        {"type": "cards", "value": {"cards": [{"page": "/cidades/campinas-sp/contas/"}]}},
        {"type": "rich_text", "value": {"text": '<p>Veja <a href="page:/historias/uma/">a história</a>.</p>'}},
        {"type": "image", "value": {"image": {"file": "rua.png", "alt": "Uma rua."}, "caption": "Aqui."}},
        {"type": "map", "value": {"cities": [PELOTAS]}},
        {"type": "divider"},
    ]
    run_import(
        {
            "images": [{"name": "rua.png", "title": "Rua", "credit": "Ana", "collection": "Imprensa / 2024"}],
            "partners": [{"slug": "sebrae", "name": "Sebrae"}],
            "people": [{"slug": "ana", "name": "Ana", "role": "secretária"}],
            "indicators": [{"slug": "divida", "name": "Dívida", "unit": "R$", "direction": "down"}],
            "areas": [{"slug": "saude", "title": "Saúde", "summary": "Postos."}],
            "cities": [
                city(areas=["saude"], leaders=["ana"], hero_image="rua.png", hero_alt="Uma rua.", body=body),
                city(PELOTAS, title="Pelotas", milestones=[{"date": "2015-03-01", "title": "Começa"}]),
            ],
            "work_fronts": [
                {
                    "city": CAMPINAS,
                    "slug": "contas",
                    "title": "Contas",
                    "area": "saude",
                    "summary": "Em ordem.",
                    "other_cities": [PELOTAS],
                    "partners": ["sebrae"],
                }
            ],
            "story_indexes": [{"path": "/historias/", "title": "Histórias", "introduction": "O que houve."}],
            "stories": [
                {
                    "path": "/historias/uma/",
                    "title": "Uma",
                    "summary": "História.",
                    "date": "2024-02-01",
                    "cities": [CAMPINAS],
                    "work_front": f"{CAMPINAS}/contas",
                }
            ],
            "measurements": [
                {
                    "indicator": "divida",
                    "city": CAMPINAS,
                    "date": "2019-12-31",
                    "value": 9.1,
                    "source": "Prefeitura",
                }
            ],
            "menus": [{"handle": "main", "title": "Menu", "items": [{"label": "Uma", "page": "/historias/uma/"}]}],
        }
    )
    found = graphql(
        """{ city(slug: "campinas-sp") {
            areas { title } leaders { name } heroImage { alt }
            workFronts { nodes { title otherCities { title } partners { name } } }
            measurements { nodes { value } }
            stories { nodes { title } }
            body { __typename
                ... on CardsBlock { cards { page { title } } } ... on RichTextBlock { text { html } }
                ... on ImageBlock { caption image { alt credit } } ... on MapBlock { cities { title } } }
        } }"""
    )["city"]
    assert found == {
        "areas": [{"title": "Saúde"}],
        "leaders": [{"name": "Ana"}],
        "heroImage": {"alt": "Uma rua."},
        "workFronts": {
            "nodes": [{"title": "Contas", "otherCities": [{"title": "Pelotas"}], "partners": [{"name": "Sebrae"}]}]
        },
        "measurements": {"nodes": [{"value": 9.1}]},
        "stories": {"nodes": [{"title": "Uma"}]},
        "body": [
            {"__typename": "CardsBlock", "cards": [{"page": {"title": "Contas"}}]},
            {
                "__typename": "RichTextBlock",
                "text": {"html": '<p>Veja <a href="/historias/uma/">a história</a>.</p>'},
            },
            {"__typename": "ImageBlock", "caption": "Aqui.", "image": {"alt": "Uma rua.", "credit": "Ana"}},
            {"__typename": "MapBlock", "cities": [{"title": "Pelotas"}]},
            {"__typename": "DividerBlock"},
        ],
    }
    assert CustomImage.objects.get().collection.name == "2024"
    assert Menu.objects.get().items.get().page.title == "Uma"


def test_the_same_file_twice_changes_nothing(home, capsys, django_assert_max_num_queries):
    call_command("import_content", str(CONTENT))
    before = list(Page.objects.order_by("pk").values())
    revisions, history = Revision.objects.count(), PageLogEntry.objects.count()
    capsys.readouterr()
    with django_assert_max_num_queries(150):  # of 200 records: read in batches, not one by one
        call_command("import_content", str(CONTENT))
    said = capsys.readouterr().out
    assert "cities: 0 new, 0 changed, 17 unchanged" in said
    assert "work_fronts: 0 new, 0 changed, 75 unchanged" in said
    assert list(Page.objects.order_by("pk").values()) == before
    assert (Revision.objects.count(), PageLogEntry.objects.count()) == (revisions, history)


def test_a_dry_run_says_what_would_change_and_changes_nothing(run_import, picture):
    picture("rua.png")
    run_import({"cities": [city(status="active")]})
    content = {
        "cities": [city(status="suspended", hero_image="rua.png", hero_alt="Rua"), city(PELOTAS, title="Pelotas")]
    }
    said = run_import(content, dry_run=True)
    assert said == (
        "~ cities 3509502 (Campinas)\n"
        "    hero_image: - -> rua.png\n"
        "    hero_alt: - -> Rua\n"
        "    status: active -> suspended\n"
        "+ cities 4314407 (Pelotas)\n"
        "images: 1 new, 0 changed, 0 unchanged\n"
        "cities: 1 new, 1 changed, 0 unchanged\n"
        "This was a dry run: nothing was changed.\n"
    ).replace("~ cities", "+ images rua.png (Rua)\n~ cities", 1)
    assert CityPage.objects.get().status == "active"
    assert not CustomImage.objects.exists()


def test_no_file_is_left_of_what_was_not_imported(run_import, picture, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    picture("rua.png")
    content = {"cities": [city(hero_image="rua.png", hero_alt="Rua")]}
    run_import(content, dry_run=True)
    with pytest.raises(CommandError):
        run_import({**content, "areas": [{"slug": "saude"}]})
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


def test_absent_fields_stay_and_null_empties(run_import):
    run_import({"cities": [city(since_year=2013, population=5, population_year=2022, population_source="IBGE")]})
    run_import({"cities": [{"ibge_code": CAMPINAS, "since_year": None, "title": "Campinas!"}]})
    found = CityPage.objects.get()
    assert (found.title, found.since_year, found.population, found.draft_title) == ("Campinas!", None, 5, "Campinas!")


def test_nothing_is_written_when_anything_is_wrong(problems):
    assert len(problems({"cities": [city(), city(PELOTAS, status="ativa")]})) == 1
    assert not CityPage.objects.exists()


def test_decimals_of_blocks_are_as_written(run_import, graphql):
    block = {"type": "statistic", "value": {"value": 9.1, "label": "Mortalidade", "source": "Prefeitura"}}
    run_import({"cities": [city(body=[block])]})
    assert CityPage.objects.get().body[0].value["value"] == Decimal("9.1")


def test_lists_of_a_record_are_replaced_in_order(run_import):
    marks = [{"date": "2014-01-01", "title": "Um"}, {"date": "2013-01-01", "title": "Dois", "precision": "year"}]
    run_import({"cities": [city(milestones=marks)]})
    run_import({"cities": [city(milestones=marks[1:])]})
    assert [(mark.title, mark.date, mark.precision) for mark in CityPage.objects.get().milestones.all()] == [
        ("Dois", date(2013, 1, 1), "year")
    ]


def test_decimals_are_exact(run_import):
    indicator = {"slug": "x", "name": "X", "unit": "R$", "direction": "up"}
    value = b'{"indicators": [%s], "cities": [%s], "measurements": [%s]}' % (
        json.dumps(indicator).encode(),
        json.dumps(city()).encode(),
        b'{"indicator": "x", "city": "3509502", "date": "2020-01-01", "value": 12345678901.2345, "source": "a"}',
    )
    run_import(value)
    assert Measurement.objects.get().value == Decimal("12345678901.2345")
    assert "unchanged" in run_import(value)


class TestWhatEditorsDid:
    def test_a_page_with_revisions_gets_one_more(self, run_import, admin_user):
        page = make_city(municipality=None, title="Antes")
        page.save_revision(user=admin_user).publish()
        run_import({"cities": [{"ibge_code": page.municipality_id, "title": "Depois"}]})
        page.refresh_from_db()
        assert (page.title, page.get_latest_revision_as_object().title) == ("Depois", "Depois")
        assert page.revisions.count() == 2

    def test_a_draft_stays_in_the_history_and_the_dry_run_says_so(self, run_import):
        page = make_city(title="Antes")
        page.title = "Rascunho"
        page.save_revision()
        content = {"cities": [{"ibge_code": page.municipality_id, "title": "Depois"}]}
        assert "! tem um rascunho que não foi publicado: ele fica no histórico" in run_import(content, dry_run=True)
        run_import(content)
        assert [revision.content["title"] for revision in page.revisions.order_by("pk")] == ["Rascunho", "Depois"]

    def test_a_locked_page_is_not_touched(self, problems, admin_user):
        page = make_city()
        type(page).objects.filter(pk=page.pk).update(locked=True, locked_by=admin_user)
        found = problems({"cities": [{"ibge_code": page.municipality_id, "title": "Depois"}]})
        assert found == [
            f"cities, item 1 (Depois): a página está bloqueada por {admin_user.get_username()}: desbloqueie-a no admin"
        ]

    def test_a_page_that_was_never_published_is_published_only_when_the_file_says_so(self, run_import):
        page = make_city(live=False)
        run_import({"cities": [{"ibge_code": page.municipality_id, "title": "Outro"}]})
        page.refresh_from_db()
        assert (page.live, page.title) == (False, "Outro")
        run_import({"cities": [{"ibge_code": page.municipality_id, "live": True}]})
        page.refresh_from_db()
        assert page.live
        assert page.first_published_at

    def test_the_history_names_the_import(self, run_import):
        run_import({"cities": [city()]})
        entries = PageLogEntry.objects.filter(page__in=CityPage.objects.all())
        assert [(entry.action, entry.message) for entry in entries] == [("cms.import", "Importado de um arquivo")]

    def test_what_is_imported_can_be_edited(self, run_import, admin_client):
        run_import({"cities": [city(body=[{"type": "heading", "value": {"title": "Abertura"}}])]})
        page = CityPage.objects.get()
        response = admin_client.get(f"/admin/pages/{page.pk}/edit/", headers={"host": "127.0.0.1"})
        assert response.status_code == 200
        assert "Abertura" in response.content.decode()


class TestPublication:
    def test_a_draft(self, run_import, graphql):
        run_import({"cities": [city(live=False)]})
        assert not CityPage.objects.get().live
        assert graphql("{ cities { totalCount } }")["cities"]["totalCount"] == 0

    def test_a_page_for_later_is_scheduled(self, run_import):
        moment = timezone.now() + timedelta(days=2)
        run_import({"cities": [city(go_live_at=moment.isoformat())]})
        page = CityPage.objects.get()
        assert not page.live
        assert page.revisions.get().approved_go_live_at == moment

    def test_privacy(self, run_import, graphql):
        run_import({"cities": [city(privacy={"type": "groups", "groups": ["Revisores"]})]})
        rule = PageViewRestriction.objects.get()
        assert (rule.restriction_type, [group.name for group in rule.groups.all()]) == ("groups", ["Revisores"])
        assert graphql("{ cities { totalCount } }")["cities"]["totalCount"] == 0
        run_import({"cities": [city(privacy=None)]})
        assert not PageViewRestriction.objects.exists()


class TestIndexes:
    @pytest.mark.usefixtures("indexed")
    def test_search_and_uses_are_up_to_date(self, run_import, picture):
        picture("rua.png")
        body = [{"type": "rich_text", "value": {"text": "<p>Abracadabra</p>"}}]
        run_import({"cities": [city(hero_image="rua.png", hero_alt="Rua", body=body)]})
        page = CityPage.objects.get()
        assert list(CityPage.objects.search("abracadabra")) == [page]
        image = CustomImage.objects.get()
        assert [str(use.object_id) for use in ReferenceIndex.get_references_to(image)] == [str(page.pk)]

    def test_pages_stand_in_the_tree(self, run_import):
        run_import({"cities": [city(), city(PELOTAS, title="Pelotas")]})
        assert Page.find_problems() == ([], [], [], [], [])
        index = Page.objects.get(slug="cidades")
        assert (index.numchild, [child.slug for child in index.get_children()]) == (2, ["campinas-sp", "pelotas-rs"])


class TestFiles:
    def test_an_image_is_replaced_by_one_of_the_same_name(
        self, run_import, picture, settings, tmp_path, django_capture_on_commit_callbacks
    ):
        settings.MEDIA_ROOT = str(tmp_path / "media")
        content = {"images": [{"name": "rua.png", "title": "Rua"}]}
        picture("rua.png", "red")
        run_import(content)
        image = CustomImage.objects.get()
        old = image.file.path
        picture("rua.png", "blue")
        with django_capture_on_commit_callbacks(execute=True):
            assert run_import(content) == "images: 0 new, 1 changed, 0 unchanged\n"
        image = CustomImage.objects.get(pk=image.pk)
        assert (image.file.path != old, image.placeholder_colour) == (True, "#0000ff")
        assert [str(path) for path in (tmp_path / "media" / "original_images").iterdir()] == [image.file.path]
        assert run_import(content) == "images: 0 new, 0 changed, 1 unchanged\n"

    def test_position_data_is_removed(self, run_import, picture):
        from tests.cms.test_media import photo

        picture("rua.png")
        file = picture("foto.jpg")
        file.write_bytes(photo().read())
        content = {"images": [{"name": "foto.jpg", "title": "Foto"}]}
        run_import(content)
        with CustomImage.objects.get().open_file() as stored:
            assert b"Camera X" not in stored.read()
        assert run_import(content) == "images: 0 new, 0 changed, 1 unchanged\n"

    def test_an_archive(self, run_import, picture):
        data = BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("site/content.json", json.dumps({"cities": [city(hero_image="rua.png", hero_alt="Rua")]}))
            archive.write(picture("rua.png"), "site/images/rua.png")
        run_import(data.getvalue(), "tudo.zip")
        assert CityPage.objects.get().hero_image.name == "rua.png"

    def test_an_archive_of_images_beside_the_file(self, run_import, tmp_path, picture):
        data = picture("rua.png").read_bytes()
        (tmp_path / "images" / "rua.png").unlink()
        (tmp_path / "images").rmdir()
        with zipfile.ZipFile(tmp_path / "images.zip", "w") as archive:
            archive.writestr("rua.png", data)
        run_import({"cities": [city(hero_image="rua.png", hero_alt="Rua")]})
        assert CityPage.objects.get().hero_image.name == "rua.png"

    def test_documents(self, run_import, tmp_path):
        (tmp_path / "documents").mkdir()
        (tmp_path / "documents" / "relatorio.pdf").write_bytes(b"%PDF-1.4 relatorio")
        body = [{"type": "document", "value": {"document": "relatorio.pdf"}}]
        run_import({"documents": [{"name": "relatorio.pdf", "title": "Relatório"}], "cities": [city(body=body)]})
        assert CityPage.objects.get().body[0].value["document"] == CustomDocument.objects.get()


class TestTables:
    def test_a_table_from_a_brazilian_spreadsheet(self, run_import):
        make_area(slug="saude")
        make_area(slug="gestao")
        text = (
            "ibge_code;title;status;population;population_year;population_source;summary;areas\r\n"
            "3509502;Campinas;active;1139047;2022;Censo, IBGE;Cidade piloto não é só São Paulo.;saude; gestao\r\n"
        ).replace("saude; gestao", '"saude; gestao"')
        run_import(text.encode("cp1252"), "cidades.csv")
        found = CityPage.objects.get()
        assert found.summary == "Cidade piloto não é só São Paulo."
        assert sorted(area.slug for area in found.areas.all()) == ["gestao", "saude"]

    def test_measurements_with_brazilian_dates_and_decimals(self, run_import):
        Indicator.objects.create(name="Mortalidade", unit="por mil", direction="down", locale=make_partner().locale)
        run_import({"cities": [city()]})
        text = "indicator;city;date;value;kind;source\nmortalidade;3509502;31/12/2019;9,1;result;Secretaria\n"
        run_import(text.encode("utf-8-sig"), "m.csv")
        found = Measurement.objects.get()
        assert (found.value, found.date, found.kind) == (Decimal("9.1"), date(2019, 12, 31), "result")
        assert run_import(text.encode(), "m.csv") == "measurements: 0 new, 0 changed, 1 unchanged\n"

    def test_an_empty_cell_empties_and_an_absent_column_leaves(self, run_import):
        front = make_work_front(started_year=2020, title="Antes")
        text = f"city,slug,started_year\n{front.city.municipality_id},{front.slug},\n"
        run_import(text.encode(), "frentes.csv")
        found = WorkFrontPage.objects.get()
        assert (found.started_year, found.title) == (None, "Antes")

    def test_columns_that_no_table_has(self, problems):
        assert problems(b"ibge_code,prefeito\n3509502,Ana\n", "cidades.csv")[0].startswith(
            "cidades.csv, linha 1: encontrado “prefeito”; aceito: ibge_code, title, slug"
        )

    def test_a_row_with_too_many_cells_is_named(self, problems):
        assert problems(b"ibge_code,title\n3509502,Campinas\n4314407,Pelotas,RS\n", "cidades.csv") == [
            "cidades.csv, linha 3: encontrado 3 células; 2, uma por coluna"
        ]

    def test_problems_name_the_line(self, problems):
        assert problems(b"ibge_code,title,summary\n\n3509502,,Uma\n", "cidades.csv") == [
            'cities, linha 3 (3509502): title: encontrado ""; um texto que não seja vazio'
        ]


def test_snippets_are_found_by_the_slug_made_of_their_name(run_import):
    first, second = make_partner(name="Sebrae São Paulo"), make_partner(name="Sebrae São Paulo")
    assert (first.slug, second.slug) == ("sebrae-sao-paulo", "sebrae-sao-paulo-2")
    run_import({"partners": [{"slug": "sebrae-sao-paulo-2", "kind": "technical"}]})
    assert list(Partner.objects.order_by("pk").values_list("kind", flat=True)) == ["institutional", "technical"]


def test_narratives_nest(run_import):
    pages = [
        {"path": "/sobre/", "title": "Sobre", "introduction": "O programa."},
        {"path": "/sobre/nucleo/", "title": "Núcleo", "introduction": "Quem decide."},
    ]
    run_import({"narratives": pages})
    assert NarrativePage.objects.get(slug="nucleo").get_parent().slug == "sobre"


def test_a_site_is_chosen_by_its_hostname(home, tmp_path):
    path = tmp_path / "content.json"
    path.write_text("{}")
    with pytest.raises(CommandError, match="There is no site nowhere.example. Sites: localhost"):
        call_command("import_content", str(path), site="nowhere.example")


def test_areas_and_stories_are_matched_too(run_import):
    make_area(slug="saude", title="Saude")
    run_import({"areas": [{"slug": "saude", "title": "Saúde"}]})
    assert AreaPage.objects.get().title == "Saúde"
    run_import(
        {
            "story_indexes": [{"path": "/h/", "title": "H", "introduction": "H."}],
            "stories": [{"path": "/h/a/", "title": "A", "summary": "A.", "date": "2024-01-01"}],
        }
    )
    run_import({"stories": [{"path": "/h/a/", "title": "B"}]})
    assert StoryPage.objects.get().title == "B"


@pytest.mark.usefixtures("indexed")
def test_builds_and_search_know_of_an_import_at_once(run_import, graphql):
    moment = timezone.now().isoformat()
    run_import({"cities": [city()]})
    query = "query($since: DateTime) { paths(changedSince: $since) { nodes { path removed } } }"
    changed = graphql(query, since=moment)["paths"]["nodes"]
    assert {"path": "/cidades/campinas-sp/", "removed": False} in changed
    known = PathRecord.objects.filter(until=None).values_list("url_path", flat=True)
    assert "/home/cidades/campinas-sp/" in known
    found = graphql('{ search(query: "piloto em são paulo") { nodes { page { title } } } }')
    assert found["search"]["nodes"] == [{"page": {"title": "Campinas"}}]


@pytest.mark.parametrize(("many", "times"), [(2, 1), (3, 0)])
def test_after_a_large_import_the_database_looks_at_its_tables(run_import, monkeypatch, many, times):
    monkeypatch.setattr("cms.importing.indexing.MANY", many)
    with CaptureQueriesContext(connection) as statements:
        run_import({"cities": [city()]})  # and the list that it stands in
    assert [statement["sql"] for statement in statements].count("ANALYZE") == times
