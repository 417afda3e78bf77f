"""What every process sees alike, asked of the database when Prometheus asks: the queue, its workers, connections."""

import platform
from collections.abc import Iterator

import django
import wagtail
from django.conf import settings
from django.db import Error, connection
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric

from cms.delivery.alive import living
from cms.delivery.attempts import BACKEND

CONNECTIONS = """
    SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1
"""
UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED)


class State:
    """A collector. While the database is away, it tells that, and what needs no database."""

    def collect(self) -> Iterator[Metric]:
        yield _build()
        up = GaugeMetricFamily("cms_database_up", "Whether the database answers.")
        try:
            found = [*_tasks(), _workers(), *_connections()]
        except Error:
            connection.close()
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from found


def _build() -> Metric:
    build = InfoMetricFamily("cms_build", "What runs.")
    versions = {"version": settings.VERSION, "wagtail": wagtail.__version__}
    build.add_metric([], {**versions, "django": django.__version__, "python": platform.python_version()})
    return build


def _tasks() -> Iterator[Metric]:
    depth = GaugeMetricFamily("cms_tasks", "Tasks that are not done.", labels=["queue", "state"])
    oldest = GaugeMetricFamily("cms_task_oldest_seconds", "How long the oldest task has been due.", labels=["queue"])
    rows = DBTaskResult.objects.filter(backend_name=BACKEND, status__in=UNFINISHED)
    counted = rows.values_list("queue_name", "status").annotate(Count("pk")).order_by()
    for queue, status, number in counted:
        depth.add_metric([queue, str(status).lower()], number)
    due = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    for queue, since in due.values_list("queue_name").annotate(Min("enqueued_at")).order_by():
        oldest.add_metric([queue], (timezone.now() - since).total_seconds())
    yield depth
    yield oldest


def _workers() -> Metric:
    workers = GaugeMetricFamily("cms_workers", "Workers that live, on any machine.")
    workers.add_metric([], len(living()))
    return workers


def _connections() -> Iterator[Metric]:
    if connection.vendor == "postgresql":
        open_ = GaugeMetricFamily("cms_database_connections", "Sessions on our database, by state.", labels=["state"])
        with connection.cursor() as cursor:
            cursor.execute(CONNECTIONS)
            for state, number in cursor.fetchall():
                open_.add_metric([state], number)
        yield open_
