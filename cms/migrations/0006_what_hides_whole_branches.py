"""An index of the pages that may be hidden, those that hide others last: ``cms.visibility`` reads these in every
statement on PostgreSQL. It is SQL, for the table is Wagtail's."""

from django.db import migrations

POSTGRESQL = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS cms_page_hides_branch ON wagtailcore_page (numchild, path)
WHERE (NOT live OR expire_at IS NOT NULL OR go_live_at IS NOT NULL)
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX CONCURRENTLY IF EXISTS cms_page_hides_branch")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("cms", "0005_image_licence_and_end_of_rights"),
        ("wagtailcore", "0001_initial"),
    ]
    operations = [migrations.RunPython(make, undo)]
