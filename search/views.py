"""Reports → what visitors searched for."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Max, QuerySet, Sum
from django.forms import RadioSelect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from search.keeping import ENOUGH
from search.models import ApprovedQuery, SearchCount

PERIODS = {"7": _("7 dias"), "30": _("30 dias"), "90": _("90 dias"), "365": _("Um ano")}
USUAL = "30"
APPROVE = "search.add_approvedquery"


class SearchFilterSet(WagtailFilterSet):
    period = django_filters.ChoiceFilter(
        label=_("Período"),
        choices=list(PERIODS.items()),
        method="within",
        empty_label=None,
        initial=USUAL,
        widget=RadioSelect,
    )
    found = django_filters.ChoiceFilter(
        label=_("Resultado"),
        choices=[("nothing", _("Sem resultado"))],
        method="unanswered",
        empty_label=_("Todas as buscas"),
        widget=RadioSelect,
    )

    class Meta:
        model = SearchCount
        fields: list[str] = []

    def within(self, queryset: QuerySet, name: str, days: str) -> QuerySet:
        return queryset.filter(day__gt=timezone.localdate() - timedelta(days=int(days)))

    def unanswered(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        return queryset.filter(unanswered__gt=0)


def last_day(row: dict[str, Any]) -> str:
    return date_format(row["last_day"], "SHORT_DATE_FORMAT")


class ApprovalColumn(Column):
    cell_template_name = "search/approval_cell.html"


class SearchPaginator(WagtailPaginator):
    verbose_name, verbose_name_plural = _("busca"), _("buscas")


class SearchesView(ReportView):
    """A row is a query that enough searches of the period brought: fewer may tell of one person."""

    page_title = _("Buscas do site")
    header_icon = "search"
    results_template_name = "search/searches_results.html"
    index_url_name = "search_searches"
    index_results_url_name = "search_searches_results"
    permission_policy = ModelPermissionPolicy(SearchCount)
    any_permission_required = ["view"]
    filterset_class = SearchFilterSet
    paginator_class = SearchPaginator
    default_ordering = "-total"
    columns = [
        Column("query", label=_("Busca"), sort_key="query"),
        NumberColumn("total", label=_("Vezes"), sort_key="total"),
        NumberColumn("unanswered", label=_("Sem resultado"), sort_key="unanswered"),
        Column("last_day", label=_("Último dia"), accessor=last_day, sort_key="last_day"),
    ]
    approval = ApprovalColumn("approval", label=_("Sugestão"))
    list_export = ["query", "total", "unanswered", "last_day"]
    export_headings = {column.name: column.label for column in columns}
    export_filename = "buscas-do-site"

    def get_base_queryset(self) -> QuerySet:
        totals = SearchCount.objects.values("query").annotate(
            total=Sum("searches"), unanswered=Sum("without_result"), last_day=Max("day")
        )
        return totals.filter(total__gte=ENOUGH)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().order_queryset(queryset).order_by(self.ordering, "query")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        data = self.request.GET.copy()
        if data.get("period") not in PERIODS:
            data["period"] = USUAL
        return {**super().get_filterset_kwargs(), "data": data}

    def get_table(self, object_list: Any) -> Any:
        if not self.request.user.has_perm(APPROVE):
            return super().get_table(object_list)
        rows, columns = with_approval(object_list), [*self.columns, self.approval]
        return self.table_class(columns, rows, **self.get_table_kwargs())


def with_approval(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each row the address where it is approved, or None when it is already."""
    queries = [row["query"] for row in rows]
    approved = set(ApprovedQuery.objects.filter(key__in=queries).values_list("key", flat=True))
    return [{**row, "approval": None if row["query"] in approved else approve_url(row["query"])} for row in rows]


def approve_url(query: str) -> str:
    """Where an editor gives the query its accents, and approves it."""
    return f"{reverse('wagtailsnippets_search_approvedquery:add')}?{urlencode({'text': query})}"


urlpatterns = [
    path("reports/searches/", SearchesView.as_view(), name="search_searches"),
    path("reports/searches/results/", SearchesView.as_view(results_only=True), name="search_searches_results"),
]
