"""Every kind of change that content can have, with a question whose answer it changes."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cities.models import CityIndexPage, CityLeader, CityPage, Indicator, Measurement, Municipality, WorkFrontPage
from cms.engagement.comments.moderation import answer, approve, withdraw
from cms.engagement.models import Comment
from cms.media import CustomDocument, CustomImage
from home.models import (
    AreaIndexPage,
    AreaPage,
    HomePage,
    Menu,
    MenuItem,
    Person,
    SiteSettings,
    SiteText,
    SocialProfile,
    StoryDocument,
)
from search.models import ApprovedQuery, PromotedPage, PromotedQuery, Synonyms
from tests.builders import (
    make_area,
    make_city,
    make_document,
    make_image,
    make_indicator,
    make_measurement,
    make_menu,
    make_milestone,
    make_narrative,
    make_person,
    make_story,
    make_work_front,
)

CITIES = "{ cities { totalCount nodes { title } } }"
AREAS = "{ areas { nodes { title summary } } }"
CITY = '{ city(slug: "%s") { title heroImage { url alt } leaders { name } milestones { title } areas { title } } }'
FRONTS = "{ workFronts { nodes { title city { title } breadcrumbs { title path } } } }"
SITE = "{ site { name url description contact { email } socialProfiles { url } menus { handle items { label url } } } }"
DOCUMENTS = "{ stories { nodes { title documents { title url } } } }"
TEXT = '{ area(slug: "gestao") { body { ... on RichTextBlock { text { html } } } } }'
NUMBERS = "{ cities { nodes { indicators { name } measurements { nodes { value source } } } } }"
ROUTE = '{ route(path: "/velho/") { __typename ... on RedirectRoute { url } ... on PageRoute { page { title } } } }'
TOTALS = "{ programme { cities workFronts areas citizensReached } }"
PATHS = "{ paths { nodes { path lastPublishedAt } } }"
SEARCH = '{ search(query: "%s") { totalCount nodes { promoted page { title } } } }'
SUGGEST = '{ suggest(prefix: "ilum") { text } }'
TRANSLATED = (
    '{ page(path: "/traduzida/", locale: "en", localeFallback: true) { title isFallback alternates { path } } }'
)
COMMENTS = '{ page(path: "/%s/") { comments { totalCount nodes { text replies { nodes { text } } } } } }'
LD = "{ areas { nodes { seo { jsonLd } } } }"


@dataclass
class World:
    """What the changes are made to."""

    city: CityPage
    front: WorkFrontPage
    area: AreaPage
    image: CustomImage
    document: CustomDocument
    person: Person
    folder: Path
    admin: Client


def make_world(folder: Path) -> World:
    """Make a small content with one of each."""
    area = make_area(title="Gestão", slug="gestao")
    image, document, person = make_image(), make_document(), make_person()
    city = make_city(areas=[area], hero_image=image, hero_alt="Vista")
    CityLeader.objects.create(page=city, person=person)
    make_milestone(city)
    front = make_work_front(city, area=area, title="Iluminação")
    make_measurement(city=city, indicator=make_indicator())
    story = make_story(cities=[city])
    StoryDocument.objects.create(page=story, document=document)
    area.body = [{"type": "rich_text", "value": {"text": f'<p><a linktype="page" id="{front.pk}">frente</a></p>'}}]
    area.save()
    make_menu()
    SiteText.objects.create(site=Site.objects.get(), locale=Locale.get_default(), programme_name="Programa")
    user = get_user_model().objects.create_superuser("admin", "a@example.org", "x")
    admin = Client(headers={"host": "127.0.0.1"})
    admin.force_login(user)
    return World(city, front, area, image, document, person, folder, admin)


Change = Callable[[World], object]


def changes(world: World) -> list[tuple[str, str, Change]]:
    """Return the changes: what each is called, the question, and what makes it. They are made in this order."""
    city = CITY % world.city.slug
    return [
        ("publish", CITIES, lambda w: _published(w.city, title="Outra cidade")),
        ("edit of a page above", FRONTS, lambda w: _published(CityIndexPage.objects.get(), title="Os municípios")),
        ("unpublish of a page above", FRONTS, lambda w: CityIndexPage.objects.get().unpublish()),
        ("publish of a page above", FRONTS, lambda w: _published(CityIndexPage.objects.get())),
        ("links to what is hidden", TEXT, lambda w: w.front.unpublish()),
        ("links to what is back", TEXT, lambda w: _published(w.front)),
        ("new page", AREAS, lambda w: make_area(title="Saúde")),
        ("totals", TOTALS, lambda w: make_city()),
        ("linked data", LD, lambda w: _published(AreaIndexPage.objects.get(), title="Eixos")),
        ("sitemap", PATHS, lambda w: make_narrative(slug="traduzida")),
        ("restriction", FRONTS, lambda w: _restrict(CityIndexPage.objects.get())),
        ("end of a restriction", FRONTS, lambda w: PageViewRestriction.objects.all().delete()),
        ("copy", AREAS, lambda w: w.area.copy(update_attrs={"title": "Gestão (cópia)", "slug": "copia"})),
        ("move", FRONTS, lambda w: _moved(w.front, make_city())),
        ("delete", AREAS, lambda w: AreaPage.objects.get(slug="copia").delete()),
        ("bulk action", AREAS, lambda w: _bulk(w, "unpublish", AreaPage.objects.get(title="Saúde"))),
        ("privacy in the admin", AREAS, lambda w: _set_privacy(w, "login")),
        ("end of privacy in the admin", AREAS, lambda w: _set_privacy(w, "none")),
        (
            "image",
            city,
            lambda w: _saved(CustomImage.objects.get(pk=w.image.pk), focal_point_x=5, file=make_image().file),
        ),
        ("private collection", city, lambda w: _private(w, CustomImage, w.image)),
        ("end of privacy", city, lambda w: CollectionViewRestriction.objects.all().delete()),
        ("document", DOCUMENTS, lambda w: _saved(CustomDocument.objects.get(pk=w.document.pk), title="Balanço")),
        ("private document", DOCUMENTS, lambda w: _private(w, CustomDocument, w.document)),
        ("snippet", city, lambda w: _saved_published(Person.objects.get(pk=w.person.pk), name="Ana")),
        ("snippet is unpublished", city, lambda w: Person.objects.get(pk=w.person.pk).unpublish()),
        ("part of a page", city, lambda w: make_milestone(CityPage.objects.get(pk=w.city.pk), title="Marco novo")),
        (
            "reference data",
            TOTALS,
            lambda w: _saved(
                CityPage.objects.get(pk=w.city.pk), population=5, population_year=2022, population_source="IBGE"
            ),
        ),
        ("number", NUMBERS, lambda w: Measurement.objects.update(source="Tribunal de Contas")),
        ("indicator", NUMBERS, lambda w: Indicator.objects.update(name="Receita")),
        ("setting", SITE, lambda w: SiteSettings.objects.create(site=Site.objects.get(), email="a@example.org")),
        ("part of a setting", SITE, _add_profile),
        ("text of the site", SITE, lambda w: SiteText.objects.update(programme_name="Juntos")),
        (
            "menu",
            SITE,
            lambda w: MenuItem.objects.create(menu=Menu.objects.get(), label="Início", url="https://a.example.org"),
        ),
        ("redirect", ROUTE, lambda w: Redirect.add_redirect("/velho", redirect_to=w.city)),
        ("slug", ROUTE.replace("velho", "eixos"), lambda w: _published(AreaIndexPage.objects.get(), slug="eixos")),
        ("site", SITE, lambda w: _saved(Site.objects.get(), port=443)),
        ("language", SITE.replace("name", "name locales { code }", 1), _translate_the_start),
        ("translation", TRANSLATED, _translate_a_page),
        ("bulk_create", CITIES, lambda w: CityPage.areas.through.objects.bulk_create([]) or make_city(title="Nova")),
        ("QuerySet.update", AREAS, lambda w: AreaPage.objects.update(summary="Outro resumo.")),
        ("SQL by hand", CITIES, lambda w: _sql("UPDATE wagtailcore_page SET title = 'À mão' WHERE id = %s", w.city.pk)),
        ("import", AREAS, _import),
        ("search: page", SEARCH % "vacina", lambda w: make_area(title="Vacina")),
        ("search: synonyms", SEARCH % "imunizante", _add_synonyms),
        ("search: promotion", SEARCH % "vacina", _promote),
        ("suggestion", SUGGEST, lambda w: ApprovedQuery.objects.create(text="iluminar", locale=Locale.get_default())),
        (
            "municipality",
            "{ cities { nodes { municipality { name } } } }",
            lambda w: Municipality.objects.update(name="X"),
        ),
        ("comment", COMMENTS % "traduzida", lambda w: _approve(w, "Muito bom.")),
        ("answer to a comment", COMMENTS % "traduzida", _answer),
        ("comment that was taken back", COMMENTS % "traduzida", lambda w: withdraw(Comment.objects.earliest("pk"))),
        ("expiry", CITIES, lambda w: _in_a_moment(w.city, "expire_at")),
        ("going live", CITIES, lambda w: _in_a_moment(w.city, "go_live_at", expire_at=None)),
        ("expiry of a page above", FRONTS, lambda w: _in_a_moment(CityIndexPage.objects.get(), "expire_at")),
    ]


MOMENT = 2.0


def lasts(name: str) -> float:
    """Return after how many seconds a change is to be seen: all but those of a moment at once."""
    return MOMENT if name.startswith(("expiry", "going live")) else 0.0


def _in_a_moment(page: Page, column: str, **also: object) -> None:
    Page.objects.filter(pk=page.pk).update(**also, **{column: timezone.now() + timedelta(seconds=MOMENT)})


def _published(page: Page, **fields: object) -> None:
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def _saved(row, **fields: object) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def _saved_published(row, **fields: object) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.save_revision().publish()


def _restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def _moved(page: Page, parent: Page) -> None:
    type(page).objects.get(pk=page.pk).move(parent, pos="last-child")


def _bulk(world: World, action: str, *pages: Page) -> None:
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
    ids = "&".join(f"id={page.pk}" for page in pages)
    response = world.admin.post(f"{url}?{ids}&next=/admin/", {"include_descendants": ""})
    assert response.status_code == 302, response.content[:2000]


def _set_privacy(world: World, kind: str) -> None:
    response = world.admin.post(
        reverse("wagtailadmin_pages:set_privacy", args=[world.area.pk]), {"restriction_type": kind}
    )
    assert response.status_code == 200


def _private(world: World, model, row) -> None:
    collection = Collection.get_first_root_node().add_child(name=f"Privada {time.monotonic()}")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=PageViewRestriction.LOGIN)
    model.objects.filter(pk=row.pk).update(collection=collection)


def _add_profile(world: World) -> None:
    SocialProfile.objects.create(settings=SiteSettings.objects.get(), network="facebook", url="https://fb.example.org")


def _translate_the_start(world: World) -> None:
    locale = Locale.objects.create(language_code="en")
    HomePage.objects.get(locale=Locale.get_default()).copy_for_translation(locale)


def _translate_a_page(world: World) -> None:
    english = Locale.objects.get(language_code="en")
    page = Page.objects.get(slug="traduzida", locale=Locale.get_default()).specific
    for translation in (HomePage.objects.get(locale=english), page.copy_for_translation(english)):
        _published(translation, title="Translated")


def _approve(world: World, text: str) -> None:
    page = Page.objects.get(slug="traduzida", locale=Locale.get_default())
    approve([Comment.objects.create(page=page, name="Maria", text=text)], get_user_model().objects.get())


def _answer(world: World) -> None:
    answer(Comment.objects.get(), get_user_model().objects.get(), name="Programa", text="Obrigado!")


def _add_synonyms(world: World) -> None:
    Synonyms.objects.create(terms="vacina\nimunizante", locale=Locale.get_default())


def _promote(world: World) -> None:
    query = PromotedQuery.objects.create(text="vacina")
    PromotedPage.objects.create(query=query, page=world.front)


def _sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _import(world: World) -> None:
    path = world.folder / "import.json"
    path.write_text(json.dumps({"areas": [{"slug": "cultura", "title": "Cultura", "summary": "O que importa."}]}))
    call_command("import_content", str(path), verbosity=0)
