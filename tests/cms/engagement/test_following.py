"""Following by e-mail: asked for, confirmed, sent, chosen and left."""

import re
from datetime import datetime, timedelta

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Site

from cms.api.ids import global_id
from cms.engagement.following.issues import approve, draft_what_is_due
from cms.engagement.following.letters import letters_of
from cms.engagement.following.links import follower_token, wish_token
from cms.engagement.following.mutations import FOLLOW
from cms.engagement.following.periods import forget_unconfirmed
from cms.engagement.models import Follower, FollowSettings, Issue, Letter, Suppression, Wish
from cms.filling_in import FillingIn, begin
from tests.builders import make_area, make_city, make_follower, make_narrative, make_story, make_work_front
from tests.cms.engagement.conftest import run_tasks

ASK = """
mutation($input: FollowByEmailInput!) { followByEmail(input: $input) { requested errors { field code message } } }
"""
PREFERENCES = """
query($token: String!) { followPreferences(token: $token) { everything frequency pages { title } } }
"""
MONDAY = datetime(2026, 3, 9, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def follow(ask, home):
    """Return a function that asks to follow as a person does, and gives the payload."""

    def follow(*pages, waits=timedelta(minutes=1), **given):
        site = Site.objects.get()
        begun = begin(site.pk, FOLLOW)
        words = {
            "token": FillingIn(site.pk, begun.key, begun.began - waits, FOLLOW).token,
            "email": "Maria@Example.org",
            "pages": [global_id(page) for page in pages],
            "frequency": "WEEKLY",
            "consent": FollowSettings.for_site(site).consent_version,
            **given,
        }
        answer = ask(ASK, input=words)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]["followByEmail"]

    return follow


def published(page, moment):
    Page.objects.filter(pk=page.pk).update(first_published_at=moment)
    return page


def link_in(message):
    [path] = {match for match in re.findall(r"http://[^/\s]+(/following/\S+)", message.body) if "leave" not in match}
    return path


@pytest.fixture
def visitor():
    return Client(headers={"host": "127.0.0.1"})


class TestAsking:
    def test_twice(self, follow, visitor):
        city = make_city(title="Pelotas")
        assert follow(city) == {"requested": True, "errors": []}
        assert not Follower.objects.exists()
        run_tasks()
        [message] = mail.outbox
        assert (message.to, message.subject) == (["maria@example.org"], "Confirme que quer receber novidades")
        assert "Pelotas" in message.body
        assert "Pelotas" in message.alternatives[0].content
        path = link_in(message)
        assert visitor.get(path).status_code == 200
        assert not Follower.objects.exists()  # programs that follow links confirm nothing
        assert "Inscrição confirmada" in visitor.post(path).content.decode()
        follower = Follower.objects.get()
        assert (follower.email, follower.frequency, follower.follows_everything) == (
            "maria@example.org",
            "weekly",
            False,
        )
        assert list(follower.pages.values_list("title", flat=True)) == ["Pelotas"]
        assert follower.consent_text == str(FollowSettings.for_site(Site.objects.get()).consent_text)
        assert not Wish.objects.exists()
        assert visitor.post(path).status_code == 404

    def test_again_adds(self, follow, ask):
        city = make_city()
        make_follower(make_area(), email="maria@example.org")
        follow(city, frequency="MONTHLY")
        query = "mutation($token: String!) { confirmFollow(input: { token: $token }) { done errors { code } } }"
        assert ask(query, token=wish_token(Wish.objects.get()))["data"]["confirmFollow"] == {"done": True, "errors": []}
        follower = Follower.objects.get()
        assert (follower.pages.count(), follower.frequency) == (2, "monthly")

    @pytest.mark.parametrize(
        ("given", "field", "code"),
        [
            ({"email": "maria"}, "email", "INVALID"),
            ({"email": ""}, "email", "REQUIRED"),
            ({"pages": ["nada"]}, "pages", "NOT_FOUND"),
            ({"consent": ""}, "consent", "CONSENT_REQUIRED"),
            ({"consent": "0"}, "consent", "CONSENT_OUTDATED"),
            ({"token": "nada"}, "token", "EXPIRED"),
        ],
    )
    def test_what_is_wrong_is_told(self, follow, given, field, code):
        payload = follow(**given)
        assert payload["requested"] is False
        assert [(error["field"], error["code"]) for error in payload["errors"]] == [(field, code)]
        assert not Wish.objects.exists()

    def test_drafts_and_pages_of_other_kinds_cannot_be_followed(self, follow, home):
        for page in (make_city(live=False), make_narrative(), home):
            assert follow(page)["errors"][0]["code"] == "NOT_FOUND"

    def test_the_answer_is_the_same_for_a_known_address(self, follow):
        make_follower(email="maria@example.org")
        follow(email="primeira@example.org")
        with CaptureQueriesContext(connection) as known:
            first = follow()
        with CaptureQueriesContext(connection) as unknown:
            second = follow(email="ninguem@example.org")
        assert first == second == {"requested": True, "errors": []}
        assert len(known) == len(unknown)

    @pytest.mark.parametrize("given", [{"website": "https://spam.example"}, {"waits": timedelta(seconds=1)}])
    def test_robots_are_told_nothing(self, follow, given):
        assert follow(**given) == {"requested": True, "errors": []}
        assert not Wish.objects.exists()

    def test_an_address_is_not_flooded(self, follow, settings):
        settings.RATES = {**settings.RATES, "follow_to": "2/hour"}
        for _time in range(2):
            follow()
        with pytest.raises(AssertionError, match="RATE_LIMITED"):
            follow()

    def test_a_closed_site(self, follow, ask):
        settings = FollowSettings.for_site(Site.objects.get())
        settings.is_open = False
        settings.save()
        assert follow()["errors"][0]["code"] == "NOT_FOUND"
        begun = ask("mutation { startFollowing { token errors { code } } }")["data"]["startFollowing"]
        assert begun == {"token": None, "errors": [{"code": "NOT_FOUND"}]}

    def test_what_nobody_confirms_is_forgotten(self, follow):
        follow()
        Wish.objects.update(created_at=timezone.now() - timedelta(days=30))
        forget_unconfirmed.enqueue()
        run_tasks()
        assert not Wish.objects.exists()

    def test_what_was_hidden_meanwhile_is_not_told(self, follow, visitor):
        city = make_city(title="Pelotas")
        follow(city)
        city.title = "Pelotas em segredo"
        city.save()
        city.unpublish()
        run_tasks()
        [message] = mail.outbox
        assert "Pelotas" not in message.body
        assert "Pelotas" not in visitor.get(link_in(message)).content.decode()


class TestChoosing:
    def path(self, follower, end=""):
        return f"/following/{follower_token(follower)}/{end}"

    def test_the_page(self, visitor, home):
        area, city = make_area(title="Saúde"), make_city(title="Pelotas")
        follower = make_follower(area, city)
        text = visitor.get(self.path(follower)).content.decode()
        assert "Saúde" in text
        assert "ana@example.org" not in text
        sent = {"what": "chosen", "pages": [city.pk], "frequency": "monthly"}
        assert "Suas escolhas foram salvas." in visitor.post(self.path(follower), sent).content.decode()
        follower.refresh_from_db()
        assert (follower.frequency, [page.pk for page in follower.pages.all()]) == ("monthly", [city.pk])

    def test_a_page_that_was_hidden_is_not_told(self, visitor, home):
        area, city = make_area(title="Saúde"), make_city(title="Pelotas")
        follower = make_follower(area, city)
        city.unpublish()
        text = visitor.get(self.path(follower)).content.decode()
        assert ("Saúde" in text, "Pelotas" in text) == (True, False)

    def test_nothing_chosen(self, visitor, home):
        follower = make_follower(make_area())
        text = visitor.post(self.path(follower), {"what": "chosen", "frequency": "monthly"}).content.decode()
        assert "Marque ao menos uma página" in text

    def test_by_the_api(self, ask, home):
        city = make_city(title="Pelotas")
        follower = make_follower()
        token = follower_token(follower)
        assert ask(PREFERENCES, token=token)["data"]["followPreferences"] == {
            "everything": True,
            "frequency": "WEEKLY",
            "pages": [],
        }
        query = """mutation($input: ChooseFollowsInput!) { chooseFollows(input: $input) { done errors { code } } }"""
        given = {"token": token, "everything": False, "pages": [global_id(city)], "frequency": "AT_ONCE"}
        assert ask(query, input=given)["data"]["chooseFollows"] == {"done": True, "errors": []}
        assert ask(PREFERENCES, token=token)["data"]["followPreferences"]["pages"] == [{"title": "Pelotas"}]
        assert ask(PREFERENCES, token="nada")["data"] == {"followPreferences": None}
        city.unpublish()
        assert ask(PREFERENCES, token=token)["data"]["followPreferences"]["pages"] == []

    def test_one_click(self, visitor, home):
        follower = make_follower()
        response = visitor.post(self.path(follower, "leave/"), {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, response.content) == (200, b"")
        assert not Follower.objects.exists()
        assert visitor.post(self.path(follower, "leave/"), {"List-Unsubscribe": "One-Click"}).status_code == 200

    def test_by_hand(self, visitor, home):
        follower = make_follower()
        visitor.get(self.path(follower, "leave/"))
        assert Follower.objects.exists()
        assert "Inscrição cancelada" in visitor.post(self.path(follower, "leave/")).content.decode()
        assert not Follower.objects.exists()


class TestIssues:
    def test_a_week(self, home, admin_user):
        make_follower()
        story = published(make_story(title="Nova creche"), MONDAY - timedelta(days=1))
        published(make_story(title="Antiga"), MONDAY - timedelta(days=8))
        published(make_story(title="De hoje"), MONDAY + timedelta(hours=2))
        published(make_narrative(title="Não é novidade"), MONDAY - timedelta(days=1))
        published(make_story(title="Despublicada", live=False), MONDAY - timedelta(days=1))
        [issue] = draft_what_is_due(MONDAY + timedelta(hours=9))
        assert (issue.subject, issue.status, list(issue.pages.all())) == ("Nova creche", "draft", [story.page_ptr])
        assert draft_what_is_due(MONDAY + timedelta(hours=10)) == []
        assert mail.outbox == []

    def test_nobody_follows_nothing_is_drafted(self, home):
        published(make_story(), MONDAY - timedelta(days=1))
        assert draft_what_is_due(MONDAY) == []

    def test_nothing_new_nothing_is_drafted(self, home):
        make_follower()
        assert draft_what_is_due(MONDAY) == []

    def test_each_gets_what_they_follow(self, home, admin_user):
        area, city = make_area(title="Saúde"), make_city(title="Pelotas")
        front = make_work_front(city, area=make_area(title="Gestão"), title="Fila zero")
        story = make_story(title="Nova creche", areas=[area], cities=[make_city(title="Santos")])
        other = make_story(title="De ninguém")
        for page in (front, story, other):
            published(page, MONDAY - timedelta(days=1))
        for name, pages in {"todos": (), "saude": (area,), "pelotas": (city,), "nada": (make_area(),)}.items():
            make_follower(*pages, email=f"{name}@example.org")
        [issue] = draft_what_is_due(MONDAY)
        approve(issue, admin_user)
        run_tasks()
        got = {message.to[0].partition("@")[0]: message for message in mail.outbox}
        assert set(got) == {"todos", "saude", "pelotas"}
        titles = ["Fila zero", "Nova creche", "De ninguém"]
        shown = {name: [title for title in titles if title in message.body] for name, message in got.items()}
        assert shown == {"todos": titles, "saude": ["Nova creche"], "pelotas": ["Fila zero"]}
        issue.refresh_from_db()
        assert (issue.status, issue.letters.filter(state="sent").count()) == ("sent", 3)

    def test_the_headers(self, home, admin_user, visitor):
        follower = make_follower()
        published(make_story(), MONDAY - timedelta(days=1))
        [issue] = draft_what_is_due(MONDAY)
        approve(issue, admin_user)
        run_tasks()
        message = mail.outbox[0].message()
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        leave = message["List-Unsubscribe"].strip("<>").partition("127.0.0.1:8000")[2]
        assert leave.startswith(f"/following/{follower_token(follower)}/leave/?letter=")
        visitor.post(leave, {"List-Unsubscribe": "One-Click"})
        issue.refresh_from_db()
        assert (issue.unsubscribed, Follower.objects.count()) == (1, 0)

    def test_what_was_hidden_meanwhile_does_not_go(self, home, admin_user):
        make_follower()
        story = published(make_story(title="Nova creche"), MONDAY - timedelta(days=1))
        [issue] = draft_what_is_due(MONDAY)
        approve(issue, admin_user)
        story.unpublish()
        run_tasks()
        assert mail.outbox == []

    def test_approved_twice_it_goes_once(self, home, admin_user):
        make_follower()
        published(make_story(), MONDAY - timedelta(days=1))
        [issue] = draft_what_is_due(MONDAY)
        assert (approve(issue, admin_user), approve(issue, admin_user)) == (True, False)
        run_tasks()
        assert len(mail.outbox) == 1

    def test_letters_take_as_many_statements_for_many(self, home, admin_user):
        area = make_area()
        published(make_story(areas=[area]), MONDAY - timedelta(days=1))

        def statements():
            with CaptureQueriesContext(connection) as captured:
                list(letters_of(issue))
            return len(captured)

        make_follower(area, email="um@example.org")
        [issue] = draft_what_is_due(MONDAY)
        few = statements()
        for number in range(20):
            make_follower(*[area] * (number % 2), email=f"{number}@example.org")
        assert statements() == few
        assert len(list(letters_of(issue))) == 21


class TestTheProvider:
    def tell(self, kind, address, **more):
        event = AnymailTrackingEvent(event_type=kind, recipient=address, **more)
        tracking.send(sender=object, event=event, esp_name="Test")

    @pytest.mark.parametrize(("kind", "reason"), [("bounced", "bounced"), ("complained", "complained")])
    def test_no_message_goes_there_any_more(self, follow, kind, reason):
        make_follower(email="maria@example.org")
        self.tell(kind, "Maria@example.org")
        assert not Follower.objects.exists()
        assert Suppression.objects.get().reason == reason
        assert "maria" not in Suppression.objects.get().address
        assert follow() == {"requested": True, "errors": []}
        run_tasks()
        assert mail.outbox == []

    def test_what_is_only_late_changes_nothing(self, home):
        make_follower(email="maria@example.org")
        self.tell("deferred", "maria@example.org")
        self.tell("bounced", "maria@example.org", reject_reason="timed_out")
        assert Follower.objects.count() == 1


class TestTheAdmin:
    @pytest.fixture
    def issue(self, home):
        make_follower()
        published(make_story(title="Nova creche"), MONDAY - timedelta(days=1))
        return draft_what_is_due(MONDAY)[0]

    def test_read_tried_and_approved(self, issue, reviewer):
        path = f"/admin/following/{issue.pk}/"
        text = reviewer.get(path).content.decode()
        assert "Nova creche" in text
        assert "1 pessoa recebe nesta frequência." in text
        sent = {"subject": "O que há de novo", "opening": "Bom dia."}
        reviewer.post(path, {**sent, "do": "try"})
        [message] = mail.outbox
        assert (message.to, message.subject) == (["rui@example.org"], "O que há de novo")
        assert "Bom dia." in message.body
        assert "Aprovada" in reviewer.post(path, {**sent, "do": "approve"}, follow=True).content.decode()
        run_tasks()
        assert [message.to for message in mail.outbox[1:]] == [["ana@example.org"]]
        assert "O que há de novo" in reviewer.get("/admin/following/").content.decode()
        assert "já não espera aprovação" in reviewer.post(path, {**sent, "do": "discard"}, follow=True).content.decode()

    def test_discarded(self, issue, reviewer):
        path = f"/admin/following/{issue.pk}/"
        reviewer.post(path, {"subject": "x", "do": "discard"})
        issue.refresh_from_db()
        assert issue.status == Issue.Status.DISCARDED
        assert not Letter.objects.exists()

    def test_who_may_not(self, issue, django_user_model):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(django_user_model.objects.create_user("ana", password="x"))
        assert client.post(f"/admin/following/{issue.pk}/", {"subject": "x", "do": "approve"}).status_code == 302
        assert not Letter.objects.exists()
        assert not PageLogEntry.objects.filter(action="following.approve").exists()
