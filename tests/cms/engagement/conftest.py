"""Visitors who comment, and the team that reads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Site

from cms.api.ids import global_id
from cms.delivery.lanes import Lane
from cms.engagement.comments.finding import COMMENT
from cms.engagement.models import Comment, CommentSettings
from cms.filling_in import FillingIn, begin

SUBMIT = """
mutation($input: SubmitCommentInput!) { submitComment(input: $input) { submitted errors { field code message } } }
"""


@pytest.fixture
def comment_on(ask) -> Callable[..., dict[str, Any]]:
    """Return a function that comments a page as a person does, and gives the payload."""

    def comment(page: Page, *, waits: timedelta = timedelta(minutes=1), **given: Any) -> dict[str, Any]:
        begun = begin(page.pk, COMMENT)
        words = {
            "page": global_id(page),
            "token": FillingIn(page.pk, begun.key, begun.began - waits, COMMENT).token,
            "name": "Maria",
            "email": "maria@example.org",
            "text": "A praça ficou melhor.",
            "consent": settings_of_site().consent_version,
            **given,
        }
        answer = ask(SUBMIT, input=words)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]["submitComment"]

    return comment


def settings_of_site() -> CommentSettings:
    return CommentSettings.for_site(Site.objects.get())


def make_comment(page: Page, **fields: Any) -> Comment:
    """A comment that the team approved."""
    return Comment.objects.create(
        page=page,
        **{"name": "Maria", "email": "maria@example.org", "text": "Muito bom.", "status": "approved", **fields},
    )


@pytest.fixture
def reviewer(db, django_user_model) -> Client:
    user = django_user_model.objects.create_user("rui", "rui@example.org", "uma senha comprida")
    user.groups.add(Group.objects.get(name="Revisores"))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def run_tasks() -> None:
    lane = Lane("one", "default", may_run=lambda: True)
    for row in DBTaskResult.objects.ready():
        row.claim(lane.worker_id)
        lane.run_task(row)
