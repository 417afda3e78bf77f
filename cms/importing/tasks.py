"""What the worker does with an upload: check it, and once it is confirmed, import it."""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.models import Site

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.stopping import Interrupted, is_stopping
from cms.delivery.titles import titled
from cms.importing.problems import ImportRefused
from cms.importing.references import Scope
from cms.importing.reports import Report
from cms.importing.runs import ContentImport, ImportState
from cms.importing.sources import open_content

QUEUE = "long"
KEPT_DAYS = 90
BETWEEN = 0.5
"""Seconds between two notes of the progress."""


class _Changed(Exception):
    """The site is no longer what it was when the import was confirmed."""

    def __init__(self, report: Report):
        self.report = report


@task(backend=BACKEND, queue_name=QUEUE)
def check_import(key: int) -> None:
    """Try the upload out and note what it would change."""
    _run(key, ImportState.CHECKING, dry_run=True)


@task(backend=BACKEND, queue_name=QUEUE)
def apply_import(key: int) -> None:
    """Import the upload if it still changes what was confirmed; else ask again."""
    _run(key, ImportState.IMPORTING, dry_run=False)


@task(backend=BACKEND)
def remove_old_imports() -> None:
    """Delete uploads, with their reports, when nobody needs them any more."""
    for run in ContentImport.objects.filter(created_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)):
        run.delete()


def progress_of(key: int) -> tuple[int, int]:
    """Return how many steps of an import are done, and of how many; of none if that is not known."""
    return cache.get(_cache_key(key), (0, 0))


def _run(key: int, state: ImportState, *, dry_run: bool) -> None:
    run = ContentImport.objects.select_for_update().filter(pk=key, state=state).first()
    if run is None:
        return
    cache.delete(_cache_key(key))
    try:
        report = _import(run, dry_run=dry_run)
    except ImportRefused as refusal:
        run.state, run.report = ImportState.REFUSED, {"problems": [problem.as_dict() for problem in refusal.problems]}
    except _Changed as changed:
        run.state, run.report = ImportState.READY, {**described(changed.report), "has_changed": True}
    else:
        run.state, run.report = ImportState.READY if dry_run else ImportState.DONE, described(report)
    run.finished_at = timezone.now()
    run.save()


def _import(run: ContentImport, *, dry_run: bool) -> Report:
    from cms.importing.load import import_content  # large, and the processes that answer never import

    def confirm(report: Report) -> None:
        if not dry_run and described(report)["digest"] != run.report["digest"]:
            raise _Changed(report)

    scope = Scope(Site.objects.get(is_default_site=True))
    with run.file.open("rb") as file, open_content(file, run.name) as content:
        return import_content(
            content, scope, user=run.user, dry_run=dry_run, progress=_noting_progress(run.pk), confirm=confirm
        )


def described(report: Report) -> dict[str, Any]:
    """Return the report as it is kept. Equal changes have equal digests."""
    changes = [change.as_dict() for change in report.changes]
    digest = hashlib.sha256(json.dumps([changes, report.counts()], sort_keys=True).encode()).hexdigest()
    return {"changes": changes, "counts": report.counts(), "digest": digest}


def _noting_progress(key: int) -> Callable[[int, int], None]:
    noted = 0.0

    def note(done: int, total: int) -> None:
        nonlocal noted
        if is_stopping():
            raise Interrupted
        if time.monotonic() - noted > BETWEEN:
            noted = time.monotonic()
            cache.set(_cache_key(key), (done, total), timeout=3600)

    return note


def _cache_key(key: int) -> str:
    return f"import-{key}"


def _title(key: int) -> str | None:
    return ContentImport.objects.filter(pk=key).values_list("name", flat=True).first()


def _give_up(key: int) -> None:
    ContentImport.objects.filter(pk=key).update(state=ImportState.FAILED, finished_at=timezone.now())


DISCARDING = _("Descartar encerra a importação: nada muda no site, e o arquivo pode ser enviado de novo.")
titled(check_import, _("Conferência de importação"), about=_title, discard=_give_up, discarding=DISCARDING)
titled(apply_import, _("Importação de conteúdo"), about=_title, discard=_give_up, discarding=DISCARDING)
titled(remove_old_imports, _("Limpeza de importações antigas"))
periodic(remove_old_imports, every=timedelta(days=1))
