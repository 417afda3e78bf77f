"""People of each role, signed in, and drafts with a body."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from home.models import NarrativePage
from tests.builders import make_narrative

CLICK_HERE = {
    "type": "rich_text",
    "value": {"text": '<p><a href="https://example.org/">Clique aqui</a></p>'},
    "id": "b1",
}


def signed_in(user: Any) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def administrator(admin_user) -> Client:
    return signed_in(admin_user)


@pytest.fixture
def member(db, django_user_model) -> Callable[[str], Client]:
    """Return a function that makes somebody of a role."""

    def make(role: str) -> Client:
        user = django_user_model.objects.create_user(role, f"{role.lower()}@example.org", "uma senha comprida")
        user.groups.add(Group.objects.get(name=role))
        return signed_in(user)

    return make


def make_draft(*blocks: dict, **fields: Any) -> NarrativePage:
    """A page that was never published, with its newest draft."""
    page = make_narrative(live=False, body=json.dumps(blocks), **fields)
    page.save_revision()
    return page
