"""A file's content brought into the site: all of it or nothing."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.delivery.images import look_for_missing_files
from cms.importing.columns import Column
from cms.importing.defaults import with_indexes
from cms.importing.files import Files, put, title_of
from cms.importing.history import write_history
from cms.importing.holding import holding_back
from cms.importing.incoming import PLACES, Fault, Faulty, Record, Refusals
from cms.importing.indexing import index_all, look_at_tables
from cms.importing.kinds import BY_SECTION, KINDS
from cms.importing.problems import BadValue, ImportRefused, Problem
from cms.importing.records import blank_record, canonical_record, check, without_empty
from cms.importing.references import NotThere, References, Scope
from cms.importing.reports import Change, Report, fields_changed
from cms.importing.saving import goes_out, refuse_locked, save_changed, save_new
from cms.importing.sections import FileKind, Kind, PageKind
from cms.importing.sources import Content
from cms.importing.structure import row_name, without_faults
from cms.importing.tree import Branch
from cms.media import CustomDocument, CustomImage
from cms.paths import record_all_paths
from cms.rules.gate import refuse_to_import

CHUNK = 200
Progress = Callable[[int, int], None]
"""Is told how many steps are done, and of how many."""


class _TriedOut(Exception):
    """Undoes a dry run."""


def import_content(
    content: Content,
    scope: Scope,
    *,
    user: AbstractBaseUser | None = None,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    confirm: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Create and update what ``content`` holds in one transaction, and return what was done.

    A dry run does the same and undoes it. ``confirm`` sees the report before the end, and may raise to undo all.
    Raises ``ImportRefused`` with all that is wrong; nothing is changed then.
    """
    work = Work(content, scope, user, progress)
    try:
        with quiet(), transaction.atomic(), holding_back() as held:
            work.do()
            if work.refusals.problems:
                raise ImportRefused(work.refusals.in_order())
            confirm(work.report)
            if dry_run:
                raise _TriedOut
            index_all(held, work.step)
            record_all_paths()
            look_at_tables(len(work.saved))
            write_history(work.saved, user)
            look_for_missing_files()
    except _TriedOut:
        work.files.remove_stored()
    except BaseException:
        work.files.remove_stored()
        raise
    return work.report


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Wagtail from logging a line a page."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)


@dataclass
class Work:
    """One import, until its transaction ends."""

    content: Content
    scope: Scope
    user: AbstractBaseUser | None
    progress: Progress
    report: Report = field(default_factory=Report)
    saved: list[tuple[type[Model], int, str]] = field(default_factory=list)
    done: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        self.references = References(
            self.scope,
            suppliers={
                CustomImage: lambda name: self._take_unlisted_file("images", name),
                CustomDocument: lambda name: self._take_unlisted_file("documents", name),
            },
        )
        self.refusals = Refusals(self.references)
        self.files = Files(self.content.media)
        self.waiting: list[Record] = []
        self.refused: list[Record] = []  # those that also refer to what was not made yet
        self.branches: dict[int, Branch] = {}

    def do(self) -> None:
        """Write everything but the indexes, and note every problem."""
        sections = with_indexes(self.content.sections, self.scope)
        faulty = self.refusals.note_structure(sections, self.content.lines)
        found = [kind for kind in KINDS if kind.section in sections and (kind.section, -1) not in faulty]
        self.total = sum(1 if kind.is_single else 2 * len(sections[kind.section]) for kind in found)
        for kind in found:
            self._take_section(kind, sections, faulty)
        for record in self.waiting:
            self._settle(record)
        for record in self.refused:
            faults = self._set(record, record.waits, may_wait=False)
            self.refusals.note(record, [fault for fault in faults if isinstance(fault[1], NotThere)])

    def step(self, count: int) -> None:
        """Tell that ``count`` steps more are done."""
        self.done += count
        self.total = max(self.total, self.done)
        self.progress(self.done, self.total)

    # --- Records --------------------------------------------------------------------------------

    def _take_section(self, kind: Kind, sections: dict[str, Any], faulty: Faulty) -> None:
        records = list(self._records(kind, sections, faulty))
        for start in range(0, len(records), CHUNK):
            chunk = records[start : start + CHUNK]
            rows = kind.load(record.key for record in chunk)
            for record in chunk:
                self._take(record, rows.get(record.key))
            self.step(len(chunk))

    def _records(self, kind: Kind, sections: dict[str, Any], faulty: Faulty) -> Iterator[Record]:
        """Yield the records of a section that have its form; note those that stand there twice."""
        existing = kind.existing(self.scope, self.references)
        seen: dict[str, str] = {}
        section = kind.section
        for index, values in enumerate([sections[section]] if kind.is_single else sections[section]):
            row, order = row_name(section, index, sections, self.content.lines), (PLACES[section], index)
            paths = faulty.get((section, index), [])
            rest = without_faults(values, paths)
            if rest is None or {path[0] for path in paths} & set(kind.key):
                if rest is not None:
                    self.refusals.note_broken(kind, kind.name(values), values)
                continue
            values = rest
            canonical = {**blank_record(kind.key_columns), **canonical_record(kind.columns, values)}
            name = kind.name(canonical)
            if name in seen:
                found = _("“%(name)s”, que já está em %(row)s") % {"name": name, "row": seen[name]}
                allowed = _("um registro só para cada um")
                self.refusals.problems.append(Problem(row, ", ".join(kind.key), found, allowed, order))
                continue
            seen[name] = row
            yield Record(kind, row, order, name, canonical, existing.get(name), faulty={str(path[0]) for path in paths})

    def _take(self, record: Record, instance: Any) -> None:
        """Bring one record in: as a new row, as changes of one that is there, or not at all if nothing changes."""
        kind = record.kind
        try:
            if instance is None:
                record.instance = kind.make(record.values, self.references)
                record.changed = without_empty(kind.columns, record.values)
            else:
                record.instance = instance
                record.before = {column.name: column.write(instance, self.references) for column in kind.columns}
                record.changed = {n: value for n, value in record.values.items() if record.before[n] != value}
            is_file = isinstance(kind, FileKind)
            file = self.files.new_file(kind.section, record.name, record.instance) if is_file else None
        except BadValue as fault:
            return self.refusals.note(record, [("", fault)])
        if instance is not None and not record.changed and not file and not record.faulty:
            self.report.unchanged[kind.section] += 1
            return None
        record.instance.import_name = f"{kind.section}/{record.name}"
        if file:
            record.old_file = record.instance.file.name if record.key is not None else ""
            put(record.instance, file)
        faults = self._set(record, kind.columns, may_wait=True)
        faults += self._check(record)
        if not faults and not record.faulty:
            return self._save(record, file)
        if record.waits:
            self.refused.append(record)
        return self.refusals.note(record, faults)

    def _set(self, record: Record, columns: list[Column], *, may_wait: bool) -> list[Fault]:
        faults: list[Fault] = []
        record.waits = []
        for column in columns:
            if column.name not in record.changed:
                continue
            try:
                column.set(record.instance, record.changed[column.name], self.references)
                continue
            except ExceptionGroup as group:
                found = list(group.exceptions)
            except (BadValue, NotThere) as fault:
                found = [fault]
            if may_wait and column.may_wait:
                missing = [fault for fault in found if isinstance(fault, NotThere)]
                record.waits += [column] * bool(missing)
                found = [fault for fault in found if fault not in missing]
            faults += [(column.name, fault) for fault in found]
        return faults

    def _check(self, record: Record) -> list[Fault]:
        try:
            refuse_locked(record.instance)
            check(record.instance, record.kind.columns)
            if isinstance(record.kind, PageKind) and goes_out(record.instance):
                refuse_to_import(record.instance)
        except ValidationError as error:
            return [("", error)]
        return []

    def _save(self, record: Record, file: ContentFile | None) -> None:
        instance = record.instance
        note = self._note(record)
        try:
            if file:
                self.files.save(instance, record.old_file)
            if record.key is None:
                save_new(instance, self._branch(record), self.user)
                self._register(record)
            elif not record.waits:
                save_changed(instance, self.user)
        except (ValidationError, NotThere) as fault:
            return self.refusals.note(record, [("", fault)])
        changes = fields_changed(record.before, record.changed) if record.key is not None else {}
        if file and record.key is not None:
            changes["file"] = ("", record.name)
        section = record.kind.section
        self.report.changes.append(Change(section, record.name, record.title, record.key is None, changes, note))
        self.saved.append((type(instance), instance.pk, record.title))
        if record.waits:
            self.waiting.append(record)
        else:
            record.instance = None
        return None

    def _settle(self, record: Record) -> None:
        """Set the fields that had to wait until all that they refer to was made."""
        columns = record.waits
        faults = self._set(record, columns, may_wait=False)
        if faults:
            self.refusals.note(record, faults)
        elif record.key is None:
            for column in columns:
                column.store(record.instance)
        else:
            save_changed(record.instance, self.user)
        record.instance = None

    def _note(self, record: Record) -> str:
        is_draft = record.key is not None and getattr(record.instance, "has_unpublished_changes", False)
        return _("tem um rascunho que não foi publicado: ele fica no histórico") if is_draft else ""

    # --- Pages and files ------------------------------------------------------------------------

    def _branch(self, record: Record) -> Branch | None:
        """Return where a new page goes. Raises ``NotThere``, or ``ValidationError`` if it may not stand there."""
        if not isinstance(record.kind, PageKind):
            return None
        key: int = record.kind.parent_of(record.values, self.scope, self.references)
        if key not in self.branches:
            self.branches[key] = Branch(key)
        branch = self.branches[key]
        branch.refuse(record.kind.model)
        path = self.scope.path_of(f"{branch.page.url_path}{record.instance.slug}/")
        if self.references.known(Page, path):
            raise ValidationError({"slug": _("outra página já está em %(path)s") % {"path": path}})
        return branch

    def _register(self, record: Record) -> None:
        instance = record.instance
        self.references.add(record.kind.model, record.name, instance.pk)
        if isinstance(instance, Page):
            self.references.add(Page, self.scope.path_of(instance.url_path), instance.pk)

    def _take_unlisted_file(self, section: str, name: str) -> Any:
        """Make an image or document that a record uses and that only stands beside the file. Return its key."""
        kind = BY_SECTION[section]
        if (kind.model, name) in self.references.broken or not self.files.has(section, name):
            return None
        values = {"name": name, "title": title_of(name)}
        self._take(Record(kind, f"{section} ({name})", (PLACES[section], 0), name, values), None)
        return self.references.known(kind.model, name)
