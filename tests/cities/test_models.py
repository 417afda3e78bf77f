"""What the editor is told when a profile, a work front or a measurement cannot be right."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from wagtail.models import Page

from cities.models import CityPage, Measurement, Municipality, WorkFrontPage
from tests.builders import make_area, make_city, make_indicator, make_measurement, make_work_front


def problems(row):
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    return caught.value.message_dict


def campinas():
    return Municipality.objects.get(pk="3509502")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"since_year": 2015, "until_year": 2013, "status": "ended"},
            {"until_year": ["O ano de saída vem antes do de entrada. Corrija um dos dois."]},
        ),
        (
            {"until_year": 2015},
            {"until_year": ["Uma cidade ativa não tem ano de saída. Apague o ano ou mude a situação."]},
        ),
        ({"population": 10}, {"population": ["Diga também de que ano é o número e qual é a fonte."]}),
        ({"since_year": 1913}, {"since_year": ["O programa não existia nesse ano. Escreva o ano com quatro dígitos."]}),
        ({"municipality": None}, {"municipality": ["Este campo não pode estar vazio."]}),
        ({"summary": ""}, {"summary": ["Este campo não pode estar vazio."]}),
    ],
)
def test_a_city_that_cannot_be_right(home, fields, expected):
    city = make_city()
    for name, value in fields.items():
        setattr(city, name, value)
    assert problems(city) == expected


def test_a_second_profile_of_a_municipality(home):
    make_city(municipality=campinas(), title="Campinas")
    with pytest.raises(ValidationError) as caught:
        make_city(municipality=campinas(), title="Campinas de novo")
    assert caught.value.message_dict["municipality"] == [
        "Este município já tem um perfil: “Campinas”. Edite o que existe."
    ]


def test_a_draft_may_lack_what_a_published_profile_needs(home):
    index = make_city().get_parent()
    draft = index.add_child(instance=CityPage(title="Rascunho", live=False))
    assert draft.municipality is None


def test_a_profile_is_found_by_name_and_state(home):
    assert make_city(municipality=Municipality.objects.get(pk="2201903"), title="Bom Jesus").slug == "bom-jesus-pi"


@pytest.mark.parametrize(("written", "slug"), [("bom-jesus", "bom-jesus-pi"), ("a-nossa-cidade", "a-nossa-cidade")])
def test_a_draft_that_was_saved_before_its_municipality_was_chosen_is_found_by_it(home, written, slug):
    index = make_city().get_parent()
    city = index.add_child(instance=CityPage(title="Bom Jesus", slug=written, live=False))
    city.municipality = Municipality.objects.get(pk="2201903")
    city.save()
    assert city.slug == slug


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"started_year": 2015, "ended_year": 2013, "status": "finished"},
            {"ended_year": ["A frente termina antes de começar. Corrija o ano de início ou o de fim."]},
        ),
        (
            {"ended_year": 2015},
            {"ended_year": ["Só uma frente concluída tem ano de fim. Apague o ano ou mude a situação."]},
        ),
        ({"area": None}, {"area": ["Este campo não pode estar vazio."]}),
    ],
)
def test_a_work_front_that_cannot_be_right(home, fields, expected):
    front = make_work_front()
    for name, value in fields.items():
        setattr(front, name, value)
    assert problems(front) == expected


def test_a_measurement_needs_a_source_and_its_own_citys_work_front(home):
    front = make_work_front()
    measurement = Measurement(
        indicator=make_indicator(), city=make_city(), work_front=front, date=date(2020, 1, 1), value=1, source=" "
    )
    assert problems(measurement) == {
        "source": ["Diga de onde vem o número: sem fonte ele não pode ser publicado."],
        "work_front": ["Esta frente de trabalho é de outra cidade. Escolha uma da mesma cidade."],
    }


class TestTheCityOfAWorkFront:
    """It is the page above it, whatever the editors do with the tree."""

    @pytest.fixture
    def front(self, home):
        make_area()
        return make_work_front(make_city())

    def city_of(self, front):
        return WorkFrontPage.objects.get(pk=front.pk).city

    def test_moved(self, front):
        other = make_city()
        front.move(other, pos="last-child")
        assert self.city_of(front) == other

    def test_moved_with_what_is_above(self, front):
        city = front.get_parent().specific
        make_work_front(city)
        city.get_parent().move(Page.objects.get(depth=2), pos="first-child")
        assert self.city_of(front) == city

    def test_copied(self, front):
        other = make_city()
        assert self.city_of(front.copy(to=other, update_attrs={"slug": "copia"})) == other

    def test_copied_with_its_city(self, front):
        city = front.get_parent().specific
        municipality = Municipality.objects.filter(profiles=None).first()
        attributes = {"slug": "outra", "municipality": municipality}
        copy = city.copy(recursive=True, keep_live=False, update_attrs=attributes)
        assert [self.city_of(child) for child in copy.get_children()] == [copy]

    def test_published_from_a_revision_made_before_a_move(self, front):
        revision, other = front.save_revision(), make_city()
        front.move(other, pos="last-child")
        revision.publish()
        assert self.city_of(front) == other


def test_municipalities_are_all_there_and_loading_again_changes_nothing(db):
    assert Municipality.objects.count() == 5571
    before = list(Municipality.objects.order_by("pk").values())
    call_command("load_municipalities", verbosity=0)
    assert list(Municipality.objects.order_by("pk").values()) == before
    bom_jesus = Municipality.objects.get(slug="bom-jesus-pi")
    assert (bom_jesus.name, bom_jesus.state, bom_jesus.region, bom_jesus.sort_name) == (
        "Bom Jesus", "PI", "NE", "bom jesus",
    )  # fmt: skip


def test_a_profile_can_be_unpublished_republished_moved_and_deleted(home):
    front = make_work_front()
    city = front.city
    city.unpublish()
    city.save_revision().publish()
    city.refresh_from_db()
    assert city.live
    make_measurement(city=city, work_front=front)
    city.delete()
    assert not WorkFrontPage.objects.exists()
    assert not Measurement.objects.exists()
