"""Which kinds get a new version by what, and in which transaction."""

import threading

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, transaction
from wagtail.models import Page, PageViewRestriction

from cities.models import CityPage
from cms.versions.installing import is_installed, remove
from cms.versions.kinds import QUIET, QUIET_APPS, is_parted, tables
from cms.versions.models import ContentChange, ContentVersion
from cms.versions.reading import current
from home.models import AreaPage, HomePage
from tests.builders import make_area, make_city, make_image, make_person, make_work_front


@pytest.fixture
def changed(own_database):
    """Return a function that does something, and gives the kinds that it changed."""

    def kinds(change):
        before = current().by_kind
        change()
        after = current().by_kind
        return {kind for kind in after if after[kind] != before[kind]} - {"", "search.searchentry", "search.searchword"}

    return kinds


def test_every_table_is_watched_or_said_to_be_none_of_content(own_database):
    assert is_installed("default")
    watched = {table.model for table in tables()} | {Page, PageViewRestriction}
    others = [model for model in apps.get_models(include_auto_created=True) if model not in watched]
    for model in others:
        meta = model._meta
        assert is_parted(model) or meta.label_lower in QUIET or meta.app_label in QUIET_APPS or not meta.managed, model
        assert not hasattr(model, "graphql_fields")
    labels = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert labels >= QUIET, "the list names models that are gone"


def test_a_change_is_of_its_own_kind(changed):
    city, area = make_city(), make_area()
    front = make_work_front(city, area=area)
    assert changed(lambda: city.save_revision()) == set()
    assert changed(lambda: make_person().save_revision()) == {"home.person"}
    assert changed(lambda: AreaPage.objects.update(summary="X")) == {"home.areapage"}
    assert changed(lambda: AreaPage.objects.update(summary="X")) == set()
    assert changed(lambda: city.areas.through.objects.create(citypage=city, areapage=area)) == {"cities.citypage"}
    assert changed(make_image) == {"cms.customimage"}
    assert changed(lambda: Page.objects.filter(pk=front.pk).update(live=False)) == {"cities.workfrontpage"}


def test_what_hides_or_names_a_page_changes_what_lies_below(changed):
    city = make_city()
    make_work_front(city, area=make_area())
    below = {"cities.citypage", "cities.workfrontpage"}
    assert changed(lambda: Page.objects.filter(pk=city.pk).update(live=False)) == below
    assert changed(lambda: Page.objects.filter(pk=city.pk).update(title="Outra")) == below
    assert changed(lambda: CityPage.objects.filter(pk=city.pk).update(summary="X")) == {"cities.citypage"}
    restriction = PageViewRestriction(page=city, restriction_type="login")
    assert changed(lambda: PageViewRestriction.objects.bulk_create([restriction])) == below
    assert changed(lambda: PageViewRestriction.objects.update(restriction_type="password")) == below
    assert changed(lambda: PageViewRestriction.objects.all().delete()) == below


def test_the_place_of_a_sites_start_is_in_every_address(changed):
    assert "roots" in changed(lambda: Page.objects.filter(pk=HomePage.objects.get().pk).update(url_path="/outra/"))
    assert "roots" not in changed(lambda: HomePage.objects.update(title="Outro"))


def test_what_is_rolled_back_changes_nothing(changed):
    def change():
        with transaction.atomic():
            make_area()
            assert current() is None, "nobody else sees this yet"
            transaction.set_rollback(True)

    assert changed(change) == set()
    assert not ContentChange.objects.exists()


def test_nothing_is_cached_where_the_triggers_are_missing(own_database):
    remove("default")
    assert current() is None
    call_command("migrate", verbosity=0)
    assert current() is not None
    assert is_installed("default")


def test_publishers_do_not_wait_for_each_other_for_ever(own_database):
    """Two transactions that change the same kinds, in opposite orders, are both committed."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    before = ContentVersion.objects.get(kind="").version
    meet, failures = threading.Barrier(2, timeout=10), []
    own = connections["default"]

    def write(number: int) -> None:
        mine = own.copy()
        steps = [
            f"INSERT INTO search_searchword (word, reverse) VALUES ('a{number}', 'a{number}')",
            f"INSERT INTO taggit_tag (name, slug) VALUES ('t{number}', 't{number}')",
        ]
        try:
            with mine.cursor() as cursor:
                cursor.execute("BEGIN")
                for step in steps if number else reversed(steps):
                    cursor.execute(step)
                meet.wait()
                cursor.execute("COMMIT")
        except Exception as error:
            failures.append(error)
        finally:
            mine.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert ContentVersion.objects.get(kind="").version != before
    assert not ContentChange.objects.exists()


def test_a_connection_that_was_lost_is_made_anew(own_database):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no sessions to lose.")
    before = current()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (session,) = cursor.fetchone()
    other = connections["default"].copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [session])
    other.close()
    assert current() is before
