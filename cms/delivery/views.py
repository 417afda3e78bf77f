"""The report "Tarefas": what the worker did, does and could not do. For administrators."""

import json
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from cms.delivery import titles
from cms.delivery.alive import is_running
from cms.delivery.attempts import ATTEMPTS, BACKEND, start_over

STATES = {
    TaskResultStatus.READY: gettext_lazy("Na fila"),
    TaskResultStatus.RUNNING: gettext_lazy("Em andamento"),
    TaskResultStatus.SUCCESSFUL: gettext_lazy("Concluída"),
    TaskResultStatus.FAILED: gettext_lazy("Falhou"),
}
WAITING = (TaskResultStatus.READY, TaskResultStatus.FAILED)


def state(row: DBTaskResult) -> str:
    if row.status == TaskResultStatus.READY and row.traceback:
        return _("Vai tentar de novo")
    return str(STATES[TaskResultStatus(row.status)])


def is_successful(row: DBTaskResult) -> bool:
    return row.status == TaskResultStatus.SUCCESSFUL


def attempts(row: DBTaskResult) -> str:
    return _("%(attempt)d de %(attempts)d") % {"attempt": len(row.worker_ids), "attempts": ATTEMPTS}


def next_attempt(row: DBTaskResult) -> str:
    """When the task is tried next, if it waits for a moment of its own."""
    if row.status != TaskResultStatus.READY or row.run_after == get_date_max():
        return ""
    return date_format(localtime(row.run_after), "SHORT_DATETIME_FORMAT")


class AdministratorsOnly(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class TaskFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(label=gettext_lazy("Estado"), choices=list(STATES.items()))

    class Meta:
        model = DBTaskResult
        fields = ["status"]


class TaskPaginator(WagtailPaginator):
    verbose_name = gettext_lazy("tarefa")
    verbose_name_plural = gettext_lazy("tarefas")


class TasksView(AdministratorsOnly, BaseListingView):
    page_title = gettext_lazy("Tarefas")
    header_icon = "cogs"
    template_name = "cms/delivery/tasks.html"
    results_template_name = "cms/delivery/tasks_results.html"
    index_url_name = "cms_tasks"
    index_results_url_name = "cms_tasks_results"
    paginator_class = TaskPaginator
    paginate_by = 25
    filterset_class = TaskFilterSet
    queryset = DBTaskResult.objects.filter(backend_name=BACKEND).order_by("-enqueued_at", "pk")
    columns = [
        TitleColumn("title", label=gettext_lazy("Tarefa"), accessor=titles.title, url_name="cms_task"),
        StatusTagColumn("state", label=gettext_lazy("Estado"), accessor=state, primary=is_successful),
        Column("attempts", label=gettext_lazy("Tentativas"), accessor=attempts),
        DateColumn("enqueued_at", label=gettext_lazy("Na fila desde")),
        Column("next_attempt", label=gettext_lazy("Próxima tentativa"), accessor=next_attempt),
        DateColumn("finished_at", label=gettext_lazy("Terminou")),
    ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "is_worker_running": is_running()}


class TaskView(AdministratorsOnly, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "cogs"
    template_name = "cms/delivery/task.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(DBTaskResult, backend_name=BACKEND, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return titles.title(self.row)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*self.breadcrumbs_items, {"url": reverse("cms_tasks"), "label": _("Tarefas")}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        waits = row.status in WAITING
        return {
            **super().get_context_data(**kwargs),
            "row": row,
            "state": state(row),
            "attempts": attempts(row),
            "next_attempt": next_attempt(row),
            "arguments": json.dumps(row.args_kwargs, ensure_ascii=False, indent=2),
            "may_be_retried": waits and bool(row.traceback),
            "may_be_discarded": waits and titles.may_be_discarded(row),
            "discarding": titles.discarding(row) if waits else "",
            "is_worker_running": is_running(),
        }


class TaskAction(AdministratorsOnly):
    """What a button of a task does. A task that changed meanwhile is left alone."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        rows = DBTaskResult.objects.filter(backend_name=BACKEND, status__in=WAITING)
        row = rows.select_for_update().filter(pk=pk).first()
        if row is None:
            messages.error(request, _("A tarefa já mudou de estado: nada foi feito."))
        else:
            self.act(request, row)
        return redirect("cms_tasks")

    def act(self, request: HttpRequest, row: DBTaskResult) -> None:
        raise NotImplementedError


class RetryView(TaskAction):
    def act(self, request: HttpRequest, row: DBTaskResult) -> None:
        start_over(row)
        messages.success(request, _("A tarefa voltou para a fila: %s") % titles.title(row))


class DiscardView(TaskAction):
    def act(self, request: HttpRequest, row: DBTaskResult) -> None:
        title = titles.title(row)
        if titles.may_be_discarded(row):
            titles.discard(row)
            messages.success(request, _("A tarefa foi descartada: %s") % title)
        else:
            messages.error(request, titles.discarding(row))


urlpatterns = [
    path("reports/tasks/", TasksView.as_view(), name="cms_tasks"),
    path("reports/tasks/results/", TasksView.as_view(results_only=True), name="cms_tasks_results"),
    path("reports/tasks/<uuid:pk>/", TaskView.as_view(), name="cms_task"),
    path("reports/tasks/<uuid:pk>/retry/", RetryView.as_view(), name="cms_task_retry"),
    path("reports/tasks/<uuid:pk>/discard/", DiscardView.as_view(), name="cms_task_discard"),
]
