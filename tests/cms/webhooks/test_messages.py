"""Every public change is told, exactly; what is not public is not."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from graphql_relay import to_global_id
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cms.delivery.publishing import publish_revision, unpublish
from cms.image_rights.telling import tell_of_ended_rights
from cms.versions.tags import tag_of
from cms.webhooks import composing
from cms.webhooks.composing import compose
from cms.webhooks.models import Change, Message, Webhook
from home.models import HomePage, SiteSettings
from search.models import Synonyms
from tests.builders import (
    make_city,
    make_document,
    make_image,
    make_indicator,
    make_measurement,
    make_menu,
    make_narrative,
    make_partner,
    make_person,
    make_work_front,
)
from tests.cms.delivery.schedules import expire, schedule
from tests.cms.versions.reading import versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(told):
    """A city that the address knows."""
    made = make_city()
    told()
    return made


def brief(messages):
    """What tells most of each message: its event, the things in it, and the paths."""
    return [
        (
            message["type"],
            [(thing["type"], thing["number"], thing["removed"]) for thing in message["data"]["objects"]],
            message["data"]["paths"],
        )
        for message in messages
    ]


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()


def restrict(page, kind=PageViewRestriction.LOGIN):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, password="segredo")


CITY_PATH = "/cidades/abadia-de-goias-go/"
IMPORTED = [("3509502", "Campinas"), ("4314407", "Pelotas")]


def test_a_page_is_published(told, city):
    city.unpublish()
    told()
    city.save_revision().publish()
    [message] = told()
    assert message.pop("timestamp") == Message.objects.latest("created_at").created_at.isoformat(
        timespec="milliseconds"
    ).replace("+00:00", "Z")
    assert message == {
        "type": "page.published",
        "data": {
            "site": "localhost",
            "locale": "pt-BR",
            "objects": [
                {
                    "type": "CityPage",
                    "id": to_global_id("CityPage", str(city.pk)),
                    "number": city.pk,
                    "removed": False,
                    "path": CITY_PATH,
                    "previousPath": None,
                }
            ],
            "complete": True,
            "everywhere": False,
            "paths": ["/cidades/", CITY_PATH],
            "tags": ["everything", "cities.citypage", "cms.pathrecord", f"citypage-{city.pk}"],
        },
    }


def test_a_page_on_the_air_changes(told, city):
    publish(city, summary="Outro resumo")
    [message] = told()
    assert brief([message]) == [("page.published", [("CityPage", city.pk, False)], ["/cidades/", CITY_PATH])]
    assert message["data"]["tags"] == ["everything", "cities.citypage", f"citypage-{city.pk}"]


def test_a_draft_is_nobodys_business(told, city):
    city.title = "Em segredo"
    city.save_revision()
    draft = make_narrative(live=False, title="Só um rascunho")
    draft.save_revision()
    draft.introduction = "Outro"
    draft.save()
    draft.delete()
    assert told() == []


def test_what_is_under_a_private_page_is_nobodys_business(told, city):
    front = make_work_front(city)
    restrict(city.get_parent())
    told()
    publish(city, title="Em segredo")
    publish(front, title="Em segredo")
    city.unpublish()
    assert told() == []


def test_a_page_is_unpublished_and_published_in_one_moment(told, city):
    city.unpublish()
    city.save_revision().publish()
    city.unpublish()
    city.save_revision().publish()
    assert brief(told()) == [("page.published", [("CityPage", city.pk, False)], ["/cidades/", CITY_PATH])]


def test_a_page_is_published_and_deleted_in_one_moment(told, city):
    make_narrative(slug="um").delete()
    assert told() == []


def test_a_page_is_unpublished_with_what_is_below_it(told, city):
    front = make_work_front(city)
    told()
    city.unpublish()
    [message] = told()
    assert message["type"] == "page.unpublished"
    assert [(thing["number"], thing["path"], thing["previousPath"]) for thing in message["data"]["objects"]] == [
        (city.pk, None, CITY_PATH),
        (front.pk, None, f"{CITY_PATH}{front.slug}/"),
    ]
    assert message["data"]["paths"] == [
        f"/areas/{front.area.slug}/",
        "/cidades/",
        CITY_PATH,
        f"{CITY_PATH}{front.slug}/",
    ]
    assert {"cities.citypage", "cities.workfrontpage", "cms.pathrecord"} <= set(message["data"]["tags"])


def test_a_page_moves(told, city):
    publish(city, slug="goias")
    moved, redirect = told()
    assert moved["type"] == "page.moved"
    assert moved["data"]["objects"][0]["path"] == "/cidades/goias/"
    assert moved["data"]["objects"][0]["previousPath"] == CITY_PATH
    assert (
        moved["data"]["paths"] == [CITY_PATH, "/cidades/", "/cidades/goias/"]
        or sorted(["/cidades/", CITY_PATH, "/cidades/goias/"]) == moved["data"]["paths"]
    )
    row = Redirect.objects.get()
    assert (redirect["type"], redirect["data"]["objects"][0]["number"]) == ("redirect.changed", row.pk)
    assert row.old_path in redirect["data"]["paths"]


def test_a_branch_moves(told, home):
    parent, other = make_narrative(slug="pai"), make_narrative(slug="outro")
    child = make_narrative(parent, slug="filho")
    told()
    parent.refresh_from_db()
    other.refresh_from_db()
    parent.move(other, pos="last-child")
    moved = told()[0]
    assert [(thing["path"], thing["previousPath"]) for thing in moved["data"]["objects"]] == [
        ("/outro/pai/", "/pai/"),
        ("/outro/pai/filho/", "/pai/filho/"),
    ]
    assert moved["type"] == "page.moved"
    assert set(moved["data"]["paths"]) == {"/", "/outro/", "/pai/", "/pai/filho/", "/outro/pai/", "/outro/pai/filho/"}
    assert child.pk == moved["data"]["objects"][1]["number"]


def test_a_page_is_deleted(told, city):
    key = city.pk
    city.delete()
    assert brief(told()) == [("page.deleted", [("CityPage", key, True)], ["/cidades/", CITY_PATH])]


def test_a_draft_that_was_public_is_deleted(told, city):
    city.unpublish()
    told()
    city.delete()
    assert told() == []


@pytest.mark.parametrize("kind", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD])
def test_a_page_is_restricted_and_opened(told, city, kind):
    restriction = restrict(city, kind)
    assert brief(told()) == [("page.unpublished", [("CityPage", city.pk, True)], ["/cidades/", CITY_PATH])]
    restriction.delete()
    assert brief(told()) == [("page.published", [("CityPage", city.pk, False)], ["/cidades/", CITY_PATH])]


def test_a_schedule_is_told_when_its_moment_comes(told, city):
    revision = schedule(city, seconds=3600, summary="Amanhã")
    told()
    assert told() == []
    moment = timezone.now() - timedelta(seconds=1)
    revision.approved_go_live_at = moment
    revision.content["go_live_at"] = moment.isoformat()
    revision.save()
    publish_revision.call(revision.pk, moment.isoformat())
    assert brief(told()) == [("page.published", [("CityPage", city.pk, False)], ["/cidades/", CITY_PATH])]


def test_an_expiry_is_told(told, city):
    expire(city, seconds=-1)
    told()
    moment = Page.objects.get(pk=city.pk).expire_at
    unpublish.call("wagtailcore", "page", str(city.pk), moment.isoformat())
    told()
    assert Message.objects.latest("created_at").type == "page.unpublished"


def test_a_title_shows_in_what_is_below(told, city):
    front = make_work_front(city)
    told()
    publish(city, title="Outro nome")
    [message] = told()
    assert message["data"]["paths"] == ["/cidades/", CITY_PATH, f"{CITY_PATH}{front.slug}/"]
    assert {"cities.citypage", "cities.workfrontpage"} <= set(message["data"]["tags"])


def test_rows_written_by_hand_are_told(told, city):
    Page.objects.filter(pk=city.pk).update(live=False)
    assert brief(told())[0][0] == "page.unpublished"
    Page.objects.filter(pk=city.pk).update(live=True)
    assert brief(told())[0][0] == "page.published"


def test_an_image_is_told_where_it_is_seen(told, city):
    image = make_image()
    assert told() == []  # nobody has seen it yet
    publish(city, hero_image=image, hero_alt="A praça")
    told()
    image.credit = "Outra pessoa"
    image.save()
    [message] = told()
    assert brief([message]) == [("image.changed", [("Image", image.pk, False)], [CITY_PATH])]
    assert (message["data"]["site"], message["data"]["objects"][0]["id"]) == ("localhost", None)
    assert message["data"]["tags"] == ["everything", "cms.customimage", f"customimage-{image.pk}"]


def test_an_image_is_not_told_where_nobody_sees_it(told, city):
    image = make_image()
    publish(city, hero_image=image, hero_alt="A praça")
    make_city(live=False, hero_image=image, hero_alt="A praça")
    told()
    image.credit = "Outra pessoa"
    image.save()
    assert brief(told()) == [("image.changed", [("Image", image.pk, False)], [CITY_PATH])]


def test_an_image_becomes_private(told, city):
    image = make_image()
    publish(city, hero_image=image, hero_alt="A praça")
    told()
    private = Collection.get_first_root_node().add_child(name="Reservada")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    told()
    image.collection = private
    image.save()
    assert brief(told()) == [("image.changed", [("Image", image.pk, True)], [CITY_PATH])]
    image.credit = "Em segredo"
    image.save()
    assert told() == []


def test_the_rights_to_an_image_end(told, city):
    image = make_image(rights_end_at=timezone.now() + timedelta(days=1))
    publish(city, hero_image=image, hero_alt="A praça")
    told()
    with time_machine.travel(image.rights_end_at, tick=True):
        tell_of_ended_rights.func()
        assert brief(told()) == [("image.changed", [("Image", image.pk, True)], [CITY_PATH])]
        tell_of_ended_rights.func()
        image.refresh_from_db()
        image.credit = "Em segredo"
        image.save()
        assert brief(told()) == []
        image.rights_end_at += timedelta(days=1)
        image.save()
        assert brief(told()) == [("image.changed", [("Image", image.pk, False)], [CITY_PATH])]


def test_an_image_is_deleted(told, city):
    image = make_image()
    publish(city, hero_image=image, hero_alt="A praça")
    told()
    image.delete()
    assert brief(told()) == [("page.published", [("CityPage", city.pk, False)], ["/cidades/", CITY_PATH])]


def test_an_image_that_every_page_shows(told, home):
    image = make_image()
    shared = SiteSettings.for_site(Site.objects.get())
    shared.share_image = image
    shared.save()
    told()
    image.credit = "Outra pessoa"
    image.save()
    [message] = told()
    assert (message["type"], message["data"]["everywhere"]) == ("image.changed", True)


def test_a_private_collection_is_told_without_its_things(told, home):
    private = Collection.get_first_root_node().add_child(name="Reservada")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    assert [(m["type"], m["data"]["objects"], m["data"]["complete"]) for m in told()] == [
        ("image.changed", [], False),
        ("document.changed", [], False),
    ]


def test_a_document_that_nobody_has_seen(told, home):
    make_document()
    assert told() == []


def test_a_snippet_is_told_where_it_is_seen(told, city):
    person = make_person()
    told()
    person.name = "Outro nome"
    person.save_revision()
    assert told() == []
    person.save_revision().publish()
    assert brief(told()) == [("snippet.changed", [("Person", person.pk, False)], [])]
    person.unpublish()
    assert brief(told()) == [("snippet.changed", [("Person", person.pk, True)], [])]
    person.delete()
    assert told() == []


def test_a_measurement_is_told_with_its_city(told, city):
    measurement = make_measurement(city=city)
    [message] = [message for message in told() if message["data"]["objects"][0]["type"] == "Measurement"]
    assert brief([message]) == [("snippet.changed", [("Measurement", measurement.pk, False)], [CITY_PATH])]
    key = measurement.pk
    measurement.delete()
    assert brief(told()) == [("snippet.changed", [("Measurement", key, True)], [CITY_PATH])]
    city.unpublish()
    told()
    make_measurement(city=city, indicator=make_indicator(live=False)).delete()
    assert told() == []
    make_city(title="Outra cidade")
    hidden = make_measurement(city=city)
    told()
    hidden.delete()
    assert told() == []


def test_a_menu_settings_and_texts_show_everywhere(told, home):
    menu = make_menu()
    [message] = told()
    assert brief([message]) == [("menu.changed", [("Menu", menu.pk, False)], [])]
    assert (message["data"]["site"], message["data"]["locale"], message["data"]["everywhere"]) == (
        "localhost",
        "pt-BR",
        True,
    )
    settings = SiteSettings.for_site(Site.objects.get())
    settings.phone = "(11) 3000-0000"
    settings.save()
    [message] = told()
    assert (message["type"], message["data"]["site"], message["data"]["everywhere"]) == (
        "settings.changed",
        "localhost",
        True,
    )
    assert message["data"]["tags"] == ["everything", "home.sitesettings", f"sitesettings-{settings.pk}"]


def test_a_redirect_is_told_unless_it_leads_to_a_draft(told, city):
    redirect = Redirect.objects.create(old_path="/velho", redirect_link="https://example.org/", site=None)
    assert brief(told()) == [("redirect.changed", [("Redirect", redirect.pk, False)], ["/velho"])]
    secret = Redirect.objects.create(old_path="/segredo", redirect_page=make_narrative(live=False))
    assert told() == []
    secret.delete()
    assert told() == []
    key = redirect.pk
    redirect.delete()
    assert brief(told()) == [("redirect.changed", [("Redirect", key, True)], ["/velho"])]


def test_search_and_sites(told, home):
    Synonyms.objects.create(terms="prefeitura, município", locale=Locale.get_default())
    Locale.objects.create(language_code="en")
    assert [message["type"] for message in told()] == ["search.changed", "site.changed"]


def test_many_pages_are_few_messages(told, city, monkeypatch):
    monkeypatch.setattr(composing, "MOST_OBJECTS", 3)
    for number in range(4):
        make_narrative(slug=f"pagina-{number}")
    [message] = told()
    assert (message["type"], len(message["data"]["objects"]), message["data"]["complete"]) == (
        "page.published",
        3,
        False,
    )
    assert message["data"]["tags"] == ["everything", "cms.pathrecord", "home.narrativepage"]


def test_an_import_is_one_message_a_kind_of_change(told, home, tmp_path):
    told()
    file = tmp_path / "content.json"
    cities = [{"ibge_code": code, "title": title, "summary": "Piloto."} for code, title in IMPORTED]
    file.write_text(json.dumps({"cities": cities, "partners": [{"slug": "sebrae", "name": "Sebrae"}]}))
    call_command("import_content", str(file), stdout=StringIO())
    pages, partner = told()
    assert (pages["type"], pages["data"]["complete"], partner["type"]) == ("page.published", True, "snippet.changed")
    assert [thing["type"] for thing in pages["data"]["objects"]] == ["CityIndexPage", "CityPage", "CityPage"]
    assert pages["data"]["paths"] == ["/", "/cidades/", "/cidades/campinas-sp/", "/cidades/pelotas-rs/"]
    call_command("import_content", str(file), stdout=StringIO())
    assert told() == []


def test_a_bulk_action_is_one_message(told, home, admin_client):
    pages = [make_narrative(slug=slug) for slug in ("um", "dois")]
    told()
    keys = "&".join(f"id={page.pk}" for page in pages)
    admin_client.post(f"/admin/bulk/wagtailcore/page/unpublish/?{keys}&next=/admin/", headers={"host": "127.0.0.1"})
    [message] = told()
    assert (message["type"], message["data"]["paths"]) == ("page.unpublished", ["/", "/dois/", "/um/"])


def test_a_transaction_that_is_rolled_back_is_not_told(told, city):
    with transaction.atomic():
        publish(city, title="Nunca")
        transaction.set_rollback(True)
    assert told() == []


def test_an_address_hears_of_its_site_and_its_events(told, webhook, city):
    second = HomePage(title="Outro", slug="outro-site", hero_title="Outro")
    Page.objects.get(depth=1).add_child(instance=second)
    other = Site.objects.create(hostname="outro.example", root_page=second)
    told()
    of_other = Webhook.objects.create(name="Outro", url="https://example.org/2", site=other)
    redirects = Webhook.objects.create(name="Só", url="https://example.org/3", events=["redirect.changed"])
    off = Webhook.objects.create(name="Fora", url="https://example.org/4", is_active=False)
    publish(city, summary="Outro resumo")
    Redirect.objects.create(old_path="/velho", redirect_link="https://example.org/", site=None)
    compose()
    heard = [sorted(each.deliveries.values_list("message__type", flat=True)) for each in (of_other, redirects, off)]
    assert heard == [["redirect.changed"], ["redirect.changed"], []]


def test_publishing_costs_the_same_however_many_are_told(told, city):
    def cost():
        city.summary += "."
        revision = city.save_revision()
        with CaptureQueriesContext(connection) as statements:
            revision.publish()
        return len(statements)

    cost()
    one = cost()
    for number in range(20):
        Webhook.objects.create(name=str(number), url=f"https://example.org/{number}")
    assert cost() == one


def test_nothing_is_noted_while_there_is_nobody_to_tell(told, webhook, city):
    Webhook.objects.update(is_active=False)
    publish(city, summary="Outro resumo")
    assert not Change.objects.exists()


@pytest.mark.parametrize("act", ["publish", "rename", "unpublish", "move", "delete", "restrict", "menu", "partner"])
def test_tags_name_every_kind_that_has_changed(told, city, act):
    make_work_front(city)
    told()
    before = versions()
    {
        "publish": lambda: publish(city, summary="Outro"),
        "rename": lambda: publish(city, title="Outro"),
        "unpublish": city.unpublish,
        "move": lambda: publish(city, slug="outro"),
        "delete": lambda: Page.objects.get(pk=city.pk).delete(),
        "restrict": lambda: restrict(city),
        "menu": make_menu,
        "partner": make_partner,
    }[act]()
    messages = told()
    after = versions()
    changed = {tag_of(kind) for kind in after if before[kind] != after[kind]}
    unseen = {"search.searchentry", "search.searchkind", "search.searchword"}
    assert changed - unseen <= {tag for message in messages for tag in message["data"]["tags"]}
