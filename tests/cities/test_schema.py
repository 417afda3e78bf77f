"""The root fields about cities and work fronts, and their filters."""

import pytest

from cities.models import Municipality
from cms.api.ids import global_id
from tests.builders import make_area, make_city, make_indicator, make_measurement, make_work_front

FILTERED = "query($filter: CityFilter) { cities(filter: $filter) { totalCount nodes { title } } }"


def municipality(code):
    return Municipality.objects.get(pk=code)


@pytest.fixture
def cities(home):
    """Four cities: Campinas and Santos in São Paulo, Teresina in Piauí, Porto Alegre in Rio Grande do Sul."""
    areas = {title: make_area(title=title) for title in ("Saúde", "Educação")}
    campinas = make_city(
        municipality=municipality("3509502"), population=1_139_047, population_year=2022, population_source="IBGE",
        since_year=2013, areas=[areas["Saúde"]],
    )  # fmt: skip
    santos = make_city(
        municipality=municipality("3548500"), population=90_000, population_year=2022, population_source="IBGE"
    )
    make_city(municipality=municipality("2211001"), since_year=2015, areas=[areas["Educação"]])
    make_city(municipality=municipality("4314902"), status="ended", since_year=2017, until_year=2017)
    make_work_front(campinas, area=areas["Saúde"], title="Rede", started_year=2014)
    make_work_front(campinas, area=areas["Educação"], title="Plano", status="planned")
    make_work_front(santos, area=areas["Saúde"], title="Rascunho", live=False)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["Campinas", "Porto Alegre", "Santos", "Teresina"]),
        ({"state": ["SP"]}, ["Campinas", "Santos"]),
        ({"state": "PI"}, ["Teresina"]),
        ({"state": []}, []),
        ({"state": None}, ["Campinas", "Porto Alegre", "Santos", "Teresina"]),
        ({"region": ["NORTHEAST", "SOUTH"]}, ["Porto Alegre", "Teresina"]),
        ({"status": ["ENDED"]}, ["Porto Alegre"]),
        ({"area": ["saude"]}, ["Campinas"]),
        ({"area": ["saude", "educacao"]}, ["Campinas", "Teresina"]),
        ({"sinceYear": {"min": 2014}}, ["Porto Alegre", "Teresina"]),
        ({"sinceYear": {"min": 2013, "max": 2015}}, ["Campinas", "Teresina"]),
        ({"population": {"max": 100_000}}, ["Santos"]),
        ({"sizeBand": ["LARGE"]}, ["Campinas"]),
        ({"sizeBand": ["SMALL", "LARGE"]}, ["Campinas", "Santos"]),
        ({"hasActiveWorkFronts": True}, ["Campinas"]),
        ({"hasActiveWorkFronts": False}, ["Porto Alegre", "Santos", "Teresina"]),
        ({"text": "SÁNTOS"}, ["Santos"]),
        ({"text": "%"}, ["Campinas", "Porto Alegre", "Santos", "Teresina"]),
        ({"not": {"state": ["SP"]}}, ["Porto Alegre", "Teresina"]),
        ({"or": [{"state": ["PI"]}, {"status": ["ENDED"]}]}, ["Porto Alegre", "Teresina"]),
        ({"or": []}, []),
        ({"and": [{"state": ["SP"]}, {"not": {"area": ["saude"]}}]}, ["Santos"]),
        ({"state": ["SP"], "status": ["ENDED"]}, []),
    ],
)
def test_cities_filtered(cities, graphql, given, expected):
    found = graphql(FILTERED, filter=given)["cities"]
    assert [node["title"] for node in found["nodes"]] == expected
    assert found["totalCount"] == len(expected)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"area": ["nada"]}, "Unknown area 'nada'. Known: educacao, saude."),
        ({"sinceYear": {"min": 2, "max": 1}}, "A range goes from min to max: 2 is more than 1."),
    ],
)
def test_a_filter_that_means_nothing_is_an_error(cities, ask, given, message):
    error = ask(FILTERED, filter=given)["errors"][0]
    assert (error["message"], error["extensions"]["code"]) == (message, "BAD_USER_INPUT")


def test_an_unknown_state_is_refused(cities, ask):
    assert "does not exist in 'State'" in ask(FILTERED, filter={"state": ["XX"]})["errors"][0]["message"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"city": ["campinas-sp"]}, ["Plano", "Rede"]),
        ({"area": ["saude"]}, ["Rede"]),
        ({"status": ["PLANNED"]}, ["Plano"]),
        ({"state": ["PI"]}, []),
        ({"startedYear": {"max": 2014}}, ["Rede"]),
        ({"text": "plano"}, ["Plano"]),
    ],
)
def test_work_fronts_filtered(cities, graphql, given, expected):
    query = "query($filter: WorkFrontFilter) { workFronts(filter: $filter) { nodes { title city { slug } } } }"
    found = graphql(query, filter=given)["workFronts"]["nodes"]
    assert found == [{"title": title, "city": {"slug": "campinas-sp"}} for title in expected]


def test_a_city_by_slug_and_by_ibge_code(cities, graphql, ask):
    profile = """{ title status sinceYear population { count year source }
      municipality { ibgeCode name state region latitude longitude } }"""
    by_slug = graphql('{ city(slug: "campinas-sp") %s }' % profile)["city"]
    assert by_slug == {
        "title": "Campinas",
        "status": "ACTIVE",
        "sinceYear": 2013,
        "population": {"count": 1139047, "year": 2022, "source": "IBGE"},
        "municipality": {
            "ibgeCode": "3509502",
            "name": "Campinas",
            "state": "SP",
            "region": "SOUTHEAST",
            "latitude": -22.9056,
            "longitude": -47.0608,
        },
    }
    assert graphql('{ city(ibgeCode: "3509502") %s }' % profile)["city"] == by_slug
    assert graphql('{ city(slug: "nenhuma") { title } }') == {"city": None}
    for arguments in ("", '(slug: "a", ibgeCode: "b")'):
        assert ask("{ city%s { title } }" % arguments)["errors"][0]["message"] == "Give either slug or ibgeCode."


def test_markers_for_a_map(cities, graphql):
    query = "{ cityMarkers(filter: { state: [SP] }) { name slug path state status population areas activeWorkFronts } }"
    assert graphql(query)["cityMarkers"] == [
        {
            "name": "Campinas",
            "slug": "campinas-sp",
            "path": "/cidades/campinas-sp/",
            "state": "SP",
            "status": "ACTIVE",
            "population": 1139047,
            "areas": ["saude"],
            "activeWorkFronts": 1,
        },
        {
            "name": "Santos",
            "slug": "santos-sp",
            "path": "/cidades/santos-sp/",
            "state": "SP",
            "status": "ACTIVE",
            "population": 90000,
            "areas": [],
            "activeWorkFronts": 0,
        },
    ]


def test_totals_are_computed_from_the_active_ones(cities, graphql):
    totals = graphql("{ programme { cities workFronts areas citizensReached } }")["programme"]
    assert totals == {"cities": 3, "workFronts": 1, "areas": 2, "citizensReached": 1229047}


def test_a_measurement_that_is_hidden_leads_to_no_indicator(home, graphql):
    front = make_work_front(make_city())
    measured = make_measurement(city=front.city, work_front=front, indicator=make_indicator(name="Acesso"))
    draft = make_city(live=False)
    hidden = make_measurement(city=front.city, work_front=front, indicator=make_indicator(name="Reserva"))
    type(hidden).objects.filter(pk=hidden.pk).update(city=draft)
    data = graphql("{ workFronts { nodes { indicators { name } measurements { nodes { id } } } } }")
    [told] = data["workFronts"]["nodes"]
    assert told == {"indicators": [{"name": "Acesso"}], "measurements": {"nodes": [{"id": global_id(measured)}]}}
