"""The lists of all cities and of all work fronts, as editors read them."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cities.models import CityPage, Municipality
from tests.builders import make_area, make_city, make_image, make_work_front

CITIES, FRONTS = "/admin/cities/", "/admin/work-fronts/"


def in_browser(user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def editor(db, django_user_model):
    user = django_user_model.objects.create_user("ana", "ana@example.org", "uma senha bem comprida")
    user.groups.add(Group.objects.get(name="Editores"))
    return in_browser(user)


def titles(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return re.findall(r'id="page_\d+_title">\s*(.*?)\s*</span>', answer.content.decode(), re.DOTALL)


def city_of(code, **fields):
    municipality = Municipality.objects.get(pk=code)
    return make_city(municipality=municipality, **{"title": municipality.name, **fields})


@pytest.fixture
def cities(home):
    """Água Boa (MT), Santos (SP), Zabelê (PB)."""
    return [city_of(code) for code in ("5100201", "3548500", "2517407")]


def test_cities_stand_from_a_to_z_with_state_situation_and_what_is_missing(cities, editor):
    assert titles(editor, CITIES) == ["Água Boa", "Santos", "Zabelê"]
    assert titles(editor, f"{CITIES}?ordering=-sort_title") == ["Zabelê", "Santos", "Água Boa"]
    assert titles(editor, f"{CITIES}?ordering=municipality__state") == ["Água Boa", "Zabelê", "Santos"]
    page = editor.get(CITIES).content.decode()
    assert "1 de 10" in page
    assert "imagem de destaque, com texto alternativo; conteúdo; população, com ano e fonte; áreas" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=SP", ["Santos"]),
        ("state=SP&state=MT", ["Água Boa", "Santos"]),
        ("region=NE", ["Zabelê"]),
        ("q=agua", ["Água Boa"]),
        ("q=ZABELE", ["Zabelê"]),
        ("q=nada", []),
        ("status=suspended", ["Santos"]),
        ("care=incomplete&state=PB", ["Zabelê"]),
        ("care=complete", []),
        ("care=stale", ["Zabelê"]),
    ],
)
def test_cities_are_filtered(cities, editor, query, found):
    CityPage.objects.filter(pk=cities[1].pk).update(status="suspended")
    half_a_year_ago = timezone.now() - timedelta(days=200)
    CityPage.objects.filter(pk__in=[cities[0].pk, cities[2].pk]).update(latest_revision_created_at=half_a_year_ago)
    CityPage.objects.filter(pk=cities[0].pk).update(reviewed_on=timezone.now().date())
    assert titles(editor, f"{CITIES}?{query}") == found


def test_cities_are_filtered_by_area(cities, editor):
    health, money = make_area(title="Saúde"), make_area(title="Finanças")
    cities[1].areas = [health]
    cities[1].save()
    cities[2].areas = [health, money]
    cities[2].save()
    assert titles(editor, f"{CITIES}?area={health.translation_key}") == ["Santos", "Zabelê"]
    assert titles(editor, f"{CITIES}?area={money.translation_key}&area={health.translation_key}") == [
        "Santos",
        "Zabelê",
    ]
    assert "Saúde" in editor.get(CITIES).content.decode()


def test_work_fronts_are_filtered(cities, editor):
    health = make_area(title="Saúde")
    make_work_front(cities[0], title="Água limpa", area=health)
    make_work_front(cities[1], title="Boas contas", area=make_area(), status="finished", ended_year=2020)
    assert titles(editor, FRONTS) == ["Água limpa", "Boas contas"]
    assert titles(editor, f"{FRONTS}?city=agua") == ["Água limpa"]
    assert titles(editor, f"{FRONTS}?status=finished") == ["Boas contas"]
    assert titles(editor, f"{FRONTS}?area={health.translation_key}&status=finished") == []
    assert titles(editor, f"{FRONTS}?q=santos") == ["Boas contas"]


def test_a_list_shows_what_its_reader_may_work_on(cities, django_user_model):
    group = Group.objects.create(name="De Santos")
    group.permissions.add(*Group.objects.get(name="Editores").permissions.filter(codename="access_admin"))
    user = django_user_model.objects.create_user("bia", "bia@example.org", "uma senha bem comprida")
    user.groups.add(group)
    client = in_browser(user)
    assert client.get(CITIES).status_code == 302
    GroupPagePermission.objects.create(group=group, page=cities[1], permission_type="change")
    assert titles(client, CITIES) == ["Santos"]


def test_a_list_costs_the_same_at_any_length(home, django_user_model):
    reviewer = django_user_model.objects.create_user("rui", "rui@example.org", "uma senha bem comprida")
    reviewer.groups.add(Group.objects.get(name="Revisores"))
    client, counts = in_browser(reviewer), {address: [] for address in (CITIES, f"{CITIES}?care=incomplete", FRONTS)}
    for address in counts:
        client.get(address)
    for number in (1, 9, 90):
        for _ in range(number):
            make_work_front(make_city(reviewed_on=date(2026, 1, 2)))
        for address, asked_for in counts.items():
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            asked_for.append(len(asked))
    assert {address: max(each) - each[0] for address, each in counts.items()} == dict.fromkeys(counts, 0), counts


def test_images_are_filtered_by_use(home, editor):
    used, unused = make_image(title="Usada"), make_image(title="Sem uso")
    city = make_city(hero_image=used, hero_alt="Vista")
    city.save_revision().publish()

    def listed(query):
        page = editor.get(f"/admin/images/?{query}").content.decode()
        return [image.title for image in (used, unused) if f"/admin/images/{image.pk}/" in page]

    assert listed("usage_count_min=0&usage_count_max=0") == ["Sem uso"]
    assert listed("usage_count_min=1") == ["Usada"]
