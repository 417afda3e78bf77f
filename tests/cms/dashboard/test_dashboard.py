"""The first page of the admin, as each role opens it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Workflow

from cities.models import CityPage
from cms.engagement.models import Comment
from home.models.submissions import FormSubmission
from tests.builders import make_city, make_form, make_narrative, make_story


@pytest.fixture
def person(db, django_user_model):
    def make(name, group):
        user = django_user_model.objects.create_user(name, f"{name}@example.org", "uma senha bem comprida")
        user.groups.add(Group.objects.get_or_create(name=group)[0])
        return user

    return make


def open_home(user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    answer = client.get("/admin/")
    assert answer.status_code == 200
    return answer.content.decode()


def panel(page, name):
    """Return the text of a panel, without tags; None where there is none."""
    found = re.search(rf'aria-labelledby="desk-{name}">(.*?)</section>', page, re.DOTALL)
    return found and " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_an_editor_who_has_nothing_reads_what_will_be_here(home, person):
    page = open_home(person("ana", "Editores"))
    assert panel(page, "drafts").endswith("O que você salvar sem publicar aparece aqui.")
    assert panel(page, "sent").endswith("Para pedir uma, abra a página e escolha “Enviar para moderação”.")
    assert panel(page, "scheduled").startswith("Agendadas Nada está agendado.")
    assert panel(page, "cities") is None or "completos" in panel(page, "cities")
    for name in ("to-review", "comments", "submissions", "locked"):
        assert panel(page, name) is None


def test_drafts_are_of_whoever_looks(home, person):
    ana, bia = person("ana", "Editores"), person("bia", "Editores")
    for number in range(6):
        make_narrative(title=f"Rascunho {number}", live=False, owner=ana).save_revision(user=ana)
    page = open_home(ana)
    assert panel(page, "drafts").startswith("Meus rascunhos 6 Rascunho 5")
    assert "Rascunho 0" not in panel(page, "drafts")
    assert "Ver todas (6)" in panel(page, "drafts")
    assert "Rascunho" not in panel(open_home(bia), "drafts").removeprefix("Meus rascunhos")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ana)
    assert "Rascunho 0" in client.get("/admin/reports/drafts/").content.decode()


def test_what_was_sent_waits_for_who_reviews(home, person):
    ana, rui = person("ana", "Editores"), person("rui", "Revisores")
    story = make_story(title="Contas em dia", live=False)
    story.save_revision(user=ana)
    Workflow.objects.get().start(story, ana)
    assert panel(open_home(rui), "to-review").startswith("Esperam a sua revisão 1 Contas em dia ana")
    assert "Contas em dia Aprovação dos revisores" in panel(open_home(ana), "sent")
    assert "Contas em dia" not in open_home(person("bia", "Editores"))


def test_what_is_scheduled_says_when(home, person):
    rui = person("rui", "Revisores")
    story = make_story(title="Amanhã", live=False, go_live_at=timezone.now() + timedelta(days=1))
    story.save_revision(user=rui).publish()
    make_narrative(title="Acaba", expire_at=timezone.now() + timedelta(days=2)).save_revision().publish()
    told = panel(open_home(rui), "scheduled")
    assert re.fullmatch(r"Agendadas 2 Amanhã entra no ar · \d\d/\d\d/\d{4} Acaba sai do ar · \d\d/\d\d/\d{4}", told)


def test_cities_that_lack_something_say_what(home, person):
    city = make_city(title="Santos")
    CityPage.objects.filter(pk=city.pk).update(latest_revision_created_at=timezone.now() - timedelta(days=200))
    make_city(title="Encerrada", status="ended")
    told = panel(open_home(person("ana", "Editores")), "cities")
    assert told.startswith(
        "Perfis de cidades a cuidar 1 Santos sem mudança há mais de seis meses. 1 de 10, falta: imagem de destaque"
    )


def test_who_may_change_one_page_sees_that_one(home, person):
    user = person("caio", "De uma cidade")
    group, mine, other = user.groups.get(), make_city(title="Minha"), make_city(title="De outros")
    group.permissions.add(*Group.objects.get(name="Editores").permissions.filter(codename="access_admin"))
    GroupPagePermission.objects.create(group=group, page=mine, permission_type="change")
    for city in (mine, other):
        city.save_revision(user=user)
    page = open_home(user)
    assert "Minha" in panel(page, "cities")
    assert "De outros" not in page
    assert "Nova cidade" not in page


def test_comments_and_submissions_wait_for_who_handles_them(home, person):
    form = make_form(title="Fale conosco")
    FormSubmission.objects.create(page=form, form_data={}, key="k", expires_at="2100-01-01T00:00Z")
    Comment.objects.create(page=form, name="Lia", text="Muito bom", client="x")
    page = open_home(person("rui", "Revisores"))
    assert panel(page, "comments").startswith("Comentários esperando moderação 1 Muito bom Fale conosco")
    assert "Fale conosco 1 resposta" in panel(page, "submissions")
    assert "Muito bom" not in open_home(person("ana", "Editores"))


def test_shortcuts_lead_to_new_pages(home, person):
    city, story = make_city(), make_story()
    page = open_home(person("ana", "Editores"))
    assert f'href="/admin/pages/add/cities/citypage/{city.get_parent().pk}/"' in page
    assert f'href="/admin/pages/add/home/storypage/{story.get_parent().pk}/"' in page


def test_the_page_costs_the_same_whatever_waits(home, person):
    rui, workflow, counts = person("rui", "Revisores"), Workflow.objects.get(), []
    form, soon = make_form(), timezone.now() + timedelta(days=1)
    open_home(rui)
    for number in (10, 20):
        for _ in range(number):
            city = make_city()
            city.save_revision(user=rui)
            workflow.start(city, rui)
            make_narrative(live=False, owner=rui).save_revision(user=rui)
            make_narrative(live=False, go_live_at=soon).save_revision(user=rui).publish()
            Comment.objects.create(page=form, name="Lia", text="Muito bom", client="x")
        with CaptureQueriesContext(connection) as asked:
            open_home(rui)
        counts.append(len(asked))
    assert counts[1] <= counts[0], counts
