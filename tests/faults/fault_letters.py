"""A worker that is killed while it sends an issue: each follower gets the letter once, and at most one is uncertain."""

import random
import re
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import requests
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Site

from cms.engagement.following.issues import approve, draft_what_is_due
from cms.engagement.models import Follower, Letter
from tests.builders import make_story
from tests.cms.delivery.waiting import wait_for
from tests.faults.servers import HOST, free_port

FOLLOWERS, KILLS = 1000, 3


class Sink:
    """A mail server that keeps what it gets."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.messages.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def sink(own_database):
    """A mail server that the workers of the test send to."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.url = "smtp://127.0.0.1:%d" % controller.port
    own_database["EMAIL_URL"] = sink.url
    yield sink
    controller.stop()


def make_followers():
    now = timezone.now()
    Follower.objects.bulk_create(
        Follower(
            key=f"k{number}",
            site=Site.objects.get(),
            email=f"p{number}@example.org",
            frequency="weekly",
            language="pt-br",
            follows_everything=True,
            consent_text="Aceito.",
            consented_at=now,
        )
        for number in range(FOLLOWERS)
    )


def skip_pause():
    """The pause of a task that was put back is over."""
    waiting = DBTaskResult.objects.filter(task_path__endswith="send_issue", status="READY")
    waiting.update(run_after=timezone.now())


def test_each_of_1000_letters_goes_once_though_the_worker_is_killed(own_database, sink, start_worker, tell):
    story = make_story(title="Nova creche")
    Page.objects.filter(pk=story.pk).update(first_published_at=timezone.now() - timedelta(days=8))
    make_followers()
    user = get_user_model().objects.create_superuser("ana", "ana@example.org", "x")
    [issue] = [each for each in draft_what_is_due() if each.frequency == "weekly"]
    begun = time.monotonic()
    approve(issue, user)
    for kill in range(KILLS):
        worker = start_worker()
        wanted = (kill + 1) * 200 + random.randrange(20)
        wait_for(lambda wanted=wanted: skip_pause() or len(sink.messages) >= wanted, seconds=60)
        worker.kill()
    start_worker()
    row = DBTaskResult.objects.get(task_path__endswith="send_issue")

    def is_done():
        skip_pause()
        row.refresh_from_db()
        return row.status == "SUCCESSFUL"

    wait_for(is_done, seconds=90)
    got = Counter(address for address, _message in sink.messages)
    states = Counter(Letter.objects.values_list("state", flat=True))
    tell("letters", len(sink.messages))
    tell("sent twice", sum(count > 1 for count in got.values()))
    tell("uncertain", states["sending"])
    tell("seconds", round(time.monotonic() - begun, 1))
    assert set(got.values()) == {1}
    assert states["sent"] + states["sending"] == FOLLOWERS
    assert states["sending"] <= KILLS
    assert len(got) >= states["sent"]
    _address, message = sink.messages[0]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Nova creche" in message.get_body(("plain",)).get_content()
    assert "Nova creche" in message.get_body(("html",)).get_content()


def test_links_of_a_letter_work_on_a_server(own_database, sink, start_worker, start_server, tell):
    story = make_story(title="Nova creche")
    Page.objects.filter(pk=story.pk).update(first_published_at=timezone.now() - timedelta(days=8))
    Follower.objects.create(
        site=Site.objects.get(),
        email="ana@example.org",
        frequency="weekly",
        language="pt-br",
        follows_everything=True,
        consent_text="Aceito.",
        consented_at=timezone.now(),
    )
    [issue] = [each for each in draft_what_is_due() if each.frequency == "weekly"]
    server = start_server(EMAIL_URL=sink.url)
    approve(issue, get_user_model().objects.create_superuser("ana", "ana@example.org", "x"))
    wait_for(lambda: sink.messages, seconds=30)
    _address, message = sink.messages[0]
    leave = re.search(rf"{re.escape(HOST)}(/following/[^>?]+)", "".join(message["List-Unsubscribe"].split()))[1]
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    given = {"List-Unsubscribe": "One-Click"}
    response = requests.post(server.url + leave, data=given, headers=headers, allow_redirects=False, timeout=10)
    tell("status of the one click", response.status_code)
    assert (response.status_code, Follower.objects.count()) == (200, 0)
