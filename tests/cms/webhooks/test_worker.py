"""The worker sends what changed, soon, and at least once though it is killed."""

import time

from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Verifier

from cms.webhooks.models import Delivery, State, Webhook
from tests.builders import make_narrative
from tests.cms.delivery.waiting import wait_for
from tests.cms.webhooks.receivers import Heard, receiving


def test_it_is_sent_within_two_seconds_and_again_after_a_kill(own_database, start_worker):
    with receiving() as receiver:
        address = Webhook.objects.create(name="Site", url=receiver.url)
        worker = start_worker()
        began = time.monotonic()
        page = make_narrative(slug="um")
        wait_for(lambda: receiver.heard)
        assert time.monotonic() - began < 2
        wait_for(lambda: not Delivery.objects.filter(state=State.WAITING).exists())

        receiver.RequestHandlerClass = type("Silent", (Heard,), {"send_response": lambda *_: time.sleep(60)})
        page.delete()
        wait_for(lambda: len(receiver.heard) == 2)
        worker.kill()
        assert Delivery.objects.get(state=State.WAITING).attempts_made == 0
        receiver.RequestHandlerClass = Heard
        Webhook.objects.update(busy_until=timezone.now())  # half a minute later
        start_worker()
        wait_for(lambda: len(receiver.heard) == 3)
        told = [Verifier(address.secret).verify(body, headers) for headers, body in receiver.heard]
        assert [message["type"] for message in told] == ["page.published", "page.deleted", "page.deleted"]
        assert receiver.heard[1][0]["webhook-id"] == receiver.heard[2][0]["webhook-id"]
        wait_for(lambda: not Delivery.objects.filter(state=State.WAITING).exists())
