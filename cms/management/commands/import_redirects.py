"""Write the redirects of a file. It stands in the place of Wagtail's command, which knows none of our rules."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.redirects.loading import load_redirects
from cms.redirects.tables import read_rows


class Command(BaseCommand):
    help = "Writes the redirects of a .csv or .xlsx file (from, to, permanent, site): all of them, or none."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *args, file: Path, dry_run: bool, **options):
        try:
            rows = read_rows(file.read_bytes(), file.name)
        except (OSError, ValidationError) as wrong:
            raise CommandError(getattr(wrong, "message", None) or str(wrong)) from wrong
        report = load_redirects(rows, dry_run=dry_run)
        for line, path, message in [*report.problems, *report.warnings]:
            self.stderr.write(f"{file.name}:{line}: {path}: {message}")
        if report.problems:
            raise CommandError(f"{len(report.problems)} lines have problems: nothing was written.")
        counts = f"{report.new} new, {report.changed} changed, {report.same} the same, {report.shortened} shortened"
        self.stdout.write(f"{counts} (dry run)" if dry_run else counts)
