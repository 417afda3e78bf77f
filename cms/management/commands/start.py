"""Everything between a fresh clone and a running server with its worker."""

import secrets
import signal
import sys

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.hooks import search_for_hooks

from cms.delivery.beside import worker_beside
from cms.demo.load import is_empty

WHERE = """
  Admin       {url}/admin/      {login}
  GraphiQL    {url}/graphiql/
  Endpoint    {url}/graphql/
  Schema      {url}/schema.graphql

  Stop with Control-C.
"""


class Command(BaseCommand):
    help = "Migrates the database, loads the demo content into an empty site, says where everything is, and serves."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-demo", action="store_true", help="leave an empty site empty")

    def handle(self, *args, port: int, no_demo: bool, **options):
        if not settings.DEBUG:
            raise CommandError("This is for development. docs/operators.md says how to serve in production.")
        search_for_hooks()  # they name what editors choose, and a migration would read them without a language
        self._migrate()
        login = "(make an administrator: make administrator)"
        if not no_demo and is_empty():
            self.stdout.write("Loading the demo content ...")
            call_command("load_demo", stdout=self.stdout)
            login = self._make_administrator()
        elif get_user_model().objects.filter(is_superuser=True).exists():
            login = "(forgot the password? make password)"
        self.stdout.write(WHERE.format(url=settings.PUBLIC_URL, login=login))
        _leave_in_order_when_asked()
        with worker_beside(grace=10):
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", verbosity=0)

    def _make_administrator(self) -> str:
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return "(with your own administrator)"
        password = secrets.token_urlsafe(12)
        users.create_superuser("admin", "admin@example.org", password)
        return f"user: admin   password: {password}   (shown only now)"


def _leave_in_order_when_asked() -> None:
    """SIGTERM and a closed terminal end the server as Control-C does: the worker ends first."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
