"""What an editor and a frontend do with previews, as they do it."""

import json
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

HOST = {"host": "127.0.0.1"}


def html(response: Any) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def read(client: Client, page: Any, mode: str = "") -> BeautifulSoup:
    """Return what an editor sees of the newest version of ``page``."""
    return html(client.get(f"/admin/pages/{page.pk}/view_draft/", {"mode": mode}, headers=HOST))


def token_of(client: Client, page: Any) -> str:
    """Return the token of an editor's preview of the newest version of ``page``."""
    return token_in(read(client, page, "graphql"))


def token_in(answer: BeautifulSoup) -> str:
    return answer.find(id="header").text.strip().removeprefix("Preview-Token: ")


def type_new(client: Client, parent: Any, model: str, data: dict[str, Any], mode: str = "") -> BeautifulSoup:
    """Return what an editor sees while writing a page that is not saved."""
    address = reverse("wagtailadmin_pages:preview_on_add", args=[*model.split("."), parent.pk])
    assert client.post(address, data, headers=HOST).json() == {"is_valid": True, "is_available": True}
    return html(client.get(address, {"mode": mode}, headers=HOST))


def empty_form(client: Client, parent: Any, model: str) -> dict[str, Any]:
    """Return what the form of a new page sends before anything is written in it."""
    form = html(client.get(reverse("wagtailadmin_pages:add", args=[*model.split("."), parent.pk]), headers=HOST))
    sent: dict[str, Any] = {}
    for field in form.select("[data-edit-form] :is(input, textarea, select)[name]"):
        is_off = field.get("type") in ("checkbox", "radio") and not field.has_attr("checked")
        chosen = field.select_one("option[selected]") or field.select_one("option") or field
        if not is_off:
            sent[field["name"]] = chosen.get("value", field.text.strip())
    return sent


def ask_with(token: str, query: str, variables: dict[str, Any] | None = None, **headers: str) -> Any:
    """Return the response to a frontend that asks with a preview's token."""
    body = json.dumps({"query": query, "variables": variables or {}})
    given = {**HOST, "Preview-Token": token, **headers}
    return Client(headers=given).post("/graphql/", body, content_type="application/json")


def data_with(token: str, query: str, **variables: Any) -> dict[str, Any]:
    answer = ask_with(token, query, variables).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def codes_with(token: str, query: str, **variables: Any) -> list[str]:
    return [error["extensions"]["code"] for error in ask_with(token, query, variables).json()["errors"]]
