"""What becomes of counted searches: the worker writes them down, and forgets them when their time is over (LGPD)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from cms.delivery.attempts import BACKEND
from cms.delivery.periodic import periodic
from cms.delivery.titles import titled
from search.counting import Counts, take_counts
from search.models import SearchCount

ENOUGH = 3
"""A query that fewer searches brought is rare: it may tell of one person. Nobody sees it, and it goes first."""
RARE_DAYS, DAYS = 30, 365
MOST_A_DAY = 5_000


@task(backend=BACKEND)
def write_counts() -> None:
    """Write what the processes counted. What was taken and could not be written is lost, not counted again."""
    with transaction.atomic():
        _write(take_counts())


def _write(counts: Counts) -> None:
    """The rows of a day are bounded: beyond that, only what is there already is counted on."""
    queries, days = {query for query, _ in counts}, {day for _, day in counts}
    known = {(row.query, row.day): row for row in SearchCount.objects.filter(query__in=queries, day__in=days)}
    room = max(0, MOST_A_DAY - SearchCount.objects.filter(day__in=days).count())
    new = sorted(counts.keys() - known.keys(), key=lambda key: (-counts[key][0], key))[:room]
    rows = known | {key: SearchCount(query=key[0], day=key[1]) for key in new}
    for key in counts.keys() & rows.keys():
        rows[key].searches += counts[key][0]
        rows[key].without_result += counts[key][1]
    SearchCount.objects.bulk_update(known.values(), ["searches", "without_result"], batch_size=200)
    SearchCount.objects.bulk_create([rows[key] for key in new])


@task(backend=BACKEND)
def forget_searches() -> None:
    """Delete what is a year old, and what is 30 days old and was searched for fewer than three times in all."""
    today = timezone.localdate()
    SearchCount.objects.filter(day__lte=today - timedelta(days=DAYS)).delete()
    totals = SearchCount.objects.values("query").annotate(total=Sum("searches"))
    rare = totals.filter(total__lt=ENOUGH).values("query")
    SearchCount.objects.filter(day__lte=today - timedelta(days=RARE_DAYS), query__in=rare).delete()


titled(write_counts, _("Contagem das buscas do site"))
titled(forget_searches, _("Limpeza das buscas antigas"))
periodic(write_counts, every=timedelta(minutes=10))
periodic(forget_searches, every=timedelta(hours=6))
