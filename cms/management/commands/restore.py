"""The way back from a backup."""

import tarfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.operations.backup import dumps, restoring


class Command(BaseCommand):
    help = "Restores a backup into an empty database and an empty media folder."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only tell whether the file is whole")

    def handle(self, *args, file: Path, check: bool, **options):
        try:
            if check:
                with tarfile.open(file, mode="r:") as archive:
                    manifest = restoring.check(archive)
            else:
                manifest = restoring.restore(file)
        except (restoring.RestoreError, dumps.DumpError, tarfile.TarError, OSError) as problem:
            raise CommandError(str(problem)) from problem
        done = "is whole" if check else f"is restored, with {sum(dumps.rows(dumps.tables()).values())} rows"
        uploads = len(manifest["files"])
        self.stdout.write(f"The backup of {manifest['made']} {done} and {uploads} uploads. Now: manage.py migrate")
