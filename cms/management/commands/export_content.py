"""Write the content to files that an import reads."""

import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.importing.export import ArchiveTarget, FolderTarget, export_content
from cms.management.commands.import_content import find_scope


class Command(BaseCommand):
    help = "Writes all content to a folder, or to a zip archive where TARGET ends in .zip."

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path)
        parser.add_argument("--public", action="store_true", help="open data: only what visitors see, with tables")
        parser.add_argument("--site", help="hostname of the site; the default site if absent")
        parser.add_argument("--locale", help="language of the content (BCP 47); the site's own if absent")

    def handle(self, *args, target: Path, public: bool, site: str | None, locale: str | None, **options):
        if target.exists() and (target.is_file() or any(target.iterdir())):
            raise CommandError(f"{target} is there already, and stays as it is. Name an empty folder or a new file.")
        scope = find_scope(site, locale)
        if target.suffix == ".zip":
            target.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(target, "x") as archive:
                counts = export_content(ArchiveTarget(archive), scope, only_public=public, missing=self._tell_missing)
        else:
            counts = export_content(FolderTarget(target), scope, only_public=public, missing=self._tell_missing)
        for section, count in counts.items():
            self.stdout.write(f"{section}: {count}")

    def _tell_missing(self, name: str) -> None:
        self.stderr.write(f"{name} is not in the storage any more: it is left out.")
