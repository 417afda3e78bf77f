"""What a profile should have: the same of many rows and of one draft."""

from datetime import date

import pytest

from cities.completeness import PARTS, completeness_of_draft, completeness_of_row, with_completeness
from cities.models import CityLeader, CityPage
from tests.builders import (
    make_area,
    make_city,
    make_image,
    make_measurement,
    make_milestone,
    make_person,
    make_work_front,
)

BODY = [("heading", {"title": "Como começou", "level": "h2"})]


def set_fields(city, **fields):
    for name, value in fields.items():
        setattr(city, name, value)
    city.save()


FILL = {
    "summary": lambda city: set_fields(city, summary="Uma cidade."),
    "hero_image": lambda city: set_fields(city, hero_image=make_image(), hero_alt="Vista da orla"),
    "body": lambda city: set_fields(city, body=BODY),
    "population": lambda city: set_fields(city, population=10, population_year=2022, population_source="Censo"),
    "areas": lambda city: set_fields(city, areas=[make_area()]),
    "leader": lambda city: CityLeader.objects.create(page=city, person=make_person()),
    "milestone": make_milestone,
    "measurement": lambda city: make_measurement(city=city),
    "work_front": make_work_front,
    "reviewed_on": lambda city: set_fields(city, reviewed_on=date(2026, 1, 2)),
}


def missing_of(city):
    row = with_completeness(CityPage.objects.filter(pk=city.pk)).get()
    of_row, of_draft = completeness_of_row(row), completeness_of_draft(CityPage.objects.get(pk=city.pk))
    assert of_row == of_draft
    assert row.parts_done == of_row.done
    return [part.name for part in of_row.missing]


def test_every_part_is_missing_until_it_is_there(home):
    city = make_city()
    CityPage.objects.update(summary="")
    names = [part.name for part in PARTS]
    assert missing_of(city) == names == list(FILL)
    for number, name in enumerate(names, 1):
        FILL[name](CityPage.objects.get(pk=city.pk))
        assert missing_of(city) == names[number:]


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"hero_image": make_image, "hero_alt": ""}, "hero_image"),
        ({"population": 10}, "population"),
        ({"population": 10, "population_year": 2022}, "population"),
    ],
)
def test_half_a_part_is_none(home, fields, part):
    city = make_city()
    found = {name: value() if callable(value) else value for name, value in fields.items()}
    CityPage.objects.filter(pk=city.pk).update(**found)
    assert part in missing_of(city)


def test_a_decorative_image_needs_no_text(home):
    city = make_city(hero_image=make_image(), hero_decorative=True)
    assert "hero_image" not in missing_of(city)


def test_a_work_front_that_visitors_do_not_see_is_none(home):
    city = make_city()
    front = make_work_front(city)
    assert "work_front" not in missing_of(city)
    front.unpublish()
    assert "work_front" in missing_of(city)


def test_the_editor_counts_what_is_not_published_yet(home):
    city = make_city()
    city.summary, city.reviewed_on = "Outro", date(2026, 1, 2)
    city.save_revision()
    draft = CityPage.objects.get(pk=city.pk).get_latest_revision_as_object()
    assert (
        completeness_of_draft(draft).done
        == completeness_of_row(with_completeness(CityPage.objects.filter(pk=city.pk)).get()).done + 1
    )


def test_frontends_know_nothing_of_it(home, graphql):
    names = {field["name"] for field in graphql('{ __type(name: "CityPage") { fields { name } } }')["__type"]["fields"]}
    assert "summary" in names
    assert not [name for name in names if "complete" in name.lower() or "parts" in name.lower()]
