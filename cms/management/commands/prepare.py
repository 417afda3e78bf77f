"""What must be done once before a new version serves: wait for the database, and bring it up to date."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from cms.delivery.alive import WORKERS
from cms.delivery.patience import Patience

logger = logging.getLogger("cms.operations")

MIGRATING = WORKERS + 2


class Command(BaseCommand):
    help = "Waits for the database and migrates it: one process at a time, however many start."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--wait", type=float, default=60.0, help="seconds that the database may take to answer")

    def handle(self, *args, wait: float, **options):
        _wait_for_the_database(wait)
        with _alone():
            call_command("migrate", interactive=False, verbosity=options["verbosity"], stdout=self.stdout)


def _wait_for_the_database(seconds: float) -> None:
    until, patience = time.monotonic() + seconds, Patience(longest=5)
    while True:
        try:
            connection.ensure_connection()
            return
        except Error as error:
            reason = str(error).strip().splitlines()[0]
        if time.monotonic() >= until:
            raise CommandError(f"The database did not answer in {seconds:.0f} s: {reason}")
        logger.warning("The database does not answer yet, waiting: %s", reason)
        time.sleep(min(patience.pause(), max(0.1, until - time.monotonic())))


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a lock that other processes which migrate wait for. On SQLite there is one machine, and one to start it."""
    if connection.vendor != "postgresql":
        yield
        return
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, 0)", [MIGRATING])
        yield
    finally:
        holder.close()
