"""What a page leaves behind when its address changes: redirects, in the transaction that changes it.

Wagtail's own are made once that is committed, and lost where the process ends in between.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_save, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.api.scope import Root, load_roots
from cms.redirects.paths import LONGEST, path_of_page
from cms.redirects.standing import AT_ONCE, Place
from cms.redirects.writing import redirects_changed, shorten_chains_to
from cms.visibility import published_once

logger = logging.getLogger(__name__)


def leave_redirects(page: Page, url_path_before: str, roots_before: list[Root], *, was_out: bool) -> None:
    """Write redirects from where ``page`` and all below it were to where they are now.

    Redirects made by themselves that begin where one of these pages stands now go.
    """
    roots = load_roots()
    left: dict[Place | None, int] = {}
    taken: set[Place | None] = set()
    for key, rest in _branch(page, url_path_before, was_out):
        old, new = _place(roots_before, url_path_before + rest), _place(roots, page.url_path + rest)
        if old != new:
            left[old], taken = key, taken | {new}
    for some in _in_parts([*taken]):
        _begin_at(some).filter(automatically_created=True).delete()
    for some in _in_parts([place for place in left if place]):
        shorten_chains_to(_write({place: left[place] for place in some}), roots)
    redirects_changed.send(Redirect)


def _branch(page: Page, url_path_before: str, was_out: bool) -> Iterator[tuple[int, str]]:
    """Yield the keys of ``page`` and of what was published below it, with the rest of their ``url_path``.

    The rows below have the old one still: they are written after this.
    """
    if was_out:
        yield page.pk, ""
    below = published_once(Page.objects.filter(path__startswith=page.path, url_path__startswith=url_path_before))
    for key, url_path in below.exclude(pk=page.pk).order_by("path").values_list("pk", "url_path"):
        yield key, url_path[len(url_path_before) :]


def _place(roots: list[Root], url_path: str) -> Place | None:
    holding = [root for root in roots if url_path.startswith(root.url_path)]
    root = max(holding, key=lambda root: len(root.url_path), default=None)
    return (root.site_id, path_of_page(root, url_path)) if root else None


def _write(left: dict[Place, int]) -> list[Redirect]:
    """Write a redirect from each place to the page with the key; an editor's own redirect stays as it is."""
    stored = _begin_at([*left])
    kept = {(row.site_id, row.old_path) for row in stored if not row.automatically_created}
    stored.filter(automatically_created=True).delete()
    rows = [
        Redirect(site_id=place[0], old_path=place[1], redirect_page_id=key, automatically_created=True)
        for place, key in left.items()
        if place not in kept and _fits(place)
    ]
    return Redirect.objects.bulk_create(rows)


def _fits(place: Place) -> bool:
    if len(place[1]) > LONGEST:
        logger.warning("No redirect from %s: it is longer than %s characters.", place[1], LONGEST)
    return len(place[1]) <= LONGEST


def _begin_at(places: list[Place]) -> QuerySet:
    paths, sites = {path for _, path in places}, {site for site, _ in places}
    return Redirect.objects.filter(old_path__in=paths, site__in=sites)


def _in_parts(places: list) -> Iterator[list]:
    places = [place for place in places if place]
    for start in range(0, len(places), AT_ONCE):
        yield places[start : start + AT_ONCE]


# --- Whoever writes a page -------------------------------------------------------------------


def note_address(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **_details: Any) -> None:
    if not isinstance(instance, Page):
        return
    instance._left = None
    if raw or instance.pk is None or (update_fields is not None and "url_path" not in update_fields):
        return
    stored = Page.objects.filter(pk=instance.pk)
    before = stored.values_list("url_path", flat=True).first()
    if before and before != instance.url_path:
        instance._left = (before, load_roots(), published_once(stored).exists())


def leave_redirects_where_address_changed(sender: Any, instance: Any, **_details: Any) -> None:
    if isinstance(instance, Page) and (left := getattr(instance, "_left", None)):
        instance._left = None
        url_path_before, roots_before, was_out = left
        leave_redirects(instance, url_path_before, roots_before, was_out=was_out)


def register_signal_handlers() -> None:
    pre_save.connect(note_address, dispatch_uid="cms.note_address")
    post_save.connect(leave_redirects_where_address_changed, dispatch_uid="cms.leave_redirects")
