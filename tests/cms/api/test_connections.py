"""Lists, page by page."""

import pytest

from cms.api import fields
from cms.visibility import visible
from tests.builders import make_area, make_city, make_work_front

TITLES = ["Água Boa", "Brotas", "Campinas", "Ótima", "Zabelê"]
PAGE = """
query($first: Int, $after: String, $last: Int, $before: String, $orderBy: [CityOrder!]) {
  cities(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
    totalCount nodes { title } edges { cursor node { title } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
"""


@pytest.fixture
def cities(home):
    return [make_city(title=title) for title in ["Zabelê", "Brotas", "Água Boa", "Ótima", "Campinas"]]


def titles(found):
    return [node["title"] for node in found["cities"]["nodes"]]


def test_the_alphabet_is_portuguese(cities, graphql):
    assert titles(graphql(PAGE, first=10)) == TITLES
    assert titles(graphql(PAGE, first=10, orderBy=["TITLE_DESC"])) == TITLES[::-1]


def test_forward_and_backward_see_every_row_once(cities, graphql):
    seen, after, pages = [], None, 0
    while pages == 0 or after:
        found = graphql(PAGE, first=2, after=after)
        info = found["cities"]["pageInfo"]
        assert found["cities"]["totalCount"] == 5
        assert info["hasPreviousPage"] is (pages > 0)
        seen, pages = seen + titles(found), pages + 1
        after = info["endCursor"] if info["hasNextPage"] else None
    assert (seen, pages) == (TITLES, 3)

    last = graphql(PAGE, last=2)
    assert titles(last) == TITLES[-2:]
    assert last["cities"]["pageInfo"]["hasPreviousPage"] is True
    before = graphql(PAGE, last=2, before=last["cities"]["pageInfo"]["startCursor"])
    assert titles(before) == TITLES[1:3]
    assert before["cities"]["pageInfo"]["hasNextPage"] is True


def test_a_cursor_survives_what_editors_publish_meanwhile(cities, graphql):
    cursor = graphql(PAGE, first=2)["cities"]["pageInfo"]["endCursor"]
    make_city(title="Aparecida")
    cities[1].delete()
    assert titles(graphql(PAGE, first=2, after=cursor)) == ["Campinas", "Ótima"]


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        ({"orderBy": ["POPULATION_DESC"]}, ["Ótima", "Brotas", "Água Boa", "Campinas", "Zabelê"]),
        ({"orderBy": ["POPULATION_ASC"]}, ["Água Boa", "Brotas", "Ótima", "Campinas", "Zabelê"]),
        ({"orderBy": ["SINCE_DESC", "TITLE_DESC"]}, ["Zabelê", "Ótima", "Campinas", "Brotas", "Água Boa"]),
    ],
)
def test_rows_without_the_value_come_last_and_none_is_lost(cities, graphql, values, rows):
    for title, people in {"Brotas": 20, "Ótima": 30, "Água Boa": 10}.items():
        type(cities[0]).objects.filter(title=title).update(population=people)
    seen, after = [], None
    for _ in rows:
        found = graphql(PAGE, first=1, after=after, **values)
        seen, after = seen + titles(found), found["cities"]["pageInfo"]["endCursor"]
    assert seen == rows


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("first: -1", "first is from 0 to 100, not -1."),
        ("first: 1, last: 1", "Give either first or last, not both."),
        ('after: "x"', "'x' is no cursor of this list in this order."),
        ('after: "W1sieCJdLDFd"', "'W1sieCJdLDFd' is no cursor of this list in this order."),
    ],
)
def test_a_wrong_page_is_an_error_that_says_what_is_right(home, ask, arguments, message):
    error = ask("{ cities(%s) { totalCount } }" % arguments)["errors"][0]
    assert error["message"] == message
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


def test_a_page_that_is_too_long_has_a_code_of_its_own(home, ask):
    [error] = ask("{ cities(first: 101) { totalCount } }")["errors"]
    assert error["message"] == "first is from 0 to 100, not 101."
    assert error["extensions"] == {"code": "LIST_TOO_LONG"}


def test_the_cursor_of_one_order_is_refused_in_another(cities, ask):
    cursor = ask(PAGE, first=1)["data"]["cities"]["pageInfo"]["endCursor"]
    assert "no cursor of this list" in ask(PAGE, after=cursor, orderBy=["TITLE_DESC"])["errors"][0]["message"]


def test_lists_inside_lists_are_paged_for_each_parent(home, graphql):
    area = make_area()
    for title, count in {"Brotas": 3, "Campinas": 1}.items():
        city = make_city(title=title, areas=[area])
        for number in range(count):
            make_work_front(city, area=area, title=f"Frente {number}")
    make_city(title="Vazia")
    query = """query($after: String) { cities { nodes { title workFronts(first: 2, after: $after) {
        totalCount nodes { title } pageInfo { hasNextPage endCursor } } } } }"""
    found = graphql(query)["cities"]["nodes"]
    assert [
        (node["title"], node["workFronts"]["totalCount"], [front["title"] for front in node["workFronts"]["nodes"]])
        for node in found
    ] == [("Brotas", 3, ["Frente 0", "Frente 1"]), ("Campinas", 1, ["Frente 0"]), ("Vazia", 0, [])]
    assert [node["workFronts"]["pageInfo"]["hasNextPage"] for node in found] == [True, False, False]
    second = graphql(query, after=found[0]["workFronts"]["pageInfo"]["endCursor"])["cities"]["nodes"][0]
    assert [front["title"] for front in second["workFronts"]["nodes"]] == ["Frente 2"]


def test_a_list_inside_a_type_is_never_cut_in_silence(home, graphql):
    areas = [make_area() for _ in range(25)]
    make_city(areas=areas)
    assert len(graphql("{ cities { nodes { areas { title } } } }")["cities"]["nodes"][0]["areas"]) == 25


def test_a_list_inside_a_list_is_made_once_for_all_parents(home, graphql, monkeypatch):
    made = []
    monkeypatch.setattr(fields, "visible", lambda queryset: made.append(queryset.model) or visible(queryset))
    for _ in range(3):
        make_work_front(make_city())
    query = "{ cities { nodes { first: workFronts(first: 1) { nodes { title } } stories { totalCount } } } }"
    assert len(graphql(query)["cities"]["nodes"]) == 3
    assert sorted(model.__name__ for model in made) == ["StoryPage", "WorkFrontPage"]
