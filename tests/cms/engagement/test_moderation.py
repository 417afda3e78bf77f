"""The queue of comments, as the team works through it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.engagement.comments.emails import tell_the_team
from cms.engagement.models import Comment, CommentNotice, CommentReport
from tests.builders import make_city, make_narrative, make_work_front
from tests.cms.engagement.conftest import make_comment, run_tasks, settings_of_site

QUEUE = "/admin/comments/"


@pytest.fixture
def page(home):
    return make_narrative(slug="praca", title="A praça", allows_comments=True)


def listed(client, query=""):
    text = client.get(QUEUE + query).content.decode()
    return sorted(comment.text for comment in Comment.objects.all() if comment.text in text)


def status(comment):
    comment.refresh_from_db()
    return comment.status


def test_the_queue_has_what_waits(page, reviewer):
    make_comment(page, text="Aguardando", status="waiting")
    make_comment(page, text="No ar")
    make_comment(page, text="Robótico", status="waiting", is_suspect=True)
    CommentReport.objects.create(comment=make_comment(page, text="Reclamado"), reason="spam", client="x")
    assert listed(reviewer, "?queue=waiting") == ["Aguardando"]
    assert listed(reviewer, "?queue=reported") == ["Reclamado"]
    assert listed(reviewer, "?queue=suspect") == ["Robótico"]
    assert listed(reviewer, "?queue=approved") == ["No ar", "Reclamado"]
    assert listed(reviewer, "?text=aguard") == ["Aguardando"]


def test_of_a_city_and_what_lies_below_it(home, reviewer):
    city = make_city()
    make_comment(make_work_front(city), text="Da frente")
    make_comment(make_city(), text="De outra")
    make_comment(city, text="Da cidade")
    assert listed(reviewer, f"?below={city.pk}") == ["Da cidade", "Da frente"]


def test_many_are_approved_at_once(page, reviewer, graphql):
    some = [make_comment(page, text=f"Texto {n}", status="waiting") for n in range(3)]
    sent = {"do": "approve", "comment": [comment.pk for comment in some[:2]]}
    response = reviewer.post(QUEUE, sent, follow=True)
    assert "2 comentários publicados." in response.content.decode()
    assert [status(comment) for comment in some] == ["approved", "approved", "waiting"]
    assert graphql('{ page(path: "/praca/") { comments { totalCount } } }')["page"]["comments"]["totalCount"] == 2
    assert ModelLogEntry.objects.filter(action="comments.approve").count() == 2


def test_a_refusal_needs_a_reason(page, reviewer):
    comment = make_comment(page, status="waiting")
    response = reviewer.post(QUEUE, {"do": "reject", "comment": comment.pk}, follow=True)
    assert "Escreva o motivo da recusa." in response.content.decode()
    assert status(comment) == "waiting"
    reviewer.post(QUEUE, {"do": "reject", "comment": comment.pk, "reason": "Ofende"})
    assert (status(comment), comment.rejection, comment.moderated_by.username) == ("rejected", "Ofende", "rui")


def test_approving_settles_reports(page, reviewer):
    comment = make_comment(page)
    CommentReport.objects.create(comment=comment, reason="spam", client="x")
    reviewer.post(f"{QUEUE}{comment.pk}/", {"do": "approve"})
    assert not CommentReport.objects.exists()


def test_the_programme_answers(page, reviewer, graphql):
    comment = make_comment(page, status="waiting")
    sent = {"do": "answer", "name": "Programa Juntos", "text": "Obrigado!"}
    reviewer.post(f"{QUEUE}{comment.pk}/", sent)
    query = (
        '{ page(path: "/praca/") { comments { nodes { text replies { nodes { text isProgramme authorName } } } } } }'
    )
    [node] = graphql(query)["page"]["comments"]["nodes"]
    assert node["replies"]["nodes"] == [{"text": "Obrigado!", "isProgramme": True, "authorName": "Programa Juntos"}]


def test_one_comment_with_its_history(page, reviewer):
    comment = make_comment(page, status="waiting")
    reviewer.post(f"{QUEUE}{comment.pk}/", {"do": "reject", "reason": "Repetido"})
    text = reviewer.get(f"{QUEUE}{comment.pk}/").content.decode()
    assert "Comentário recusado" in text
    assert "maria@example.org" in text


def test_who_may_not_sees_nothing(page, django_user_model):
    user = django_user_model.objects.create_user("ana", password="x")
    from django.contrib.auth.models import Group

    user.groups.add(Group.objects.get(name="Editores"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    comment = make_comment(page, status="waiting")
    for address in (QUEUE, f"{QUEUE}{comment.pk}/"):
        assert client.get(address).status_code == 302
        client.post(address, {"do": "approve", "comment": comment.pk})
    assert status(comment) == "waiting"
    assert "Comentários" not in client.get("/admin/").content.decode()


def test_the_queue_takes_as_many_statements_for_many(page, reviewer, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements():
        with CaptureQueriesContext(connection) as captured:
            reviewer.get(QUEUE)
        return len(captured)

    make_comment(page)
    statements()
    few = statements()
    for _more in range(20):
        make_comment(make_narrative())
    assert statements() == few


class TestTheDigest:
    def tell(self):
        tell_the_team.enqueue()
        run_tasks()

    def test_one_message_for_what_waits(self, page):
        settings = settings_of_site()
        settings.notified = "equipe@example.org\nrui@example.org"
        settings.save()
        make_comment(page, status="waiting", text="Primeiro")
        make_comment(page, status="waiting", text="Segundo")
        make_comment(page, status="waiting", is_suspect=True, text="Robô")
        self.tell()
        [message] = mail.outbox
        assert message.subject == "2 comentários esperam"
        assert message.to == ["equipe@example.org", "rui@example.org"]
        assert "A praça: Primeiro" in message.body
        assert "Robô" not in message.body
        self.tell()
        make_comment(page, status="waiting", text="Terceiro")
        self.tell()
        assert len(mail.outbox) == 1  # at most one an hour
        CommentNotice.objects.update(told_at=timezone.now() - timedelta(hours=2))
        self.tell()
        assert [message.subject for message in mail.outbox[1:]] == ["3 comentários esperam"]

    def test_nothing_new_nothing_said(self, page):
        settings = settings_of_site()
        settings.notified = "equipe@example.org"
        settings.save()
        self.tell()
        assert mail.outbox == []

    def test_an_address_that_is_none(self, reviewer, home):
        pk = settings_of_site().site_id
        url = f"/admin/settings/engagement/commentsettings/{pk}/"
        sent = {"is_open": "on", "consent_text": "Concordo.", "notified": "equipe", "digest": "daily"}
        assert "“equipe” não é um e-mail." in reviewer.post(url, sent).content.decode()
