"""Those who work with the search: clients that are signed in."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from search import counting, reading
from tests.cms.conftest import _django_db_marker, own_database

__all__ = ["_django_db_marker", "own_database"]  # a test with a database of its own has no transaction on the other


def signed_in(user, group):
    user.groups.add(Group.objects.get(name=group))
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def _indexes():
    """What is saved here is always found."""


@pytest.fixture
def editor(db, django_user_model):
    return signed_in(django_user_model.objects.create_user("ana", "ana@example.org", "uma senha comprida"), "Editores")


@pytest.fixture
def reviewer(db, django_user_model):
    return signed_in(django_user_model.objects.create_user("rui", "rui@example.org", "uma senha comprida"), "Revisores")


@pytest.fixture(autouse=True)
def _own_reading(monkeypatch):
    """What a test has read of its index is its own."""
    monkeypatch.setattr(reading, "_held", None)


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch):
    """What a test searches for is its own, and is handed over at once unless the test says otherwise."""
    monkeypatch.setattr(counting, "pending", counting.Pending())
    monkeypatch.setattr(counting, "PAUSE", 0.0)
