"""Write the GraphQL schema to the file that people review."""

from pathlib import Path

from django.core.management.base import BaseCommand

from cms.graphql.pages import schema_text

SCHEMA = Path(__file__).parents[2] / "graphql" / "schema.graphql"


class Command(BaseCommand):
    help = "Writes cms/graphql/schema.graphql from the schema that the code makes."

    def handle(self, *args, **options):
        SCHEMA.write_text(schema_text(), encoding="utf-8")
        self.stdout.write(f"Wrote {SCHEMA}")
