"""A backup of everything that is not in the code: the database and the uploads, in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.operations.backup import dumps, writing


class Command(BaseCommand):
    help = "Writes the database and all uploads into one file, while the server runs."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file: Path, **options):
        try:
            manifest = writing.write(file)
        except (dumps.DumpError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        size, uploads = file.stat().st_size / 1e6, len(manifest["files"])
        self.stdout.write(f"{file}: {size:.1f} MB, the database and {uploads} uploads of {manifest['made']}")
