"""While a new version begins, the old one still runs: no migration may take from it what it reads or writes.

docs/operators.md says how such a change is made in two releases. The database of production decides: PostgreSQL.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django_migration_linter.sql_analyser import PostgresqlAnalyser, analyse_sql_statements

RELEASED = {
    "cms": "0003_content_versions",
    "home": "0004_form_rights",
    "cities": "0003_municipalities",
    "search": "0004_kinds_and_narrow_rows",
}
"""The last migration of each app that a release brought. Its older ones are done, wherever it runs."""


@pytest.fixture(autouse=True)
def _production(db):
    if connection.vendor != "postgresql":
        pytest.skip("looks at the SQL of PostgreSQL")


def problems(migration: Migration, before: ProjectState) -> list[str]:
    """Return what the old version would stumble over, once ``migration`` is applied."""
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(before, editor, collect_sql=True)
    errors, _ignored, _warnings = analyse_sql_statements(PostgresqlAnalyser, editor.collected_sql)
    return [error.code for error in errors]


def unreleased(loader: MigrationLoader) -> Iterator[Migration]:
    for app, name in RELEASED.items():
        done = set(loader.graph.forwards_plan((app, name)))
        yield from (loader.graph.nodes[key] for key in sorted(loader.graph.nodes) if key[0] == app and key not in done)


def test_the_old_version_can_live_with_every_new_migration():
    loader = MigrationLoader(connection)
    found = {
        f"{migration.app_label}.{migration.name}": codes
        for migration in unreleased(loader)
        if (codes := problems(migration, loader.project_state((migration.app_label, migration.name), at_end=False)))
    }
    assert found == {}, "Make it in two releases (docs/operators.md), or raise RELEASED if nothing of it is released"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (migrations.AddField("partner", "note", models.TextField(null=True)), []),
        (migrations.AddField("partner", "note", models.TextField(default="", db_default="")), []),
        (migrations.AddField("partner", "note", models.TextField(default="")), ["NOT_NULL"]),
        (migrations.RemoveField("partner", "name"), ["DROP_COLUMN"]),
        (migrations.RenameField("partner", "name", "title"), ["RENAME_COLUMN"]),
        (migrations.DeleteModel("SocialProfile"), ["DROP_TABLE"]),
    ],
)
def test_what_the_old_version_cannot_live_with_is_found(operation, expected):
    sample = type("Migration", (Migration,), {"operations": [operation]})("sample", "home")
    assert problems(sample, MigrationLoader(connection).project_state()) == expected
