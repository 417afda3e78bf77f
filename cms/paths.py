"""Where pages are public, from when and until when: what a static build must make, and what it must remove."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from cms.visibility import public


class PathRecord(models.Model):
    """A page was public at a path, from one moment until another; or is, where there is no other yet."""

    page_key = models.BigIntegerField()
    page_type = models.ForeignKey("contenttypes.ContentType", on_delete=models.CASCADE, related_name="+")
    url_path = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["url_path"], name="path_record_url_path")]
        constraints = [
            models.UniqueConstraint(fields=["page_key"], condition=models.Q(until=None), name="path_record_open")
        ]

    def __str__(self) -> str:
        return self.url_path


def record_paths(pages: models.QuerySet) -> bool:
    """Write down which of ``pages`` are public now, and where; and which no longer are. Tell if that has changed."""
    now = timezone.now()
    open_records = PathRecord.objects.filter(until=None, page_key__in=pages.order_by().values("pk"))
    known = {record.page_key: record for record in open_records}
    found = {page.pk: page for page in public(pages).order_by().only("url_path", "content_type")}
    ended = [record.pk for key, record in known.items() if key not in found or found[key].url_path != record.url_path]
    PathRecord.objects.filter(pk__in=ended).update(until=now)
    begun = [
        PathRecord(page_key=key, page_type_id=page.content_type_id, url_path=page.url_path, since=now)
        for key, page in found.items()
        if key not in known or known[key].pk in ended
    ]
    # Another transaction may have recorded the same page meanwhile.
    PathRecord.objects.bulk_create(begun, batch_size=500, ignore_conflicts=True)
    return bool(begun or ended)


def record_all_paths() -> None:
    """Write down what is public on every site, and what is gone."""
    gone = PathRecord.objects.filter(until=None).exclude(page_key__in=Page.objects.values("pk"))
    gone.update(until=timezone.now())
    record_paths(Page.objects.all())


@task(backend=BACKEND)
def record_what_time_has_changed() -> None:
    """Note what no event tells of: moments that passed, rows written by hand."""
    record_all_paths()


titled(record_what_time_has_changed, _("Registro de endereços públicos"))
periodic(record_what_time_has_changed, every=timedelta(hours=1))


# --- What editors do ------------------------------------------------------------------------


def record_paths_of_branch(key: int) -> None:
    """Write down what has changed for a page and so for all below it, which shows, hides and moves with it."""
    if record_paths(Page.objects.filter(pk=key)):
        for path in Page.objects.filter(pk=key).values_list("path", flat=True):
            record_paths(Page.objects.filter(path__startswith=path))


def record_paths_of_page(sender: Any, instance: Page, **_details: Any) -> None:
    record_paths_of_branch(instance.pk)


def record_paths_of_restricted_page(
    sender: Any, instance: PageViewRestriction, origin: Any = None, **_details: Any
) -> None:
    if origin is None or getattr(origin, "model", type(origin)) is PageViewRestriction:
        record_paths_of_branch(instance.page_id)  # one that is deleted with its page has not shown it meanwhile


def record_end_of_deleted_page(sender: Any, instance: Page, **_details: Any) -> None:
    PathRecord.objects.filter(page_key=instance.pk, until=None).update(until=timezone.now())


def register_signal_handlers() -> None:
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(record_paths_of_page, dispatch_uid="cms.record_paths_of_page")
    for signal in (post_save, post_delete):
        signal.connect(
            record_paths_of_restricted_page, sender=PageViewRestriction, dispatch_uid="cms.record_restricted"
        )
    post_delete.connect(record_end_of_deleted_page, sender=Page, dispatch_uid="cms.record_end_of_deleted_page")
