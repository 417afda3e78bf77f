"""Triggers follow the models: after every migration they are made as the tables are now."""

import secrets
from typing import Any

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.versions import postgresql, sqlite
from cms.versions.kinds import all_kinds
from cms.versions.models import ContentVersion
from cms.versions.moments import indexes

KNOWN = {
    "postgresql": "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND tgname LIKE 'content\\_%%' AND tgname <> 'content_commit' "
    "AND pg_table_is_visible(pg_class.oid)",
    "sqlite": "SELECT tbl_name, name FROM sqlite_master "
    "WHERE type = 'trigger' AND name LIKE 'content\\_%%' ESCAPE '\\'",
}


def install(using: str) -> None:
    """Make the triggers, and give all content a new version: what was cached before counts no more."""
    connection = connections[using]
    made = {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
    tables = set(connection.introspection.table_names())
    wanted = {pair: statement for pair, statement in made.triggers().items() if pair[0] in tables}
    if {"wagtailcore_page", ContentVersion._meta.db_table} - tables:
        return
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            for statement in [*indexes(), *made.functions()]:
                cursor.execute(statement)
            known = _known(connection)
            for table, name in known - wanted.keys() if connection.vendor == "postgresql" else known:
                _drop(cursor, connection.vendor, table, name)
            for pair, statement in wanted.items():
                if connection.vendor == "sqlite" or pair not in known:
                    cursor.execute(statement)
        renew(using)


def renew(using: str) -> None:
    """Give every kind a version that it never had."""
    ContentVersion.objects.using(using).all().delete()
    ContentVersion.objects.using(using).bulk_create(
        ContentVersion(kind=kind, version=_new_version()) for kind in sorted(all_kinds())
    )


def remove(using: str) -> None:
    """Remove triggers and versions: nothing is cached without them."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for table, name in _known(connection):
            _drop(cursor, connection.vendor, table, name)
        if ContentVersion._meta.db_table in connection.introspection.table_names(cursor):
            ContentVersion.objects.using(using).all().delete()


def is_installed(using: str) -> bool:
    """Tell whether the triggers of all tables of content are there."""
    connection = connections[using]
    made = {"postgresql": postgresql, "sqlite": sqlite}[connection.vendor]
    return made.triggers().keys() <= _known(connection)


def install_after_migrating(using: str, **details: Any) -> None:
    """Follow the tables as they are now; where they were only emptied, the triggers are still there."""
    is_there = ContentVersion._meta.db_table in connections[using].introspection.table_names()
    if is_there and router.allow_migrate_model(using, ContentVersion):
        was_emptied = "plan" not in details and is_installed(using)
        (renew if was_emptied else install)(using)


def remove_before_migrating(using: str, plan: Any = (), **_details: Any) -> None:
    """SQLite changes a table by making it anew, which triggers that read it do not survive."""
    if plan and connections[using].vendor == "sqlite":
        remove(using)


def _known(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN[connection.vendor].replace("%%", "%"))
        return {(table, name) for table, name in cursor.fetchall()}


def _drop(cursor: Any, vendor: str, table: str, name: str) -> None:
    cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if vendor == "postgresql" else ""))


def _new_version() -> int:
    return secrets.randbits(63)
