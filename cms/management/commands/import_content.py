"""Bring content in from a file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm
from wagtail.models import Site

from cms.importing.load import import_content
from cms.importing.problems import ImportRefused
from cms.importing.references import Scope
from cms.importing.reports import Change, Report
from cms.importing.sources import open_content
from cms.languages import tag_of


class Command(BaseCommand):
    help = (
        "Creates and updates content from a JSON or CSV file with its images beside it, or from a zip archive of both. "
        "All or nothing. docs/importing.md says how the file looks."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--site", help="hostname of the site that the content is for; the default site if absent")
        parser.add_argument("--locale", help="language of the content (BCP 47); the site's own if absent")

    def handle(self, *args, file: Path, dry_run: bool, site: str | None, locale: str | None, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        scope = find_scope(site, locale)
        try:
            with (
                file.open("rb") as opened,
                open_content(opened, file.name, file.parent) as content,
                tqdm(unit=" steps", disable=None, leave=False, file=sys.stderr) as bar,
            ):
                report = import_content(content, scope, dry_run=dry_run, progress=lambda *steps: _move(bar, *steps))
        except ImportRefused as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            count = len(refusal.problems)
            raise CommandError(f"{count} problem{'s' * (count > 1)}; nothing was changed.") from refusal
        self._tell(report, dry_run)

    def _tell(self, report: Report, dry_run: bool) -> None:
        if dry_run:
            for change in report.changes:
                self.stdout.write(_line(change))
        for section, count in report.counts().items():
            self.stdout.write(f"{section}: {count['new']} new, {count['changed']} changed, {count['same']} unchanged")
        if dry_run:
            self.stdout.write("This was a dry run: nothing was changed.")


def find_site(hostname: str | None) -> Site:
    """Return the site with this hostname, or the default one. Raises ``CommandError`` where there is none."""
    sites = Site.objects.select_related("root_page__locale")
    found = sites.filter(hostname=hostname) if hostname else sites.filter(is_default_site=True)
    if site := found.first():
        return site
    known = ", ".join(sites.values_list("hostname", flat=True))
    raise CommandError(f"There is no site {hostname or 'marked as default'}. Sites: {known}")


def find_scope(hostname: str | None, tag: str | None) -> Scope:
    """Return the part of the installation that a site's hostname and a language's tag name.

    Raises ``CommandError`` where there is no such site, or its home page is not translated.
    """
    site = find_site(hostname)
    if tag is None:
        return Scope(site)
    homes = {home.locale.language_code: home for home in site.root_page.get_translations(inclusive=True)}
    if tag.lower() not in homes:
        known = ", ".join(tag_of(code) for code in homes)
        raise CommandError(f"{site.hostname} has no home page in {tag}: translate it in the admin. Languages: {known}")
    return Scope(site, homes[tag.lower()].locale)


def _move(bar: tqdm, done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)


def _line(change: Change) -> str:
    name = f"{change.section} {change.name}".strip()
    fields = "".join(f"\n    {field}: {was or '-'} -> {will}" for field, (was, will) in change.fields.items())
    return f"{'+' if change.is_new else '~'} {name} ({change.title}){fields}" + (
        f"\n    ! {change.note}" * bool(change.note)
    )
