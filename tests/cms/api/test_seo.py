"""What search engines and social networks are told of a page."""

import json
from datetime import date

import pytest
from wagtail.models import Locale, Site

from cities.models import Municipality
from home.models import SiteSettings, SiteText
from tests.builders import (
    make_area,
    make_city,
    make_image,
    make_narrative,
    make_partner,
    make_person,
    make_story,
    make_work_front,
)

ORIGIN = "http://localhost:3000"
PROGRAMME = {"@type": "Organization", "@id": f"{ORIGIN}/#programme", "name": "Juntos", "url": f"{ORIGIN}/"}


@pytest.fixture
def texts(home):
    return SiteText.objects.create(site=Site.objects.get(), locale=Locale.get_default(), programme_name="Juntos")


@pytest.fixture
def read(home, graphql):
    """Return a function that gives a page's JSON-LD as its text and as its graph."""

    def graph(page):
        path = page.url_path.removeprefix("/home")
        found = graphql("query($path: String!) { page(path: $path) { seo { jsonLd } } }", path=path)
        document = json.loads(found["page"]["seo"]["jsonLd"])
        assert document["@context"] == "https://schema.org"
        return document["@graph"]

    return graph


def city_of(slug, **fields):
    return make_city(municipality=Municipality.objects.get(slug=slug), **fields)


def term(area):
    address = f"{ORIGIN}/areas/{area.slug}/"
    return {"@type": "DefinedTerm", "@id": address, "name": area.title, "url": address}


def place(city):
    address = f"{ORIGIN}/cidades/{city.slug}/"
    return {"@type": "City", "@id": address, "name": city.title, "url": address}


def test_a_city_is_a_place_with_a_government(read):
    city = city_of(
        "campinas-sp",
        summary="Cidade piloto.",
        population=1139047,
        population_year=2022,
        population_source="Censo 2022, IBGE",
    )
    address = f"{ORIGIN}/cidades/campinas-sp/"
    assert read(city) == [
        {
            "@type": "City",
            "@id": address,
            "url": address,
            "name": "Campinas",
            "description": "Cidade piloto.",
            "identifier": {"@type": "PropertyValue", "propertyID": "IBGE", "value": "3509502"},
            "geo": {"@type": "GeoCoordinates", "latitude": -22.9056, "longitude": -47.0608},
            "containedInPlace": {
                "@type": "State",
                "name": "São Paulo",
                "identifier": "SP",
                "containedInPlace": {"@type": "Country", "name": "Brasil", "identifier": "BR"},
            },
            "additionalProperty": {
                "@type": "PropertyValue",
                "propertyID": "population",
                "value": 1139047,
                "description": "Censo 2022, IBGE (2022)",
            },
        },
        {
            "@type": "GovernmentOrganization",
            "@id": f"{address}#prefeitura",
            "name": "Prefeitura de Campinas",
            "areaServed": {"@id": address},
        },
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Página inicial", "item": f"{ORIGIN}/"},
                {"@type": "ListItem", "position": 2, "name": "Cidades", "item": f"{ORIGIN}/cidades/"},
                {"@type": "ListItem", "position": 3, "name": "Campinas", "item": address},
            ],
        },
    ]


def test_a_work_front_is_a_project_of_the_programme(read, texts):
    city, other, hidden = city_of("brotas-sp"), city_of("santos-sp"), city_of("itirapina-sp", live=False)
    area = make_area(slug="saude", title="Saúde")
    front = make_work_front(
        city, area=area, title="Praça", slug="praca", status="finished", started_year=2019, ended_year=2021,
        other_cities=[other, hidden],
    )  # fmt: skip
    front.work_front_partners.create(partner=make_partner(name="Instituto", website="https://example.org/"))
    front.work_front_partners.create(partner=make_partner(name="Segredo", live=False))
    front.save()
    project = read(front)[0]
    address = f"{ORIGIN}/cidades/brotas-sp/praca/"
    assert project == {
        "@type": "Project",
        "@id": address,
        "url": address,
        "name": "Praça",
        "description": "O que está sendo feito.",
        "parentOrganization": PROGRAMME,
        "areaServed": [place(city), place(other)],
        "knowsAbout": term(area),
        "foundingDate": "2019",
        "dissolutionDate": "2021",
        "sponsor": [{"@type": "Organization", "name": "Instituto", "url": "https://example.org/"}],
    }


@pytest.mark.parametrize(("kind", "name"), [("news", "NewsArticle"), ("case", "Article"), ("publication", "Report")])
def test_a_story_is_what_its_kind_says(read, texts, kind, name):
    area, city = make_area(slug="saude"), city_of("brotas-sp")
    story = make_story(kind=kind, date=date(2020, 3, 4), areas=[area], cities=[city], title="A praça")
    found = read(story)[0]
    assert (found["@type"], found["headline"], found["datePublished"]) == (name, "A praça", "2020-03-04")
    assert (found["publisher"], found["author"]) == (PROGRAMME, PROGRAMME)
    assert (found["about"], found["contentLocation"]) == ([term(area)], [place(city)])
    assert found["inLanguage"] == "pt-BR"


def test_the_areas_are_a_set_of_terms(read):
    first, second = make_area(slug="saude", order=1), make_area(slug="cultura", order=2)
    make_area(slug="rascunho", live=False)
    index = first.get_parent()
    [terms, _] = read(index)
    assert (terms["@type"], terms["hasDefinedTerm"]) == ("DefinedTermSet", [term(first), term(second)])
    [found, _] = read(second)
    assert found["@type"] == "DefinedTerm"
    assert found["inDefinedTermSet"]["@id"] == f"{ORIGIN}/areas/"


def test_the_start_is_a_website_of_an_organisation(read, texts, home):
    settings = SiteSettings.objects.create(site=Site.objects.get(), email="ola@example.org")
    settings.social_profiles.create(network="youtube", url="https://www.youtube.com/@juntos")
    settings.save()
    website, programme, _ = read(home)
    assert (website["@type"], website["name"], website["publisher"]) == (
        "WebSite",
        "Juntos",
        {"@id": f"{ORIGIN}/#programme"},
    )
    assert programme == {**PROGRAMME, "email": "ola@example.org", "sameAs": ["https://www.youtube.com/@juntos"]}


def test_nothing_in_it_can_end_the_script_element(home, graphql):
    hostile = "</script><script>alert(1)</script>&\u2028 ü"
    make_narrative(slug="x", title=hostile)
    text = graphql('{ page(path: "/x/") { seo { jsonLd } } }')["page"]["seo"]["jsonLd"]
    assert not set(text) & set("<>&\u2028")
    assert json.loads(text)["@graph"][0]["name"] == hostile


def test_a_draft_leader_or_change_is_not_in_it(read, home):
    city = city_of("brotas-sp", summary="Antes.")
    city.city_leaders.create(person=make_person(name="Segredo", live=False))
    city.summary = "Segredo."
    city.save_revision()
    assert "Segredo" not in json.dumps(read(city), ensure_ascii=False)


def test_the_shared_image_is_the_pages_own_or_the_sites(home, graphql):
    query = '{ page(path: "/cidades/brotas-sp/") { seo { image { alt rendition(preset: SHARE) { url } } } } }'

    def shared():
        return graphql(query)["page"]["seo"]["image"]

    city = city_of("brotas-sp")
    assert shared() is None
    settings = SiteSettings.objects.create(
        site=Site.objects.get(), share_image=make_image(), share_image_alt="O programa"
    )
    assert shared()["alt"] == "O programa"
    city.hero_image, city.hero_alt = make_image(), "A praça"
    city.save()
    assert shared()["alt"] == "A praça"
    assert shared()["rendition"]["url"].startswith("http://127.0.0.1:8000/images/")
    city.hero_image.collection.view_restrictions.create(restriction_type="login")
    assert shared() is None
    assert settings.share_image.collection == city.hero_image.collection


def test_titles_descriptions_and_addresses(home, graphql):
    city_of("brotas-sp", summary="O resumo.")
    make_narrative(slug="sobre", title="Sobre", seo_title="Sobre o programa", search_description="Para buscadores.")
    query = "query($path: String!) { page(path: $path) { seo { title description canonicalUrl robots } } }"
    assert graphql(query, path="/cidades/brotas-sp/")["page"]["seo"] == {
        "title": "Brotas",
        "description": "O resumo.",
        "canonicalUrl": f"{ORIGIN}/cidades/brotas-sp/",
        "robots": "index, follow, max-image-preview:large",
    }
    found = graphql(query, path="/sobre/")["page"]["seo"]
    assert (found["title"], found["description"]) == ("Sobre o programa", "Para buscadores.")
