"""Write the contracts to the files that people review: the GraphQL schema, and the form of imported files."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from cms.graphql.pages import schema_text
from cms.importing.structure import file_schema

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "cms" / "graphql" / "schema.graphql"
RELEASED = ROOT / "cms" / "graphql" / "released.graphql"
CONTENT_SCHEMA = ROOT / "docs" / "content.schema.json"


class Command(BaseCommand):
    help = "Writes cms/graphql/schema.graphql and docs/content.schema.json from what the code makes."

    def add_arguments(self, parser):
        parser.add_argument("--release", action="store_true", help="also keep the schema as what a release promises")

    def handle(self, *args, release: bool, **options):
        contracts = {SCHEMA: schema_text(), CONTENT_SCHEMA: content_schema_text()}
        if release:
            contracts[RELEASED] = schema_text()
        for path, text in contracts.items():
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"Wrote {path}")


def content_schema_text() -> str:
    """Return the JSON Schema of imported files as it is committed."""
    return json.dumps(file_schema(), ensure_ascii=False, indent=2) + "\n"
