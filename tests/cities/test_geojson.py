"""The cities as GeoJSON, as a map reads them."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cities.models import Municipality
from tests.builders import make_area, make_city, make_work_front

POPULATION = {"population": 1139047, "population_year": 2022, "population_source": "Censo 2022, IBGE"}


@pytest.fixture
def client():
    return Client(headers={"host": "127.0.0.1"})


def test_a_point_for_each_public_city(client, home):
    area = make_area(slug="saude")
    campinas = Municipality.objects.get(slug="campinas-sp")
    city = make_city(municipality=campinas, areas=[area], **POPULATION)
    make_work_front(city, area=area)
    make_work_front(city, area=area, live=False)
    make_city(live=False)
    response = client.get("/cities.geojson", headers={"origin": "https://www.example.org"})
    assert response.headers["Content-Type"] == "application/geo+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert json.loads(response.content) == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": "3509502",
                "geometry": {"type": "Point", "coordinates": [-47.0608, -22.9056]},
                "properties": {
                    "name": "Campinas",
                    "slug": "campinas-sp",
                    "path": "/cidades/campinas-sp/",
                    "url": "http://localhost:3000/cidades/campinas-sp/",
                    "state": "SP",
                    "region": "SOUTHEAST",
                    "status": "ACTIVE",
                    "population": 1139047,
                    "areas": ["saude"],
                    "activeWorkFronts": 1,
                },
            }
        ],
    }


def test_four_statements_whatever_the_number(client, home):
    for count in (1, 9):
        for _ in range(count):
            make_work_front(make_city(areas=[make_area()]))
        with CaptureQueriesContext(connection) as statements:
            client.get("/cities.geojson")
        assert len(statements) == 4  # roots, cities, areas, work fronts


def test_the_same_answer_is_not_sent_twice(client, home):
    etag = client.get("/cities.geojson").headers["ETag"]
    assert client.get("/cities.geojson", headers={"if-none-match": etag}).status_code == 304
    make_city()
    assert client.get("/cities.geojson", headers={"if-none-match": etag}).status_code == 200


def test_an_unknown_site_or_language_is_told_what_there_is(client, home):
    for query, message in {
        "site=example.org": "Unknown site 'example.org'. Known: localhost.",
        "locale=fr": "Unknown locale 'fr'. Known: pt-BR.",
    }.items():
        response = client.get(f"/cities.geojson?{query}")
        assert (response.status_code, response.content.decode()) == (400, message)
