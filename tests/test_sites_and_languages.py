"""Several sites in several languages: each question is answered by one of them, wherever it is asked."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from graphql import get_named_type
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cities.models import Municipality
from cms.api.ids import global_id
from cms.graphql.schema import schema
from home.models import AreaPage, MenuItem
from tests.builders import (
    make_area,
    make_city,
    make_indicator,
    make_measurement,
    make_menu,
    make_narrative,
    make_person,
)
from tests.schema_walk import select_all
from tests.sites import CITY, HOSTS, LANGUAGES, OTHER_CITY, make_sites, mark

pytestmark = pytest.mark.usefixtures("indexed")

TAGS = {"pt-br": "pt-BR", "en": "en", "es": "es"}
ORIGINS = {HOSTS[0]: "http://localhost:3000", HOSTS[1]: "https://outro.example"}
ROOTS = {
    "route": 'path: "/cidades/brotas-sp/"',
    "page": 'path: "/cidades/brotas-sp/praca/"',
    "area": 'slug: "saude"',
    "city": 'slug: "brotas-sp"',
    "story": 'slug: "festa"',
    "workFront": 'id: "{front}"',
    "search": 'query: "resumo assunto", first: 100',
    "suggest": 'prefix: "{prefix}"',
    "node": 'id: "{city}"',
    "nodes": 'ids: ["{city}", "{front}", "{area}"]',
}
ASKED_BY_ID_ALONE = {"node"}
"""The root field of Relay's object identification, which has one argument: the id says which site and language."""
OF_A_TOKEN = {"followPreferences"}
"""Root fields that tell of what the holder of a token chose, wherever that is."""
ASKED_IN_ONE_LANGUAGE = {"paths"}
"""Root fields without `localeFallback`: what stands in is at its own path, which its own language lists."""


def arguments(name, host, language, branch):
    """Return the arguments of a root field that ask about a site in a language."""
    ids = {"city": global_id(branch.city), "front": global_id(branch.front), "area": global_id(branch.area)}
    own = ROOTS.get(name, "").format(**ids, prefix=mark(host, language))
    site = "hostname" if name == "site" else "site"
    if name in ASKED_BY_ID_ALONE:
        return own
    return ", ".join(filter(None, [own, f'{site}: "{host}"', f'locale: "{TAGS[language]}"']))


def of_types(name):
    """Return the selection of the root fields about anything: an interface has few fields of its own."""
    if name not in {"node", "nodes"}:
        return ""
    kinds = ("CityPage", "WorkFrontPage", "AreaPage")
    return "{ " + " ".join(f"... on {kind} {select_all(schema.type_map[kind], 1)}" for kind in kinds) + " }"


def test_every_root_field_takes_a_site_and_a_language():
    for name in schema.query_type.fields.keys() - OF_A_TOKEN:
        field = schema.query_type.fields[name]
        expected = {"hostname" if name == "site" else "site", "locale"}
        if name not in ASKED_IN_ONE_LANGUAGE:
            expected.add("localeFallback")
        if name in ASKED_BY_ID_ALONE:
            expected = {"id"}
            assert set(field.args) == expected
        assert expected <= set(field.args), name


def test_each_field_from_each_site_in_each_language(home, ask, subtests):
    branches = make_sites()
    every = {(host, language): mark(host, language) for host in HOSTS for language in LANGUAGES}
    for name in schema.query_type.fields.keys() - OF_A_TOKEN:
        field = schema.query_type.fields[name]
        for (host, language), word in every.items():
            asked = arguments(name, host, language, branches[host, language])
            selection = of_types(name) or select_all(get_named_type(field.type), 1)
            with subtests.test(f"{name} {host} {language}"):
                answer = ask(f"{{ {name}({asked}) {selection} }}")
                assert "errors" not in answer, answer["errors"]
                text = json.dumps(answer["data"], ensure_ascii=False)
                found = set(re.findall(r"\b(?:um|dois)(?:ptbr|en|es)\b", text))
                assert found <= {word}
                if name != "programme":
                    assert word in text or f"/{language}/" in text or CITY in text
                other = HOSTS[1 - HOSTS.index(host)]
                assert ORIGINS[other] not in text
    with subtests.test("what is of another site or language is not there"):
        there, here = branches[HOSTS[1], "pt-br"], branches[HOSTS[0], "pt-br"]
        for page in (there.city, there.front, there.area):
            asked = f'node(id: "{global_id(page)}") {{ id }} nodes(ids: ["{global_id(page)}"]) {{ id }}'
            assert ask(f"{{ {asked} }}")["data"] == {"node": {"id": global_id(page)}, "nodes": [None]}
        assert ask(f'{{ workFront(id: "{global_id(there.front)}") {{ id }} }}')["data"] == {"workFront": None}
        found = ask(f'{{ nodes(ids: ["{global_id(here.city)}"], locale: "ES") {{ id }} }}')["data"]["nodes"][0]["id"]
        assert found == global_id(branches[HOSTS[0], "es"].city)
        unknown = ask('{ cities(filter: { area: ["nada"] }) { totalCount } }')["errors"][0]["message"]
        assert unknown == "Unknown area 'nada'. Known: rara, saude."
        assert ask('{ areas(locale: "fr") { totalCount } }')["errors"][0]["message"] == (
            "Unknown locale 'fr'. Known: pt-BR, en, es."
        )
    with subtests.test("lists, totals and facets of one site in one language"):
        for (host, language), word in every.items():
            place = f'site: "{host}", locale: "{TAGS[language]}"'
            data = ask(
                f"{{ cities({place}) {{ totalCount nodes {{ title areas {{ title }} stories {{ totalCount }}"
                " workFronts { totalCount nodes { otherCities { title } } } } } "
                f" programme({place}) {{ cities workFronts areas citizensReached }}"
                f" cityMarkers({place}) {{ name areas activeWorkFronts path }}"
                f' search({place}, query: "resumo", filter: {{ area: ["saude"] }}) {{ totalCount'
                " facets { area { value label } } }"
                f' byArea: cities({place}, filter: {{ area: ["saude"] }}) {{ totalCount }}'
                f' area({place}, slug: "saude") {{ cities {{ totalCount }} stories {{ totalCount }} }} }}'
            )["data"]
            count = 2 if language == "pt-br" else 1
            assert data["cities"]["totalCount"] == data["byArea"]["totalCount"] == count
            city = data["cities"]["nodes"][0]
            assert city["areas"] == [{"title": f"{word} assunto"}]
            assert city["stories"] == {"totalCount": 1}
            assert city["workFronts"]["nodes"] == [{"otherCities": [{"title": f"{word} assunto"}] * (count - 1)}]
            assert data["programme"] == {
                "cities": count, "workFronts": 1, "areas": count, "citizensReached": 1000 * count,
            }  # fmt: skip
            assert [marker["areas"] for marker in data["cityMarkers"]] == [["saude"]] * count
            assert data["search"]["facets"]["area"] == [{"value": "saude", "label": f"{word} assunto"}]
            assert data["area"] == {"cities": {"totalCount": count}, "stories": {"totalCount": 1}}
    with subtests.test("the site's own language stands in for what is missing, once, and says so"):
        fallback = 'site: "localhost", locale: "en", localeFallback: true'
        data = ask(
            f"{{ cities({fallback}) {{ totalCount nodes {{ path isFallback locale {{ code }}"
            "      areas { isFallback } } }"
            f'  city({fallback}, slug: "{OTHER_CITY}") {{ isFallback path }}'
            f'  own: city({fallback}, slug: "{CITY}") {{ isFallback path }}'
            f'  route({fallback}, path: "/en/areas/rara/") {{ ... on PageRoute {{ page {{ isFallback path }} }} }}'
            f"  programme({fallback}) {{ cities areas citizensReached }}"
            f'  search({fallback}, query: "resumo", first: 100) {{ nodes {{ page {{ path isFallback }} }} }}'
            f"  cityMarkers({fallback}) {{ path areas }} }}"
        )["data"]
        assert sorted(
            (node["path"], node["isFallback"], node["locale"]["code"]) for node in data["cities"]["nodes"]
        ) == [
            ("/cidades/santos-sp/", True, "pt-BR"),
            ("/en/cidades/brotas-sp/", False, "en"),
        ]
        assert [node["areas"] for node in data["cities"]["nodes"]] == [[{"isFallback": False}]] * 2
        assert data["city"] == {"isFallback": True, "path": "/cidades/santos-sp/"}
        assert data["own"] == {"isFallback": False, "path": "/en/cidades/brotas-sp/"}
        assert data["route"]["page"] == {"isFallback": True, "path": "/areas/rara/"}
        assert data["programme"] == {"cities": 2, "areas": 2, "citizensReached": 2000}
        paths = [node["page"]["path"] for node in data["search"]["nodes"]]
        assert sorted(paths) == [
            "/areas/rara/", "/cidades/santos-sp/", "/en/areas/saude/", "/en/cidades/brotas-sp/",
            "/en/cidades/brotas-sp/praca/", "/en/historias/festa/",
        ]  # fmt: skip
        assert sorted(marker["path"] for marker in data["cityMarkers"]) == [
            "/cidades/santos-sp/", "/en/cidades/brotas-sp/",
        ]  # fmt: skip
        assert ask(f'{{ city(locale: "en", slug: "{OTHER_CITY}") {{ path }} }}')["data"] == {"city": None}
    with subtests.test("documents beside the API"):
        client = Client(headers={"host": "127.0.0.1"})
        sitemap = client.get("/sitemap.xml?site=outro.example").content.decode()
        assert len(re.findall("<loc>https://outro.example/", sitemap)) == sitemap.count("<loc>") == 29
        assert 'hreflang="es" href="https://outro.example/es/cidades/brotas-sp/"' in sitemap
        feed = client.get("/stories.atom?site=outro.example&locale=en").content.decode()
        assert "https://outro.example/en/historias/festa/" in feed
        assert set(re.findall(r"\b(?:um|dois)(?:ptbr|en|es)\b", feed)) == {"doisen"}
        points = client.get("/cities.geojson?locale=es").json()["features"]
        assert [point["properties"]["url"] for point in points] == ["http://localhost:3000/es/cidades/brotas-sp/"]
    with subtests.test("the number of statements"):
        for language, most in (("pt-BR", 7), ("en", 9)):
            query = (
                f'{{ cities(locale: "{language}") {{ nodes {{ title path heroImage {{ url }} areas {{ title }}'
                " workFronts { totalCount nodes { title area { title } } } } } }"
            )
            ask(query)
            with CaptureQueriesContext(connection) as captured:
                ask(query)
            assert len(captured) <= most


def test_a_site_is_found_by_the_host_that_was_asked(home, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = make_narrative(home.copy(update_attrs={"slug": "outra", "title": "Outra"}, to=home.get_parent()), slug="so")
    Site.objects.create(hostname="outro.example", port=8443, root_page=other.get_parent())
    query = {"query": '{ site { hostname url } page(path: "/so/") { url } }'}

    def ask(**headers):
        return Client(headers=headers).get("/graphql/", query).json()["data"]

    found = {"site": {"hostname": "outro.example", "url": "http://outro.example:8443"}}
    assert ask(host="outro.example:8443") == found | {"page": {"url": "http://outro.example:8443/so/"}}
    assert ask(host="outro.example")["site"] == found["site"]
    assert ask(host="api.example")["site"]["hostname"] == "localhost"
    assert ask(host="api.example", **{"x-forwarded-host": "outro.example"})["site"]["hostname"] == "localhost"
    settings.USE_X_FORWARDED_HOST = True
    settings.FRONTEND_HTTPS_PORTS = [443, 8443]
    proxied = ask(host="api.example", **{"x-forwarded-host": "outro.example"})
    assert proxied["page"] == {"url": "https://outro.example:8443/so/"}
    assert other.full_url == other.get_url() == "https://outro.example:8443/so/"


def test_links_lead_on_and_lists_stay(home, graphql):
    english = Locale.objects.create(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    there = home.copy(update_attrs={"slug": "outra", "title": "Outra"}, to=home.get_parent())
    Site.objects.create(hostname="outro.example", port=443, root_page=there)
    strange = make_narrative(there, slug="la")
    translated, only = make_narrative(slug="aqui", title="Aqui"), make_narrative(slug="so", title="Só aqui")
    text = "".join(
        f'<p><a linktype="page" id="{page.pk}">página {page.slug}</a></p>' for page in (strange, translated, only)
    )
    cards = [{"type": "item", "id": str(page.pk), "value": {"page": page.pk}} for page in (strange, translated, only)]
    body = [{"type": "rich_text", "value": {"text": text}}, {"type": "cards", "value": {"cards": cards}}]
    page = make_narrative(slug="pagina", body=body)
    for each in (translated, page):
        each.copy_for_translation(english).save_revision().publish()
    query = """query($path: String!) { page(path: $path) { ... on NarrativePage { body {
        ... on RichTextBlock { text { html tree } }
        ... on CardsBlock { cards { page { path locale { code } } } } } } } }"""

    def links(path):
        rich, cards = graphql(query, path=path)["page"]["body"]
        targets = [child["children"][0]["target"]["path"] for child in rich["text"]["tree"]["children"]]
        return re.findall('href="(.*?)"', rich["text"]["html"]), targets, [card["page"] for card in cards["cards"]]

    hrefs, targets, shown = links("/pagina/")
    assert hrefs == ["https://outro.example/la/", "/aqui/", "/so/"]
    assert targets == [None, "/aqui/", "/so/"]
    assert [card and card["path"] for card in shown] == [None, "/aqui/", "/so/"]
    hrefs, _targets, shown = links("/en/pagina/")
    assert hrefs == ["https://outro.example/la/", "/en/aqui/", "/so/"]
    assert shown == [
        None,
        {"path": "/en/aqui/", "locale": {"code": "en"}},
        {"path": "/so/", "locale": {"code": "pt-BR"}},
    ]

    Site.objects.create(hostname="en.example", port=443, root_page=home.get_translation(english))
    alternates = '{ page(path: "/aqui/") { alternates { url locale { code } } } site { locales { code } } }'
    assert graphql(alternates) == {
        "page": {"alternates": [{"url": "https://en.example/aqui/", "locale": {"code": "en"}}]},
        "site": {"locales": [{"code": "pt-BR"}]},
    }
    query = query.replace("page(", 'page(site: "en.example", ')
    hrefs, targets, shown = links("/pagina/")
    assert hrefs == ["https://outro.example/la/", "/aqui/", "http://localhost:3000/so/"]
    assert shown == [None, {"path": "/aqui/", "locale": {"code": "en"}}, None]


def test_a_translation_that_is_not_out_takes_no_place(home, graphql):
    english = Locale.objects.create(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    linked, area = make_narrative(slug="aqui", title="Aqui"), make_area(slug="saude")
    cards = [{"type": "item", "id": "1", "value": {"page": linked.pk}}]
    page = make_narrative(slug="pagina", body=[{"type": "cards", "value": {"cards": cards}}])
    page.copy_for_translation(english).save_revision().publish()
    linked.copy_for_translation(english)
    area.copy_for_translation(english, copy_parents=True)
    query = """{
        page(path: "/aqui/") { alternates { path } }
        there: page(path: "/en/pagina/") {
            ... on NarrativePage { body { ... on CardsBlock { cards { page { path } } } } } }
        areas(locale: "en", localeFallback: true) { nodes { path isFallback } } }"""
    assert graphql(query) == {
        "page": {"alternates": []},
        "there": {"body": [{"cards": [{"page": {"path": "/aqui/"}}]}]},
        "areas": {"nodes": [{"path": "/areas/saude/", "isFallback": True}]},
    }


def test_facts_are_written_once(home, graphql):
    english = Locale.objects.create(language_code="en")
    home.copy_for_translation(english).save_revision().publish()
    city = make_city(title="Brotas")
    city.get_parent().copy_for_translation(english).save_revision().publish()
    city.city_leaders = [type(city).city_leaders.rel.related_model(person=make_person(name="Ana", role="prefeita"))]
    city.save()
    indicator = make_indicator(name="Mortalidade", unit="por mil")
    measurement = make_measurement(city=city, indicator=indicator, value="9.1")
    other_city = make_city(title="Sem tradução")
    make_measurement(city=other_city, indicator=indicator, value="7")
    copy = city.copy_for_translation(english)
    copy.save_revision().publish()
    query = """{ cities(locale: "en") { nodes { path leaders { name role locale { code } }
        indicators { name locale { code } measurements { nodes { value city { path } } } }
        measurements { totalCount nodes { value city { path } indicator { unit } } } } } }"""
    ours = {"value": 9.1, "city": {"path": copy.full_url.removeprefix("http://localhost:3000")}}
    theirs = {"value": 7.0, "city": {"path": other_city.full_url.removeprefix("http://localhost:3000")}}
    [found] = graphql(query)["cities"]["nodes"]
    assert found["leaders"] == [{"name": "Ana", "role": "prefeita", "locale": {"code": "pt-BR"}}]
    assert found["measurements"] == {"totalCount": 1, "nodes": [ours | {"indicator": {"unit": "por mil"}}]}
    [told] = found["indicators"]
    assert sorted(told.pop("measurements")["nodes"], key=lambda each: each["value"]) == [theirs, ours]
    assert told == {"name": "Mortalidade", "locale": {"code": "pt-BR"}}
    for row, fields in ((city.city_leaders.first().person, {"role": "mayor"}), (indicator, {"unit": "per thousand"})):
        translation = row.copy_for_translation(english)
        for name, value in fields.items():
            setattr(translation, name, value)
        translation.save()
    [found] = graphql(query)["cities"]["nodes"]
    assert found["leaders"] == [{"name": "Ana", "role": "mayor", "locale": {"code": "en"}}]
    assert found["measurements"]["nodes"][0]["indicator"] == {"unit": "per thousand"}
    measurement.pk, measurement.city, measurement.date = None, copy, date(2021, 1, 1)
    with pytest.raises(Exception, match="idioma principal"):
        measurement.full_clean()


def test_the_editors_languages(home, admin_user, graphql, django_capture_on_commit_callbacks):
    """A language is added, a tree, a menu and texts are translated, a page moves: all in the admin."""
    admin = Client(headers={"host": "127.0.0.1"})
    admin.force_login(admin_user)
    area = make_area(slug="saude", title="Saúde")
    city = make_city(municipality=Municipality.objects.get(slug=CITY), areas=[area, make_area(slug="rara")])
    menu = make_menu()
    menu.items = [MenuItem(label="Saúde", page=area)]
    menu.save()
    form = admin.get(reverse("wagtaillocales:add")).content.decode()
    assert '<option value="gn">guarani</option>' in form
    assert admin.post(reverse("wagtaillocales:add"), {"language_code": "gn"}).status_code == 302
    guarani = Locale.objects.get(language_code="gn")
    assert "Traduzir" in admin.get(f"/admin/pages/{home.pk}/edit/").content.decode()
    done = admin.post(f"/admin/translation/submit/page/{home.pk}/", {"locales": [guarani.pk], "include_subtree": "on"})
    copy = home.get_translation(guarani)
    assert done.headers["Location"] == f"/admin/pages/{copy.pk}/edit/"
    assert copy.get_descendant_count() == home.get_descendant_count() == 5
    assert not copy.get_descendants(inclusive=True).filter(live=True).exists()
    assert graphql("{ site { locales { code name } } }")["site"]["locales"] == [
        {"code": "pt-BR", "name": "português (Brasil)"},
        {"code": "gn", "name": "avañe’ẽ"},
    ]
    for page in copy.get_descendants(inclusive=True).exclude(slug="rara").specific():
        page.save_revision().publish()
    found = graphql('{ city(locale: "gn", slug: "brotas-sp") { url areas { url } } }')["city"]
    assert found == {
        "url": "http://localhost:3000/gn/cidades/brotas-sp/",
        "areas": [{"url": "http://localhost:3000/gn/areas/saude/"}],
    }
    copy_of_city = city.get_translation(guarani)
    form = admin.get(f"/admin/pages/{copy_of_city.pk}/edit/").content.decode()
    assert f"http://localhost:3000/gn/cidades/{CITY}/" in copy_of_city.full_url
    checked = re.findall(r'name="areas" value="(\d+)"[^>]* checked', form)
    assert {Page.objects.get(pk=key).locale for key in checked} == {guarani}
    with django_capture_on_commit_callbacks(execute=True):
        translation = area.get_translation(guarani)
        translation.slug = "tesai"
        translation.save_revision().publish()
    assert Redirect.objects.values_list("old_path", flat=True).get() == "/gn/areas/saude"
    route = 'query { route(path: "/gn/areas/saude/") { ... on RedirectRoute { url } } }'
    assert graphql(route) == {"route": {"url": "/gn/areas/tesai/"}}
    admin.post(f"/admin/translation/submit/snippet/home/menu/{menu.pk}/", {"locales": [guarani.pk]})
    menus = '{ site(locale: "gn") { menus { locale { code } items { label page { path } } } } }'
    assert graphql(menus)["site"]["menus"] == [
        {"locale": {"code": "gn"}, "items": [{"label": "Saúde", "page": {"path": "/gn/areas/tesai/"}}]}
    ]
    assert not area.can_move_to(translation.get_parent())
    taken = admin.post(
        f"/admin/pages/add/home/narrativepage/{home.pk}/",
        {"title": "Guarani", "slug": "gn", "introduction": "Oi", "body-count": "0", "comments-TOTAL_FORMS": "0",
         "comments-INITIAL_FORMS": "0"},
    )  # fmt: skip
    assert "Aqui começam os endereços das páginas em outro idioma" in taken.content.decode()
    site = Site.objects.get()
    refused = admin.post(reverse("wagtailsites:delete", args=[site.pk]), follow=True).content.decode()
    assert "Este site ainda tem menus. Apague-os antes" in refused
    assert Site.objects.filter(pk=site.pk).exists()
    refused = admin.post(reverse("wagtaillocales:delete", args=[guarani.pk]), follow=True)
    assert Locale.objects.filter(pk=guarani.pk).exists()
    assert "não pode ser" in refused.content.decode()


def test_a_page_that_moves_to_another_site_is_of_that_site_alone(home, ask, graphql):
    there = home.copy(update_attrs={"slug": "outra", "title": "Outra"}, to=home.get_parent())
    Site.objects.create(hostname="outro.example", port=443, root_page=there)
    area, page = make_area(slug="saude"), make_narrative(slug="sai")
    city = make_city(areas=[area])
    type(city.get_parent().specific).objects.get().copy(to=there, recursive=False)
    index = there.get_children().get(slug="cidades")
    page.move(there, pos="last-child")
    city.move(index, pos="last-child")
    city.refresh_from_db()
    assert city.full_url == f"https://outro.example/cidades/{city.slug}/"
    query = """query($site: String) {
      cities(site: $site) { nodes { areas { slug } } } page(path: "/sai/", site: $site) { url } }"""
    assert graphql(query) == {"cities": {"nodes": []}, "page": None}
    assert graphql(query, site="outro.example") == {
        "cities": {"nodes": [{"areas": []}]},
        "page": {"url": "https://outro.example/sai/"},
    }
    assert graphql('{ area(slug: "saude") { cities { totalCount } } }') == {"area": {"cities": {"totalCount": 0}}}
    Site.objects.filter(hostname="outro.example").update(root_page=index.pk)
    nested = '{ paths(site: "outro.example") { nodes { path } } }'
    assert [node["path"] for node in graphql(nested)["paths"]["nodes"]] == [f"/{city.slug}/", "/"]


def test_an_alias_follows_its_original(home, graphql):
    english = Locale.objects.create(language_code="en")
    area = make_area(slug="saude", title="Saúde")
    area.copy_for_translation(english, copy_parents=True, alias=True)
    area.title = "Saúde pública"
    area.save_revision().publish()
    assert graphql(
        '{ areas(locale: "en") { nodes { title path } } search(locale: "en", query: "publica") { totalCount } }'
    ) == {
        "areas": {"nodes": [{"title": "Saúde pública", "path": "/en/areas/saude/"}]},
        "search": {"totalCount": 1},
    }
    assert AreaPage.objects.get(locale=english).sort_title == "saude publica"
