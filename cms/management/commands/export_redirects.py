"""Write all redirects as CSV, as an import reads them."""

import csv
import sys

from django.core.management.base import BaseCommand
from wagtail.contrib.redirects.models import Redirect

from cms.api.scope import Scopes
from cms.redirects.tables import COLUMNS, written_row


class Command(BaseCommand):
    help = "Writes all redirects as CSV to FILE, or to standard output: what import_redirects reads."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="a new file; standard output if absent")

    def handle(self, *args, file: str | None, **options):
        if file:
            with open(file, "x", encoding="utf-8", newline="") as target:
                self._write(target)
        else:
            self._write(self.stdout._out or sys.stdout)

    def _write(self, target) -> None:
        rows = csv.DictWriter(target, COLUMNS, lineterminator="\n")
        rows.writeheader()
        scopes = Scopes(None)
        stored = Redirect.objects.select_related("redirect_page", "site").order_by("old_path", "site_id")
        rows.writerows(written_row(redirect, scopes) for redirect in stored.iterator())
