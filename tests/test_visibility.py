"""What is not public is in no answer, whatever the way to it."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from graphql import get_named_type, graphql_sync
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.api.ids import global_id
from cms.api.visit import Visit
from cms.graphql.schema import schema
from cms.visibility import Hidden, public
from home.models import FormSubmission, MenuItem, SubmittedFile
from tests.builders import (
    make_area,
    make_city,
    make_document,
    make_form,
    make_image,
    make_indicator,
    make_measurement,
    make_menu,
    make_milestone,
    make_narrative,
    make_partner,
    make_person,
    make_story,
    make_work_front,
)
from tests.schema_walk import select_all

pytestmark = pytest.mark.usefixtures("indexed")

CANARY = "canário"


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="segredo")
    restriction.groups.add(Group.objects.first())
    return page


def private_collection():
    secret = Collection.get_first_root_node().add_child(name="Reservada")
    CollectionViewRestriction.objects.create(collection=secret, restriction_type="login")
    return secret.add_child(name="Dentro da reservada")


@pytest.fixture
def planted(home):
    """A small site where every kind of hidden thing hangs on something public. Returns the hidden objects."""
    make_submission()
    now, title = timezone.now(), f"{CANARY} título"
    text = {"title": title, "summary": f"{CANARY} resumo"}
    area, city = make_area(title="Saúde"), make_city()
    front = make_work_front(city, area=area, title="Frente 2")
    story = make_story(areas=[area], cities=[city], title="História 3")
    collection = private_collection()
    hidden = [
        draft_city := make_city(live=False, areas=[area], **text),
        make_work_front(draft_city, area=area, **text),
        make_work_front(city, area=area, live=False, **text),
        make_work_front(city, area=area, expire_at=now - timedelta(minutes=1), **text),
        make_work_front(city, area=area, go_live_at=now + timedelta(days=1), **text),
        private_area := restrict(make_area(**text), "login"),
        grouped := restrict(make_area(**text), "groups"),
        restrict(make_story(areas=[area], cities=[city], **text), "password"),
        locked := restrict(make_narrative(title=title, introduction=CANARY), "password"),
        make_narrative(locked, title=title, introduction=CANARY),
        person := make_person(name=title, role=CANARY, live=False),
        partner := make_partner(name=title, live=False),
        indicator := make_indicator(name=title, live=False),
        make_measurement(city=city, indicator=indicator, source=CANARY),
        make_measurement(city=draft_city, source=CANARY),
        make_measurement(city=city, work_front=front, source="Prefeitura", indicator=indicator),
        make_milestone(draft_city, title=title),
    ]
    city.areas.set([area, private_area, grouped])
    city.city_leaders.create(person=person)
    city.hero_image, city.hero_alt = make_image(collection=collection, credit=CANARY), f"{CANARY} imagem"
    city.save()
    front.work_front_partners.create(partner=partner)
    front.work_front_cities.create(city=draft_city)
    front.save()
    story.story_cities.create(city=draft_city)
    document = make_document(title=title, collection=collection)
    story.documents.create(document=document)
    story.save()
    home.featured_cities.create(city=draft_city)
    home.featured_areas.create(area=private_area)
    home.save()
    menu = make_menu()
    menu.items = [MenuItem(label=CANARY, page=draft_city), MenuItem(label="Saúde", page=area)]
    menu.save()
    city.title = f"{CANARY} não publicado"
    city.save_revision()
    return [*hidden, document]


def make_submission():
    """What a visitor sent by a public form is hidden, and so is who in the team is told of it."""
    fields = [{"label": "Nome"}, {"label": "Anexo", "field_type": "file", "required": False}]
    form = make_form(fields=fields, title="Fale conosco", recipients="canario@example.org", consent_text="Uso.")
    given = {"consent_text": CANARY, "key": CANARY, "labels": {"nome": CANARY}, "expires_at": timezone.now()}
    submission = FormSubmission.objects.create(page=form, form_data={"nome": CANARY}, **given)
    file = {"file": f"{CANARY}.png", "name": f"{CANARY}.png", "key": f"{CANARY} 2", "size": 1}
    SubmittedFile.objects.create(page=form, submission=submission, started=CANARY, field="anexo", **file)


ROOTS = {
    "route": 'path: "/"',
    "page": 'path: "/"',
    "area": 'slug: "saude"',
    "city": 'slug: "{city}"',
    "story": 'slug: "{story}"',
    "workFront": 'id: "{front}"',
    "search": f'query: "{CANARY} título resumo uma cidade do programa", first: 100',
    "suggest": 'prefix: "ca"',
    "followPreferences": 'token: "x"',
    "node": 'id: "{city_id}"',
    "nodes": 'ids: ["{city_id}", "{front}"]',
}


def test_no_root_leads_to_what_is_hidden(planted, subtests):
    front = type(planted[1]).objects.get(title="Frente 2")
    given = {"city": front.city.slug, "city_id": global_id(front.city), "front": global_id(front)}
    for name, field in schema.query_type.fields.items():
        arguments = ROOTS.get(name, "").format(story="historia-3", **given)
        selection = select_all(get_named_type(field.type), 2)
        query = f"{{ {name}{f'({arguments})' if arguments else ''} {selection} }}"
        with subtests.test(name):
            answer = graphql_sync(schema, query, context_value=Visit())
            assert answer.errors is None
            told = json.dumps(answer.data, default=str, ensure_ascii=False)
            assert CANARY not in told
            assert "canario@" not in told


def test_the_branches_that_are_hidden_are_all_that_is_not_public(planted):
    hidden = Hidden()
    below = Page.objects.filter(path__startswith="00010001")
    shown = {page.pk for page in below if page.path not in hidden}
    assert shown == set(public(below).values_list("pk", flat=True))
    assert 0 < len(shown) < below.count()


def test_words_that_only_hidden_pages_have_find_nothing(planted, graphql):
    for query in (CANARY, "canario", "canários", "canáriu", "canar"):
        assert graphql("query($q: String!) { search(query: $q) { totalCount } }", q=query)["search"]["totalCount"] == 0
    assert graphql('{ suggest(prefix: "cana") { text } }') == {"suggest": []}


def test_a_hidden_id_answers_as_one_that_never_was(planted, graphql):
    for row in planted:
        assert graphql("query($id: ID!) { node(id: $id) { id } }", id=global_id(row)) == {"node": None}


def test_a_hidden_slug_filters_like_an_unknown_one(planted, ask):
    query = "query($slug: String!) { cities(filter: { area: [$slug] }) { totalCount } }"
    hidden, unknown = (ask(query, slug=slug)["errors"][0] for slug in (planted[5].slug, "nunca-existiu"))
    assert hidden["message"].replace(planted[5].slug, "X") == unknown["message"].replace("nunca-existiu", "X")
    assert hidden["extensions"] == unknown["extensions"] == {"code": "BAD_USER_INPUT"}


def test_totals_count_what_is_public(planted, graphql):
    totals = graphql("{ programme { cities workFronts areas citizensReached } }")["programme"]
    assert totals == {"cities": 1, "workFronts": 1, "areas": 1, "citizensReached": 0}


def test_a_restriction_in_name_only_hides_nothing(home):
    collection = Collection.get_first_root_node().add_child(name="Aberta")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="none")
    document = make_document(collection=collection)
    assert list(public(type(document).objects.all())) == [document]
