"""Draft, review, published: who asks whom for what, by e-mail, in Portuguese."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Comment, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.delivery import mail as queue
from tests.builders import make_narrative

ASKED = "Revise, por favor: Por que “cidades” & bairros?"


@pytest.fixture
def people(db, django_user_model):
    """Return a browser of an editor and of a reviewer, each with their ``user``."""

    def log_in(name, group):
        user = django_user_model.objects.create_user(name, f"{name}@example.org", "girassol no telhado")
        user.first_name, user.last_name = name.title(), "Lima"
        user.save()
        user.groups.add(Group.objects.get(name=group))
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(user)
        client.user = user
        return client

    return log_in("ana", "Editores"), log_in("rui", "Revisores")


@pytest.fixture
def page(home):
    return make_narrative(title="Por que “cidades” & bairros?", slug="por-que", live=False)


def form(page, **fields):
    empty = {
        "title": page.title,
        "slug": page.slug,
        "introduction": "Onde as pessoas vivem.",
        "body": streamfield([]),
        "comments": inline_formset([]),
    }
    return nested_form_data({**empty, **fields})


def edit(client, page, **fields):
    answer = client.post(f"/admin/pages/{page.pk}/edit/", form(page, **fields))
    assert answer.status_code == 302, answer.content.decode()


def act(client, page, action, comment=""):
    task = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    address = f"/admin/pages/workflow/action/{page.pk}/{action}/{task.pk}/"
    return client.post(address, {"comment": comment})


def test_a_page_is_asked_for_sent_back_asked_for_again_and_published(page, people, graphql):
    editor, reviewer = people
    edit(editor, page, **{"action-submit": "1"})
    (asked,) = [message for message in mail.outbox if message.to == ["rui@example.org"]]
    assert asked.subject == ASKED
    assert f"http://127.0.0.1:8000/admin/pages/{page.pk}/edit/" in asked.body
    html = asked.alternatives[0][0]
    for text in (asked.body, html):
        assert "Olá Rui" in text
        assert "foi submetida para aprovação" in text
        assert "The page" not in text
    mail.outbox.clear()
    act(editor, page, "approve")
    assert not Page.objects.get(pk=page.pk).live
    act(reviewer, page, "reject", "Falta a fonte do número.")
    (back,) = mail.outbox
    assert (back.to, back.subject) == (["ana@example.org"], "Devolvida para você mudar: Por que “cidades” & bairros?")
    assert "Falta a fonte do número." in back.body
    edit(editor, page, introduction="Com a fonte.", **{"action-restart-workflow": "1"})
    mail.outbox.clear()
    act(reviewer, page, "approve")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ana@example.org"], "Aprovada: Por que “cidades” & bairros?")
    ]
    assert "http://localhost:3000/por-que/" in mail.outbox[0].body
    assert graphql('{ page(path: "/por-que/") { title } }')["page"] == {"title": page.title}


def test_who_wrote_a_comment_hears_of_the_answer(page, people):
    editor, reviewer = people
    edit(editor, page)
    comment = Comment.objects.create(page=page, user=editor.user, contentpath="title", text="É isto mesmo?")
    assert reviewer.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    mail.outbox.clear()
    reply = {
        "comments": inline_formset(
            [
                {
                    "id": comment.pk,
                    "text": comment.text,
                    "contentpath": "title",
                    "position": "",
                    "resolved": "",
                    "DELETE": "",
                    "replies": inline_formset([{"user": reviewer.user.pk, "text": "É, sim."}]),
                }
            ],
            initial=1,
        )
    }
    edit(reviewer, page, **reply)
    (told,) = mail.outbox
    assert (told.to, told.subject) == (["ana@example.org"], "Comentários: Por que “cidades” & bairros?")
    assert "É, sim." in told.body
    assert "has updated" not in told.body + told.alternatives[0][0]


def test_a_locked_page_is_changed_by_nobody_else(page, people):
    editor, reviewer = people
    reviewer.post(f"/admin/pages/{page.pk}/lock/")
    editor.post(f"/admin/pages/{page.pk}/edit/", form(page, title="Mudado"))
    assert not Page.objects.get(pk=page.pk).latest_revision
    reviewer.post(f"/admin/pages/{page.pk}/unlock/")
    edit(editor, page, title="Mudado")
    assert Page.objects.get(pk=page.pk).latest_revision.content["title"] == "Mudado"


def test_versions_are_compared_and_an_old_one_comes_back(page, people):
    editor, _reviewer = people
    edit(editor, page, introduction="A primeira versão.")
    edit(editor, page, introduction="A segunda versão.")
    old, new = Page.objects.get(pk=page.pk).revisions.order_by("pk")
    compared = editor.get(f"/admin/pages/{page.pk}/revisions/compare/{old.pk}...{new.pk}/").content.decode()
    assert '<span class="deletion">primeira</span>' in compared
    assert '<span class="addition">segunda</span>' in compared
    editor.get(f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/")
    edit(editor, page, introduction="A primeira versão.", revision=str(old.pk))
    assert Page.objects.get(pk=page.pk).latest_revision.content["introduction"] == "A primeira versão."


@pytest.fixture
def queued(settings):
    """E-mails go through the queue, and what sends them keeps them."""
    settings.EMAIL_SENDER, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "cms.delivery.mail.Backend"


def waiting():
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path=queue.send_email.module_path)]


def test_e_mails_wait_for_the_worker_and_are_sent_whole(page, people, queued):
    editor, _reviewer = people
    edit(editor, page, **{"action-submit": "1"})
    assert mail.outbox == []
    ((written,),) = waiting()
    for _attempt in range(2):
        queue.send_email.func(dict(written))
    first, again = mail.outbox
    assert (first.to, first.subject) == (["rui@example.org"], ASKED)
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]
    assert first.alternatives[0][1] == "text/html"


def test_the_worker_sends_what_it_writes_itself(queued, db, monkeypatch):
    monkeypatch.setattr(queue, "_is_worker", True)
    mail.send_mail("A", "B", None, ["ana@example.org"])
    assert [message.subject for message in mail.outbox] == ["A"]
    assert waiting() == []
