"""The blocks stay out of migrations, and a migration can still read and write a body."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cms.blocks.body import BodyField
from tests.builders import make_narrative


def test_a_migration_holds_no_block():
    name, path, arguments, options = BodyField(name="body").deconstruct()
    assert (name, path, arguments) == ("body", "cms.blocks.body.BodyField", [])
    assert options == {"blank": True, "verbose_name": "conteúdo"}


def test_a_field_made_again_is_the_same():
    again = BodyField(blank=False, verbose_name="história").clone()
    assert (again.blank, again.stream_block.required, again.verbose_name) == (False, True, "história")


def test_a_migration_reads_and_writes_a_body(home):
    page = make_narrative(body=[("heading", {"title": "Antes", "level": "h3"})])
    historical = MigrationLoader(connection).project_state().apps.get_model("home", "NarrativePage")
    row = historical.objects.get(pk=page.pk)
    assert [(block.block_type, block.value["title"], block.value["level"]) for block in row.body] == [
        ("heading", "Antes", "h3")
    ]
    row.body = [("quote", {"quote": "Depois", "author": "", "role": ""})]
    row.save(update_fields=["body"])
    page.refresh_from_db()
    assert [(block.block_type, block.value["quote"]) for block in page.body] == [("quote", "Depois")]
