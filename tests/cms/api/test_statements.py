"""One statement a selected relation and a small constant a root field, whatever the number of rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.importing.holding import holding_back
from tests.builders import (
    make_area,
    make_city,
    make_document,
    make_image,
    make_indicator,
    make_measurement,
    make_milestone,
    make_partner,
    make_person,
    make_story,
    make_work_front,
)

CONTENTS = """
{ cities(first: 100) { nodes { title body { __typename
  ... on ImageBlock { image { alt url } }
  ... on CardsBlock { cards { page { title path ... on AreaPage { summary } } } }
  ... on RichTextBlock { text { html } }
  ... on DocumentBlock { document { title url } } } } } }
"""

EVERYTHING = """
{ cities(first: 100) { totalCount nodes { id title path url summary locale { code }
  municipality { name state region ibgeCode }
  population { count year source }
  heroImage { url alt responsive(preset: HERO) { srcSet } }
  areas { title colour cities(first: 2) { totalCount } }
  leaders { name photo { url } }
  milestones { date title }
  indicators { name }
  measurements { nodes { value indicator { name } } }
  workFronts(first: 5) { totalCount nodes { title area { title } partners { name } otherCities { title } } }
  stories { nodes { title documents { url } } }
  parent { title } breadcrumbs { path } alternates { path } children { nodes { title } }
  seo { description image { url } jsonLd alternates { path } } } } }
"""


@pytest.fixture
def fill(home):
    """Return a function that adds cities with one of everything around them."""
    areas = [make_area() for _ in range(3)]

    @holding_back()  # nothing here is searched for: indexing takes most of the time
    def add(cities: int) -> None:
        for _ in range(cities):
            picture, document = make_image(), make_document()
            body = [
                {"type": "image", "value": {"image": {"image": picture.pk, "alt_text": "Praça", "decorative": False}}},
                {"type": "rich_text", "value": {"text": f'<p><a linktype="page" id="{areas[0].pk}">Saúde</a></p>'}},
                {"type": "cards", "value": {"cards": [{"type": "item", "id": "a", "value": {"page": areas[1].pk}}]}},
                {"type": "document", "value": {"document": document.pk}},
            ]
            city = make_city(areas=areas, hero_image=make_image(), hero_alt="Vista", body=body)
            fronts = [make_work_front(city, area=area) for area in areas]
            make_milestone(city)
            make_measurement(city=city, indicator=make_indicator())
            city.city_leaders.create(person=make_person(photo=make_image()))
            fronts[0].work_front_partners.create(partner=make_partner())
            fronts[0].work_front_cities.create(city=city)
            story = make_story(cities=[city], date=date(2020, 1, 2))
            story.documents.create(document=document)
            for page in (city, fronts[0], story):
                page.save()

    return add


def statements(ask, query, **variables):
    ask(query, **variables)
    with CaptureQueriesContext(connection) as captured:
        answer = ask(query, **variables)
    assert "errors" not in answer, answer["errors"]
    return [statement["sql"] for statement in captured.captured_queries]


FIRST_PAGE = """
{ cities(first: 20) { nodes { id title path summary areas { title }
  heroImage { alt rendition(preset: CARD) { url } } } } }
"""

LONG_LIST = """
{ cities(first: 100) { nodes { id title path municipality { state } heroImage { url } areas { title }
  workFronts { totalCount nodes { title status area { title } } } } } }
"""

ONE_CITY = """
query($slug: String!) { city(slug: $slug) { id title path summary status sinceYear lastPublishedAt
  municipality { ibgeCode name state region } population { count } heroImage { url alt } areas { title colour }
  leaders { name role } milestones { date title } measurements { nodes { value indicator { name unit } } }
  workFronts { nodes { title status area { title } } }
  body { __typename ... on ImageBlock { id image { alt url } } ... on RichTextBlock { text { html } }
    ... on CardsBlock { cards { page { title path } } } ... on DocumentBlock { document { title url } } } } }
"""

AREAS = "{ areas { nodes { id title path order colour icon summary } } }"

COUNTS = {
    # roots, cities
    "{ cities(first: 100) { nodes { title } } }": 2,
    # roots, cities with their municipality, total
    "{ cities(first: 100) { totalCount nodes { path municipality { name } } } }": 3,
    # roots, cities, images, areas
    FIRST_PAGE: 4,
    # roots, cities with their municipality, images, areas, work fronts with their totals, their areas
    LONG_LIST: 6,
    # roots, areas
    AREAS: 2,
    # roots, cities with bodies, images, pages in cards and links, summaries of areas, documents
    CONTENTS: 6,
    # roots, cities, total, images, areas, their city totals, leaders, photos, milestones, indicators,
    # measurements, their indicators, work fronts with totals, areas, partners, other cities, stories,
    # documents, parents, breadcrumbs, alternates, children, columns that linked data alone needs
    EVERYTHING: 23,
    # roots, cities, their images' columns, images
    "{ cities(first: 100) { nodes { seo { image { url } } } } }": 4,
    # roots, cities, their columns, municipalities, images, breadcrumbs
    "{ cities(first: 100) { nodes { seo { jsonLd } } } }": 6,
    # roots, work fronts, their columns, cities, areas, other cities, the programme's name, partners, breadcrumbs
    "{ workFronts(first: 100) { nodes { seo { jsonLd } } } }": 9,
    # roots, stories, their columns, areas, cities, the programme's name, breadcrumbs
    "{ stories(first: 100) { nodes { seo { jsonLd } } } }": 7,
    # roots, paths
    "{ paths { nodes { path type lastPublishedAt } } }": 2,
    # roots, paths that are gone, paths
    '{ paths(changedSince: "2020-01-01T00:00:00Z") { nodes { path type removed } } }': 3,
    # roots, cities, areas, active work fronts
    "{ cityMarkers { name areas activeWorkFronts } }": 4,
    # roots, totals
    "{ programme { cities workFronts areas citizensReached } }": 2,
}


def test_the_number_of_statements_is_the_same_at_1_10_and_100_rows(fill, ask, settings):
    settings.GRAPHQL_LIMITS = {**settings.GRAPHQL_LIMITS, "cost": 100_000}
    counted = []
    for rows in (1, 9, 90):
        fill(rows)
        counted.append({query: len(statements(ask, query)) for query in COUNTS})
    assert counted == [COUNTS] * 3


def test_one_city_with_everything(fill, ask):
    fill(2)
    slug = ask("{ cities { nodes { slug } } }")["data"]["cities"]["nodes"][0]["slug"]
    # roots, city with its municipality, images of hero and body, areas, leaders, milestones, measurements, indicators,
    # work fronts, their areas, pages in body, documents in body
    assert len(statements(ask, ONE_CITY, slug=slug)) == 12


def test_a_column_that_nobody_asked_for_is_not_read(fill, ask):
    fill(1)
    read = " ".join(statements(ask, "{ cities { nodes { title } } }"))
    assert '"body"' not in read
    assert '"summary"' not in read
    assert '"body"' in " ".join(statements(ask, "{ cities { nodes { body { __typename } } } }"))


def test_a_reference_asked_for_its_id_alone_reads_no_more(fill, ask):
    fill(1)
    read = " ".join(statements(ask, "{ workFronts { nodes { area { id } city { id } } } }"))
    assert '"body"' not in read
    assert '"summary"' not in read
