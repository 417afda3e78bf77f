"""One address, and what it is told."""

import json
from collections.abc import Callable

import pytest

from cms.webhooks.composing import compose
from cms.webhooks.models import Change, Delivery, Webhook


@pytest.fixture
def webhook(home) -> Webhook:
    """An address that wants everything."""
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
        return [json.loads(delivery.message.body) for delivery in new]

    return since_last
