"""Caches outside this server are told of what has changed.

The versions are the outbox: a change gives its kinds new ones in its own transaction, and what others were told last
is written beside them. So nothing is forgotten, and a thousand changes in a moment are told once.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.frontend_cache.utils import PurgeBatch

from cms.delivery.attempts import BACKEND
from cms.delivery.once import alone
from cms.delivery.purgers import purger
from cms.delivery.titles import titled
from cms.versions.models import ContentVersion, PurgedVersion
from cms.versions.tags import tags_to_purge

ON_THEIR_WAY = timedelta(seconds=30)
"""An answer that was made just before the change may come to a cache after the purge: it is told once more."""

DOCUMENTS = ("cities.geojson", "stories.atom", "sitemap.xml")
"""What is public at an address of its own: Wagtail's frontend cache purges by address."""


@task(backend=BACKEND)
def purge() -> None:
    """Tell of every kind that has changed since it was told last."""
    changed = list(_changed())
    tags = list(dict.fromkeys(tag for version in changed for tag in tags_to_purge(version.kind)))
    if not tags:
        return
    _tell(tags)
    PurgedVersion.objects.bulk_create(
        [PurgedVersion(kind=version.kind, version=version.version) for version in changed],
        update_conflicts=True,
        unique_fields=["kind"],
        update_fields=["version"],
    )
    purge_again.using(run_after=timezone.now() + ON_THEIR_WAY).enqueue(tags)


@task(backend=BACKEND)
def purge_again(tags: list[str]) -> None:
    _tell(tags)


def enqueue_purge() -> None:
    """Have the caches told, where there are any and something has changed."""
    if _has_caches() and _changed().exists() and not _is_waiting():
        with alone():
            if not _is_waiting():
                purge.enqueue()


def _tell(tags: list[str]) -> None:
    if cache := purger():
        cache.purge(tags)
    if settings.WAGTAILFRONTENDCACHE:
        PurgeBatch([urljoin(f"{settings.PUBLIC_URL}/", name) for name in DOCUMENTS]).purge()


def _changed():
    told = PurgedVersion.objects.filter(kind=OuterRef("kind"), version=OuterRef("version"))
    return ContentVersion.objects.filter(~Exists(told)).order_by("kind")


def _has_caches() -> bool:
    return bool(settings.PURGER or settings.WAGTAILFRONTENDCACHE)


def _is_waiting() -> bool:
    """Whether a purge waits or runs. One that runs may have read the versions already: the next one follows it."""
    return DBTaskResult.objects.filter(task_path=purge.module_path, finished_at=None).exists()


titled(purge, _("Aviso de mudanças à CDN"))
titled(purge_again, _("Segundo aviso de mudanças à CDN"))
