"""Thousands of redirects written at once: every mistake told by its line, all of them or none."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.api.scope import load_roots
from cms.redirects.chains import Way, Ways, way_of
from cms.redirects.paths import checked_link, checked_path
from cms.redirects.standing import Place, pages_standing_at
from cms.redirects.tables import Row, is_permanent
from cms.redirects.writing import redirects_changed, take

AT_ONCE = 500
FIELDS = ["redirect_page", "redirect_link", "is_permanent", "automatically_created"]


@dataclass
class Report:
    """What loading a file does, or would do."""

    new: int = 0
    changed: int = 0
    same: int = 0
    shortened: int = 0
    """Redirects that were there, and lead further now."""
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    """Line, path and what is wrong: with one of them, nothing is written."""
    warnings: list[tuple[int, str, str]] = field(default_factory=list)


@transaction.atomic
def load_redirects(rows: list[Row], *, dry_run: bool = False) -> Report:
    """Write the redirects of ``rows``; those that are there are replaced. With a mistake in one, none is written."""
    loading = _Loading()
    loading.read(rows)
    if not loading.report.problems:
        loading.write(dry_run)
    return loading.report


class _Loading:
    def __init__(self) -> None:
        self.report = Report()
        self.stored = {(row.site_id, row.old_path): row for row in Redirect.objects.all()}
        self.sites = dict(Site.objects.values_list("hostname", "pk"))
        self.ways = Ways(load_roots(), {key: way_of(row) for key, row in self.stored.items()})
        self.lines: dict[Place, int] = {}

    def read(self, rows: list[Row]) -> None:
        """Note what ``rows`` say and what is wrong with it."""
        said: dict[Place, Way] = {}
        for row in rows:
            try:
                way = self._way(row)
                if way.key in said:
                    raise ValidationError(_("A linha %(line)s já diz aonde leva.") % {"line": self.lines[way.key]})
            except ValidationError as wrong:
                self._problem(row.line, row.old_path, wrong)
            else:
                said[way.key], self.lines[way.key] = way, row.line
        said = self._at_pages(said)
        self.ways.known = {**self.ways.known, **said}
        self.ended = self._ended(said)
        self.report.problems.sort()
        self._warn(said)

    def _way(self, row: Row) -> Way:
        if row.site and row.site.lower() not in self.sites:
            known = ", ".join(sorted(self.sites))
            raise ValidationError(_("Não há o site “%(site)s”; há: %(known)s.") % {"site": row.site, "known": known})
        site = self.sites[row.site.lower()] if row.site else None
        return Way(site, checked_path(row.old_path), None, checked_link(row.link), is_permanent(row.permanent))

    def _at_pages(self, said: dict[Place, Way]) -> dict[Place, Way]:
        """Return ``said`` with the page, where a link is the address of one."""
        places = {key: place for key, way in said.items() if (place := self.ways.place_of(way, way.site))}
        pages = pages_standing_at(set(places.values()), self.ways)
        found = {key: pages[place].pk for key, place in places.items() if place in pages}
        return {key: replace(way, page=found[key], link="") if key in found else way for key, way in said.items()}

    def _ended(self, said: dict[Place, Way]) -> dict[Place, Way]:
        """Return all ways, each to the end of its chain."""
        ended = {}
        for key, way in self.ways.known.items():
            try:
                ended[key] = way if way.page else self.ways.end(way)
            except ValidationError as loop:
                ended[key] = way
                if key in said:
                    self._problem(self.lines[key], way.path, loop)
        return ended

    def _warn(self, said: dict[Place, Way]) -> None:
        for place, page in pages_standing_at(said, self.ways).items():
            message = _("Nesse endereço está a página “%(title)s”, que vem antes do redirecionamento.")
            self.report.warnings.append((self.lines[place], place[1], message % {"title": page.title}))

    def _problem(self, line: int, path: str, wrong: ValidationError) -> None:
        self.report.problems.append((line, path, " ".join(wrong.messages)))

    def write(self, dry_run: bool) -> None:
        """Count what changes, and change it unless this is a ``dry_run``."""
        new, changed = [], []
        for key, way in self.ended.items():
            row = self.stored.get(key)
            if row is None:
                new.append(_row_of(way))
            elif way_of(row) != way:
                self.report.shortened += key not in self.lines
                row.automatically_created &= key not in self.lines
                take(row, way)
                changed.append(row)
        self.report.new, self.report.changed = len(new), len(changed) - self.report.shortened
        self.report.same = len(self.lines) - self.report.new - self.report.changed
        if not dry_run:
            _save(new, changed)


def _row_of(way: Way) -> Redirect:
    row = Redirect(old_path=way.path, site_id=way.site)
    take(row, way)
    return row


def _save(new: Iterable[Any], changed: list[Any]) -> None:
    Redirect.objects.bulk_create(new, batch_size=AT_ONCE)
    Redirect.objects.bulk_update(changed, FIELDS, batch_size=AT_ONCE)
    redirects_changed.send(Redirect)
