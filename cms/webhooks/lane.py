"""The worker's lane of webhooks: it looks twice a second, and no address waits for another."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import close_old_connections, connections

from cms.delivery.patience import Patience
from cms.delivery.stopping import is_stopping, sleep
from cms.webhooks import cleaning  # noqa: F401  (makes it periodic)
from cms.webhooks.composing import compose
from cms.webhooks.delivering import addresses_with_work, deliver_to

logger = logging.getLogger("cms.webhooks")

AT_ONCE = 8
"""Addresses that are sent to at the same time."""
INTERVAL = 0.5


class WebhookLane:
    """Composes and delivers until the process stops; then what is being sent is finished."""

    def __init__(self, *, may_run: Callable[[], bool]) -> None:
        self._may_run = may_run
        self._sending: dict[int, Future] = {}

    def work(self) -> None:
        patience = Patience()
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhooks") as pool:
            while not is_stopping():
                try:
                    close_old_connections()
                    if self._may_run():
                        self._look(pool)
                    sleep(INTERVAL)
                except BaseException:  # a lane that ends would leave its messages waiting
                    logger.exception("The lane of webhooks had to begin again")
                    sleep(patience.pause())
        connections.close_all()

    def _look(self, pool: ThreadPoolExecutor) -> None:
        compose()
        self._sending = {key: future for key, future in self._sending.items() if not future.done()}
        for key in addresses_with_work():
            if key not in self._sending:
                self._sending[key] = pool.submit(_deliver, key)


def _deliver(webhook_pk: int) -> None:
    try:
        deliver_to(webhook_pk)
    except Exception:
        logger.exception("Webhook %s could not be delivered to", webhook_pk)
    finally:
        connections.close_all()
