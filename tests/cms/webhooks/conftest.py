"""One address, and what it is told."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cms.paths import record_all_paths
from cms.webhooks.composing import compose
from cms.webhooks.models import Change, Delivery, Webhook

DOCS = Path(__file__).parents[3] / "docs"
SCHEMA = Draft202012Validator(json.loads((DOCS / "webhooks.schema.json").read_text(encoding="utf-8")))
"""The form of messages, as frontends read it."""


@pytest.fixture
def webhook(home) -> Webhook:
    """An address that wants everything, of a site whose paths are recorded, as they are every hour."""
    record_all_paths()
    return Webhook.objects.create(name="Site", url="https://example.org/hook")


@pytest.fixture
def told(webhook) -> Callable[[], list[dict]]:
    """Return a function that gives what the address is told of since it was asked last."""
    last = 0

    def since_last() -> list[dict]:
        nonlocal last
        compose()
        assert not Change.objects.exists()
        new = list(Delivery.objects.filter(webhook=webhook, pk__gt=last).select_related("message").order_by("pk"))
        last = new[-1].pk if new else last
        messages = [json.loads(delivery.message.body) for delivery in new]
        for message in messages:
            SCHEMA.validate(message)
        return messages

    return since_last
