"""Comments as visitors send and read them."""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.api.ids import global_id
from cms.engagement.comments.links import token_of
from cms.engagement.comments.retention import forget_comments
from cms.engagement.models import Comment, CommentReport
from tests.builders import make_narrative
from tests.cms.engagement.conftest import make_comment, run_tasks, settings_of_site

READ = """
query($path: String!, $first: Int = 20, $after: String, $orderBy: [CommentOrder!]) {
  page(path: $path) {
    commentsOpen
    comments(first: $first, after: $after, orderBy: $orderBy) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        authorName text isProgramme isWithdrawn
        pieces { text url }
        replies { totalCount nodes { authorName text isProgramme replies { totalCount } } }
      }
    }
  }
}
"""


@pytest.fixture
def page(home):
    return make_narrative(slug="praca", title="A praça", allows_comments=True)


@pytest.fixture
def read(graphql):
    def read(path="/praca/", **variables):
        return graphql(READ, path=path, **variables)["page"]["comments"]

    return read


def texts(comments):
    return [node["text"] for node in comments["nodes"]]


class TestSending:
    def test_it_waits_for_the_team(self, page, comment_on, read, mailoutbox):
        assert comment_on(page) == {"submitted": True, "errors": []}
        assert read() == {"totalCount": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": []}
        kept = Comment.objects.get()
        settings = settings_of_site()
        assert (kept.status, kept.is_suspect, kept.consent_text) == ("waiting", False, settings.consent_text)
        assert kept.consent_version == settings.consent_version
        assert "127.0.0.1" not in kept.client

    def test_the_author_gets_a_link(self, page, comment_on):
        comment_on(page, name="Compre já em example.com.br", text="http://example.org/virus")
        run_tasks()
        [message] = mail.outbox
        assert (message.subject, message.to) == ("Recebemos seu comentário", ["maria@example.org"])
        html = message.alternatives[0].content
        for text in (message.body, html):
            assert token_of(Comment.objects.get()) in text
            assert "Compre" not in text  # the address may be somebody else's
            assert "virus" not in text

    def test_sent_twice_it_is_one(self, page, comment_on, ask):
        token = start(ask, page)["token"]
        for _again in range(2):
            assert comment_on(page, token=token)["submitted"] is True
        payload = comment_on(page, token=token, text="Outro texto.")
        assert [error["code"] for error in payload["errors"]] == ["ALREADY_SUBMITTED"]
        assert Comment.objects.count() == 1

    @pytest.mark.parametrize(
        ("given", "field", "code"),
        [
            ({"name": " "}, "name", "REQUIRED"),
            ({"name": "x" * 61}, "name", "TOO_LONG"),
            ({"name": "https://example.org"}, "name", "INVALID"),
            ({"email": "maria"}, "email", "INVALID"),
            ({"text": "\u200b\u202e "}, "text", "REQUIRED"),
            ({"text": "x" * 2001}, "text", "TOO_LONG"),
            ({"text": "http://a.org http://b.org http://c.org"}, "text", "TOO_MANY"),
            ({"consent": ""}, "consent", "CONSENT_REQUIRED"),
            ({"consent": "000000000000"}, "consent", "CONSENT_OUTDATED"),
            ({"parent": "nada"}, "parent", "NOT_FOUND"),
            ({"token": "nada"}, "token", "EXPIRED"),
        ],
    )
    def test_what_is_wrong_is_told(self, page, comment_on, given, field, code):
        payload = comment_on(page, **given)
        assert payload["submitted"] is False
        assert [(error["field"], error["code"]) for error in payload["errors"]] == [(field, code)]
        assert all(error["message"] for error in payload["errors"])
        assert not Comment.objects.exists()

    def test_pages_that_take_none(self, home, comment_on, ask):
        closed, draft = make_narrative(), make_narrative(allows_comments=True, live=False)
        secret = make_narrative(allows_comments=True)
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
        answers = [comment_on(page) for page in (closed, draft, secret)]
        draft.delete()
        answers.append(comment_on(draft) if draft.pk else answers[0])
        assert all(answer == answers[0] for answer in answers)
        assert answers[0]["errors"][0]["code"] == "NOT_FOUND"

    def test_a_site_may_close_all(self, page, comment_on, graphql):
        settings = settings_of_site()
        settings.is_open = False
        settings.save()
        assert comment_on(page)["errors"][0]["code"] == "NOT_FOUND"
        assert graphql('{ page(path: "/praca/") { commentsOpen } }') == {"page": {"commentsOpen": False}}

    @pytest.mark.parametrize("given", [{"website": "https://spam.example"}, {"waits": timedelta(seconds=1)}])
    def test_robots_are_told_nothing_and_put_aside(self, page, comment_on, given):
        assert comment_on(page, **given) == {"submitted": True, "errors": []}
        assert Comment.objects.get().is_suspect is True
        run_tasks()
        assert mail.outbox == []

    def test_the_answer_is_the_same_for_a_known_address(self, page, comment_on):
        make_comment(page, is_confirmed=True)
        assert comment_on(page) == comment_on(page, email="ninguem@example.org") == {"submitted": True, "errors": []}

    def test_what_is_too_often_is_refused(self, page, comment_on, ask, settings):
        settings.RATES = {**settings.RATES, "comment_to": "2/hour"}
        for number in range(2):
            assert comment_on(page, text=f"Comentário {number}")["submitted"]
        with pytest.raises(AssertionError, match="RATE_LIMITED"):
            comment_on(page)
        assert comment_on(page, email="outra@example.org")["submitted"]


class TestReading:
    def test_threads(self, page, read):
        first = make_comment(page, text="Primeiro")
        make_comment(page, text="Segundo", name="João")
        make_comment(page, parent=first, text="Resposta", is_programme=True, name="Programa Juntos")
        make_comment(page, parent=first, text="Espera", status="waiting")
        comments = read()
        assert (texts(comments), comments["totalCount"]) == (["Primeiro", "Segundo"], 2)
        assert texts(read(orderBy=["NEWEST"])) == ["Segundo", "Primeiro"]
        assert comments["nodes"][0]["replies"] == {
            "totalCount": 1,
            "nodes": [
                {"authorName": "Programa Juntos", "text": "Resposta", "isProgramme": True, "replies": {"totalCount": 0}}
            ],
        }

    def test_an_answer_to_an_answer_lies_beside_it(self, page, comment_on):
        first = make_comment(page)
        second = make_comment(page, parent=first)
        comment_on(page, parent=second.key)
        assert Comment.objects.latest("pk").parent == first

    def test_links_are_data(self, page, read):
        make_comment(page, text="Veja (https://example.org/a?b=1&c=2). <b>Não</b> é HTML")
        assert read()["nodes"][0]["pieces"] == [
            {"text": "Veja (", "url": None},
            {"text": "https://example.org/a?b=1&c=2", "url": "https://example.org/a?b=1&c=2"},
            {"text": "). <b>Não</b> é HTML", "url": None},
        ]

    def test_letters_are_composed_and_nothing_is_hidden(self, page, comment_on):
        comment_on(page, text="Sa\u0303o\u202e Paulo\u200b\r\n\r\n\r\n\tbom 👨\u200d👩\u200d👧", name="Zé\u202e")
        kept = Comment.objects.get()
        assert (kept.text, kept.name) == ("São Paulo\n\nbom 👨\u200d👩\u200d👧", "Zé")

    @pytest.mark.parametrize("status", ["waiting", "rejected"])
    def test_what_is_not_approved_is_nowhere(self, page, read, ask, status):
        hidden = make_comment(page, status=status, text="Segredo")
        assert read()["totalCount"] == 0
        payload = ask(REPORT, comment=hidden.key)["data"]["reportComment"]
        assert payload == ask(REPORT, comment="nada")["data"]["reportComment"]

    def test_what_is_on_a_hidden_page_cannot_be_reported(self, page, ask):
        comment = make_comment(page)
        page.unpublish()
        assert ask(REPORT, comment=comment.key) == ask(REPORT, comment="nada")

    def test_statements_do_not_grow(self, home, ask, django_assert_num_queries):
        for number in range(5):
            page = make_narrative(slug=f"p{number}", allows_comments=True)
            for _comment in range(4):
                first = make_comment(page)
                make_comment(page, parent=first)
        query = """query($first: Int!) { page(path: "/") { children(first: $first) { nodes { ... on NarrativePage {
            comments(first: 2) { totalCount nodes { text replies { nodes { text } } } } } } } } }"""

        def statements(first):
            from django.db import connection
            from django.test.utils import CaptureQueriesContext

            with CaptureQueriesContext(connection) as captured:
                assert "errors" not in ask(query, first=first)
            return len(captured)

        statements(1)
        assert statements(2) == statements(5)

    def test_no_address_ever_comes_out(self, page, ask):
        make_comment(page, email="escondida@example.org")
        fields = "{ __schema { types { name fields { name } } } }"
        [fields] = [t["fields"] for t in ask(fields)["data"]["__schema"]["types"] if t["name"] == "Comment"]
        assert not [field for field in fields if "mail" in field["name"].lower()]
        assert "escondida" not in json.dumps(ask(READ, path="/praca/"))


REPORT = """mutation($comment: ID!, $text: String) {
  reportComment(input: { comment: $comment, reason: SPAM, text: $text }) { reported errors { field code message } } }"""


def start(ask, page):
    query = """mutation($page: ID!) { startComment(input: { page: $page }) { token expiresAt consent { text version }
      errors { code } } }"""
    return ask(query, page=global_id(page))["data"]["startComment"]


def test_it_begins_with_the_text_to_agree_to(page, ask):
    begun = start(ask, page)
    settings = settings_of_site()
    assert begun["consent"] == {"text": str(settings.consent_text), "version": settings.consent_version}
    assert begun["errors"] == []
    assert begun["token"]


class TestReporting:
    def test_once_a_client(self, page, ask):
        comment = make_comment(page)
        for _again in range(2):
            payload = ask(REPORT, comment=comment.key, text="Vende algo")["data"]["reportComment"]
            assert payload == {"reported": True, "errors": []}
        report = CommentReport.objects.get()
        assert (report.comment, report.reason, report.text) == (comment, "spam", "Vende algo")

    def test_a_report_has_its_limits(self, page, ask):
        payload = ask(REPORT, comment=make_comment(page).key, text="x" * 501)["data"]["reportComment"]
        assert [(error["field"], error["code"]) for error in payload["errors"]] == [("text", "TOO_LONG")]


class TestTheAuthor:
    def path(self, comment):
        return f"/comments/{token_of(comment)}/"

    def test_opening_the_link_does_nothing(self, page, client):
        comment = make_comment(page, status="waiting")
        response = client.get(self.path(comment))
        assert "Muito bom." in response.content.decode()
        assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
        comment.refresh_from_db()
        assert (comment.status, comment.is_confirmed) == ("waiting", False)

    def test_taken_back_it_is_gone(self, page, client, read):
        comment = make_comment(page)
        response = client.post(self.path(comment), {"do": "withdraw"})
        assert "o comentário foi retirado" in response.content.decode()
        assert read()["totalCount"] == 0
        assert not Comment.objects.exists()
        assert client.get(self.path(comment)).status_code == 404

    def test_where_it_was_answered_its_place_stays(self, page, ask, read):
        comment = make_comment(page, text="Apague-me")
        make_comment(page, parent=comment, text="Resposta", name="Rui")
        query = "mutation($token: String!) { withdrawComment(input: { token: $token }) { withdrawn errors { code } } }"
        assert ask(query, token=token_of(comment))["data"]["withdrawComment"] == {"withdrawn": True, "errors": []}
        [node] = read()["nodes"]
        assert (node["authorName"], node["text"], node["isWithdrawn"]) == (None, "", True)
        assert node["replies"]["totalCount"] == 1
        comment.refresh_from_db()
        assert (comment.email, comment.consent_text, comment.client) == ("", "", "")

    def test_another_link_opens_nothing(self, page, client):
        comment = make_comment(page)
        assert client.get(self.path(comment)[:-3] + "x/").status_code == 404

    @pytest.mark.parametrize(("trusts", "known", "expected"), [(True, True, 1), (True, False, 0), (False, True, 0)])
    def test_who_is_known_need_not_wait(self, page, client, comment_on, read, admin_user, trusts, known, expected):
        settings = settings_of_site()
        settings.trusts_known = trusts
        settings.save()
        if known:
            earlier = make_narrative(slug="antes")
            make_comment(earlier, is_confirmed=True, moderated_by=admin_user)
        comment_on(page)
        assert read()["totalCount"] == 0  # nobody knows yet that the address is theirs
        client.post(self.path(Comment.objects.latest("pk")), {"do": "confirm"})
        assert read()["totalCount"] == expected


class TestTime:
    def ago(self, comment, **changes):
        Comment.objects.filter(pk=comment.pk).update(**changes)

    def test_what_was_rejected_goes_after_thirty_days(self, page):
        now = timezone.now()
        old, young = make_comment(page, status="rejected"), make_comment(page, status="rejected")
        robot = make_comment(page, status="waiting", is_suspect=True)
        kept = make_comment(page)
        self.ago(old, moderated_at=now - timedelta(days=30))
        self.ago(young, moderated_at=now - timedelta(days=29))
        self.ago(robot, created_at=now - timedelta(days=30))
        self.ago(kept, created_at=now - timedelta(days=900))
        forget_comments.enqueue()
        run_tasks()
        assert set(Comment.objects.values_list("pk", flat=True)) == {young.pk, kept.pk}

    def test_where_one_came_from_is_forgotten(self, page):
        old, young = make_comment(page, client="a" * 32), make_comment(page, client="b" * 32)
        self.ago(old, created_at=timezone.now() - timedelta(days=180))
        forget_comments.enqueue()
        run_tasks()
        assert list(Comment.objects.order_by("pk").values_list("client", flat=True)) == ["", "b" * 32]
        assert young.pk


def test_links_in_messages_lead_to_the_page(page, comment_on, client):
    comment_on(page)
    run_tasks()
    [link] = re.findall(r"http\S+", mail.outbox[0].body)
    response = Client(headers={"host": "127.0.0.1"}).get("/" + link.split("/", 3)[3])
    assert response.status_code == 200
