"""Statements that are kept say what is public at the moment that they are asked, for what they are asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import make_area, make_city, make_work_front

LIST = """
{ cities { nodes { title areas { title } workFronts(first: 1) { totalCount nodes { title area { title } } } } } }
"""
ONE = "query ($slug: String!) { city(slug: $slug) { title breadcrumbs { title } areas { title } } }"


@pytest.fixture
def content(home):
    soon = timezone.now() + timedelta(hours=1)
    passing, lasting = make_area(title="Saúde", expire_at=soon), make_area(title="Gestão")
    city = make_city(title="Ariquemes", areas=[passing, lasting])
    make_work_front(city, title="Agenda aberta", area=passing)
    make_work_front(city, title="Balanço", area=lasting, expire_at=soon)
    make_city(title="Brumado", areas=[lasting])
    make_city(title="Cacoal", expire_at=soon)


def test_what_expires_is_gone_from_the_same_question(content, graphql, monkeypatch):
    before, later = graphql(LIST)["cities"]["nodes"], timezone.now() + timedelta(hours=2)
    assert [city["title"] for city in before] == ["Ariquemes", "Brumado", "Cacoal"]
    assert before[0] == {
        "title": "Ariquemes",
        "areas": [{"title": "Saúde"}, {"title": "Gestão"}],
        "workFronts": {"totalCount": 2, "nodes": [{"title": "Agenda aberta", "area": {"title": "Saúde"}}]},
    }
    assert before[1]["workFronts"] == {"totalCount": 0, "nodes": []}
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    after = graphql(LIST)["cities"]["nodes"]
    assert [city["title"] for city in after] == ["Ariquemes", "Brumado"]
    assert after[0] == {
        "title": "Ariquemes",
        "areas": [{"title": "Gestão"}],
        "workFronts": {"totalCount": 1, "nodes": [{"title": "Agenda aberta", "area": None}]},
    }


def test_the_same_question_finds_another_page_by_another_slug(content, graphql):
    found = [graphql(ONE, slug=slug)["city"] for slug in ("abadia-de-goias-go", "abadia-dos-dourados-mg", "nenhuma")]
    assert [city and city["title"] for city in found] == ["Ariquemes", "Brumado", None]
    assert [city and [area["title"] for area in city["areas"]] for city in found] == [
        ["Saúde", "Gestão"],
        ["Gestão"],
        None,
    ]
    assert found[1]["breadcrumbs"][-1] == {"title": "Brumado"}
