"""The contract breaks only as it was announced."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from cms.graphql.pages import schema_text
from cms.graphql.promise import breaking_changes, unfit_announcements

RELEASED = Path(__file__).parents[3] / "cms" / "graphql" / "released.graphql"
OLD = """
type Query { city(slug: String, name: String @deprecated(reason: "Use `slug` instead. Removed after 2030-01-31.")): City }
type City { title: String!
  label: Label @deprecated(reason: "Use `title` instead. Removed after 2030-01-31.")
  status: Status! }
type Label { text: String! }
enum Status { ACTIVE OLD @deprecated(reason: "Use `ACTIVE` instead. Removed after 2030-01-31.") }
"""  # noqa: E501
AFTER, BEFORE = date(2030, 2, 1), date(2030, 1, 31)


def without(*parts):
    changed = OLD
    for part in parts:
        start = changed.index(part)
        changed = changed[:start] + changed[changed.index("\n", start) :]
    return changed


def test_the_contract_keeps_the_promise_of_the_last_release():
    broken = breaking_changes(RELEASED.read_text(encoding="utf-8"), schema_text(), timezone.localdate())
    assert broken == [], "Announce it first: docs/decisions/the-contract-breaks-only-as-announced.md"


def test_every_deprecation_names_what_to_use_and_the_last_day():
    assert unfit_announcements(schema_text()) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: String!", "", "City.title was removed."),
        ("title: String!", "title: String", "City.title changed type from String! to String."),
        ("slug: String,", "slug: String!,", "Query.city arg slug has changed type from String to String!."),
        ("slug: String,", "slug: String, state: String!,", "A required arg state on Query.city was added."),
        ("enum Status { ACTIVE OLD", "enum Status { NOW OLD", "ACTIVE was removed from enum type Status."),
    ],
)
def test_what_was_not_announced_is_a_break(old, new, message):
    assert old in OLD
    assert breaking_changes(OLD, OLD.replace(old, new), AFTER) == [message]


GONE = """
type Query { city(slug: String): City }
type City { title: String! status: Status! }
enum Status { ACTIVE }
"""


def test_what_was_announced_may_go_when_its_day_is_over():
    assert breaking_changes(OLD, GONE, AFTER) == []


def test_and_not_before():
    assert sorted(breaking_changes(OLD, GONE, BEFORE)) == [
        "City.label was removed.",
        "Label was removed.",
        "OLD was removed from enum type Status.",
        "Query.city arg name was removed.",
    ]


def test_what_is_new_breaks_nothing():
    assert breaking_changes(OLD, OLD.replace("title: String!", "title: String! more: Int"), BEFORE) == []


@pytest.mark.parametrize(
    "reason",
    [
        "No longer supported",
        "Use `title` instead.",
        "Removed after 2030-01-31.",
        "Use `title` instead. Removed after 2030-13-31.",
    ],
)
def test_an_announcement_without_a_day_or_a_replacement_is_none(reason):
    sdl = OLD.replace("Use `title` instead. Removed after 2030-01-31.", reason)
    assert unfit_announcements(sdl) == [reason]
    assert "City.label was removed." in breaking_changes(sdl, GONE, AFTER)
