"""Pages that are off the site for a period, and exactly those that come back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.forms.models import model_to_dict
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page

from cms.hiding.models import HiddenPage, Hiding
from cms.hiding.periods import hide
from cms.hiding.telling import tell_of_periods
from cms.versions.moments import next_moment
from cms.visibility import Hidden, public
from tests.builders import make_area, make_city, make_work_front

HOUR = timedelta(hours=1)
NEW = "/admin/reports/hiding/new/"
SHOWN = "{ cities { nodes { title } } workFronts { nodes { title } } }"


@pytest.fixture
def place(home):
    """Two cities, Campinas with a work front."""
    from cities.models import Municipality

    campinas = make_city(municipality=Municipality.objects.get(pk="3509502"))
    recife = make_city(municipality=Municipality.objects.get(pk="2611606"))
    front = make_work_front(campinas, title="Contas em dia", area=make_area(title="Finanças"))
    return campinas, recife, front


@pytest.fixture
def shown(graphql):
    """Return a function that asks what a visitor sees."""

    def ask():
        found = graphql(SHOWN)
        return sorted(row["title"] for name in ("cities", "workFronts") for row in found[name]["nodes"])

    return ask


def log_in(django_user_model, group):
    user = django_user_model.objects.create_user(group.lower(), f"{group}@example.org", "girassol no telhado")
    user.groups.add(Group.objects.get(name=group))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def admin(db, django_user_model):
    return log_in(django_user_model, "Administradores")


def put(hiding, begins, ends):
    """Set the clock of a period, from now."""
    now = timezone.now()
    times = {"begins_at": now + begins, "ends_at": now + ends}
    Hiding.objects.filter(pk=hiding.pk).update(**times)
    HiddenPage.objects.filter(hiding=hiding).update(**times)


def hidden(*pages, begins=-HOUR, ends=HOUR):
    now = timezone.now()
    return hide(pages, reason="Silêncio eleitoral", begins_at=now + begins, ends_at=now + ends, by=None)


def test_pages_go_at_the_beginning_with_what_is_below_and_come_back_at_the_end(place, shown):
    campinas, _recife, _front = place
    everything = ["Campinas", "Contas em dia", "Recife"]
    period = hidden(campinas, begins=HOUR, ends=2 * HOUR)
    assert shown() == everything
    put(period, -HOUR, HOUR)
    assert shown() == ["Recife"]
    put(period, -2 * HOUR, -HOUR)
    assert shown() == everything


def test_no_way_leads_to_a_hidden_page(place, graphql, ask):
    campinas, recife, front = place
    hidden(campinas)
    found = graphql('{ city(ibgeCode: "3509502") { title } page(path: "/cidades/campinas-sp/") { __typename } }')
    assert found["city"] is None
    assert {page.pk for page in public(Page.objects.all())} & {campinas.pk, front.pk} == set()
    branches = Hidden()
    assert [campinas.path in branches, front.path in branches, recife.path in branches] == [True, True, False]
    sitemap = Client(headers={"host": "127.0.0.1"}).get("/sitemap.xml").content.decode()
    assert "campinas" not in sitemap
    assert "recife" in sitemap


def test_drafts_schedules_and_revisions_are_left_alone(place):
    campinas, *_ = place
    campinas.title = "Rascunho de Campinas"
    campinas.go_live_at = timezone.now() + 30 * HOUR
    campinas.save_revision().publish()
    before = model_to_dict(Page.objects.get(pk=campinas.pk))
    revisions = list(campinas.revisions.values())
    period = hidden(campinas)
    tell_of_periods.func()
    put(period, -2 * HOUR, -HOUR)
    tell_of_periods.func()
    assert model_to_dict(Page.objects.get(pk=campinas.pk)) == before
    assert list(campinas.revisions.values()) == revisions


def test_what_an_editor_takes_off_or_writes_meanwhile_stays_as_they_left_it(place, shown):
    campinas, recife, _front = place
    period = hidden(campinas, recife)
    recife.unpublish()
    campinas.title = "Campinas de novo"
    campinas.save_revision().publish()
    assert shown() == []
    put(period, -2 * HOUR, -HOUR)
    assert shown() == ["Campinas de novo", "Contas em dia"]


def test_whatever_is_kept_ends_when_the_period_does(place):
    period = hidden(place[0], begins=HOUR, ends=2 * HOUR)
    assert next_moment() == period.begins_at.timestamp()
    put(period, -HOUR, HOUR)
    assert next_moment() == HiddenPage.objects.get().ends_at.timestamp()


def test_two_periods_of_one_page_are_each_kept(place, shown):
    first, _second = hidden(place[0]), hidden(place[0], ends=3 * HOUR)
    put(first, -2 * HOUR, -HOUR)
    assert shown() == ["Recife"]


def form(*pages, **fields):
    begins, ends = timezone.localtime() - HOUR, timezone.localtime() + HOUR
    times = {"begins_at": begins.strftime("%d/%m/%Y %H:%M"), "ends_at": ends.strftime("%d/%m/%Y %H:%M")}
    return {"pages": [page.pk for page in pages], "reason": "Silêncio eleitoral", **times, **fields}


def test_an_administrator_ticks_pages_in_the_list_and_ends_the_period_early(place, admin, shown):
    campinas, recife, _front = place
    bulk = f"/admin/bulk/wagtailcore/page/hide/?id={campinas.pk}&id={recife.pk}"
    assert admin.get(bulk)["Location"] == NEW
    page = admin.get(NEW).content.decode()
    assert page.count('name="pages"') == 2
    answer = admin.post(NEW, form(campinas))
    period = Hiding.objects.get()
    assert answer["Location"] == f"/admin/reports/hiding/{period.pk}/"
    assert shown() == ["Recife"]
    assert period.created_by == admin.user
    listed = admin.get("/admin/reports/hiding/").content.decode()
    assert "Silêncio eleitoral" in listed
    assert "Em vigor" in listed
    assert "volta ao site" in admin.get(answer["Location"]).content.decode()
    assert "Fora do site de" in admin.get(f"/admin/pages/{campinas.pk}/edit/").content.decode()
    admin.post(f"{answer['Location']}end/")
    assert shown() == ["Campinas", "Contas em dia", "Recife"]
    assert "Terminado" in admin.get("/admin/reports/hiding/").content.decode()
    assert "já tinha terminado" in admin.post(f"{answer['Location']}end/", follow=True).content.decode()
    told = ModelLogEntry.objects.filter(action__startswith="hiding.").order_by("pk")
    assert [(entry.action, entry.user) for entry in told] == [
        ("hiding.asked", admin.user),
        ("hiding.ended", admin.user),
    ]
    assert "Encerrada antes do fim" in admin.get("/admin/reports/audit/").content.decode()


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"words": "campi"}, {"Campinas"}),
        ({"states": ["PE"]}, {"Recife"}),
        ({"states": ["PE", "SP"]}, {"Campinas", "Recife"}),
        ({"areas": "Finanças"}, {"Contas em dia"}),
        ({"areas": "Finanças", "states": ["PE"]}, set()),
        ({"cities": "Campinas", "areas": "Finanças"}, {"Contas em dia"}),
        ({"words": "nada disso"}, set()),
    ],
)
def test_pages_are_found_by_title_state_city_and_area(asked, titles, place, admin):
    asked = {
        name: Page.objects.get(title=value).pk if name in {"areas", "cities"} else value
        for name, value in asked.items()
    }
    pages = admin.get(NEW, asked).context["pages"]
    assert {page.title for page in pages} == titles


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"pages": []}, "Escolha ao menos uma página."),
        ({"reason": ""}, "Este campo é obrigatório."),
        ({"ends_at": "01/01/2020 10:00"}, "O fim precisa vir depois do início"),
        ({"begins_at": "ontem"}, "Informe uma data/hora válida."),
    ],
)
def test_what_cannot_be_right_is_said_and_nothing_is_lost(fields, message, place, admin):
    answer = admin.post(NEW, form(place[0], **fields))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert not Hiding.objects.exists()
    assert fields.get("pages") == [] or f'value="{place[0].pk}" checked' in page


def test_nobody_else_hides_or_brings_back(place, django_user_model, shown):
    period = hidden(place[0])
    for group in ("Editores", "Revisores"):
        client = log_in(django_user_model, group)
        client.post(NEW, form(place[1]))
        client.post(f"/admin/reports/hiding/{period.pk}/end/")
        for address in ("", "new/", f"{period.pk}/"):
            assert client.get(f"/admin/reports/hiding/{address}").status_code == 302, address
        client.get(f"/admin/bulk/wagtailcore/page/hide/?id={place[1].pk}")
        assert not client.session.get("pages_to_hide")
    assert shown() == ["Recife"]
    assert Hiding.objects.count() == 1


def test_the_beginning_and_the_end_are_told_once_whatever_stops_in_between(place):
    period = hidden(place[0])
    for _time in range(2):
        tell_of_periods.func()
    put(period, -2 * HOUR, -HOUR)
    for _time in range(2):
        tell_of_periods.func()
    told = ModelLogEntry.objects.filter(action__in=["hiding.begun", "hiding.over"]).order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["hiding.begun", "hiding.over"]
    assert HiddenPage.objects.get().told == 2


def test_finding_pages_costs_the_same_however_many_there_are(place, admin, django_assert_max_num_queries):
    for number in range(20):
        make_work_front(place[0], title=f"Frente {number}")
    admin.get(NEW)
    with django_assert_max_num_queries(24):
        assert len(admin.get(NEW, {"words": "frente"}).context["pages"]) == 20
