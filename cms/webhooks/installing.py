"""Triggers follow the models: after every migration they are made as the tables are now."""

from typing import Any

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.webhooks.models import Change
from cms.webhooks.triggers import triggers

KNOWN = {
    "postgresql": "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND tgname LIKE 'webhook\\_%' AND pg_table_is_visible(pg_class.oid)",
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'webhook\\_%' ESCAPE '\\'",
}


def install(using: str) -> None:
    """Make the triggers of all tables that are there. Those of PostgreSQL that are there stay: nobody waits for us."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    wanted = {pair: made for pair, made in triggers(connection.vendor).items() if pair[0] in tables}
    stays = connection.vendor == "postgresql"
    known = set(_known(connection))
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table, name in known - wanted.keys() if stays else known:
            _drop(cursor, connection.vendor, table, name)
        for pair, made in wanted.items():
            for function in made.functions:
                cursor.execute(function)
            if not stays or pair not in known:
                cursor.execute(made.trigger)


def remove(using: str) -> None:
    """Remove all triggers of ours."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table, name in _known(connection):
            _drop(cursor, connection.vendor, table, name)


def install_after_migrating(using: str, **details: Any) -> None:
    """Make the triggers, unless the tables were only emptied: they are still there."""
    connection = connections[using]
    if not router.allow_migrate_model(using, Change):
        return
    is_there = Change._meta.db_table in connection.introspection.table_names()
    if is_there and ("plan" in details or not _known(connection)):
        install(using)


def remove_before_migrating(using: str, plan: Any = (), **_details: Any) -> None:
    """SQLite changes a table by making it anew, which triggers that read it do not survive."""
    if plan and connections[using].vendor == "sqlite":
        remove(using)


def _known(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN[connection.vendor])
        return [(table, name) for table, name in cursor.fetchall()]


def _drop(cursor: Any, vendor: str, table: str, name: str) -> None:
    cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if vendor == "postgresql" else ""))
