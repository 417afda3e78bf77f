"""People of each role, and browsers of theirs."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

PASSWORD = "girassol no telhado azul"
ROLES = {"editor": "Editores", "reviewer": "Revisores", "administrator": "Administradores"}
_numbers = itertools.count(1)


@pytest.fixture
def person(db, django_user_model) -> Callable[..., Any]:
    """Return a function that makes somebody of a role; of the role "superuser", one of those."""

    def make(role: str = "editor", **fields: Any) -> Any:
        name = fields.pop("username", f"{role}{next(_numbers)}")
        user = django_user_model(
            username=name, email=f"{name}@example.org", first_name="Ana", last_name="Lima", **fields
        )
        user.is_superuser = role == "superuser"
        user.set_password(PASSWORD)
        user.save()
        if role in ROLES:
            user.groups.add(Group.objects.get(name=ROLES[role]))
        return user

    return make


@pytest.fixture
def browser() -> Callable[..., Client]:
    """Return a function that opens a browser, where somebody may be logged in already."""

    def open_one(user: Any = None, *, address: str = "203.0.113.7") -> Client:
        client = Client(headers={"host": "127.0.0.1"}, REMOTE_ADDR=address)
        if user:
            client.force_login(user)
        return client

    return open_one


@pytest.fixture
def log_in(browser) -> Callable[..., Any]:
    """Return a function that fills in the form of the login, and gives the answer."""

    def fill_in(client: Client, user: Any, password: str = PASSWORD, **more: str) -> Any:
        name = user if isinstance(user, str) else user.username
        return client.post("/admin/login/", {"username": name, "password": password, **more})

    return fill_in
