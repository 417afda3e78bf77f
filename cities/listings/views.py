"""The lists of all cities and of all work fronts, sorted as Brazilian readers expect."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from cities.completeness import completeness_of_row, with_completeness
from cities.listings.filters import CityFilters, WorkFrontFilters
from cities.models import CityPage, WorkFrontPage
from cms.api.scope import Scopes
from cms.collation import sort_key

FIRST = [BulkActionsColumn("bulk_actions"), PageTitleColumn("title", label=_("Título"), sort_key="sort_title")]
LAST = [
    DateColumn("latest_revision_created_at", label=_("Atualizada"), sort_key="latest_revision_created_at", width="10%"),
    PageStatusColumn("live_status", label=_("Publicação"), sort_key="live", width="10%"),
]


class CompletenessColumn(Column):
    """A bar, what it says in words, and what is missing."""

    cell_template_name = "cities/completeness_cell.html"


class AlphabeticalView(IndexView):
    """A list from A to Z, that is searched by the names in it, without regard to accents."""

    default_ordering = "sort_title"
    names: tuple[str, ...] = ("sort_title",)

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """As Wagtail's, but the rows are of one type already: looked up again, they would lose what they came with."""
        pages = pages.defer_streamfields().prefetch_workflow_states().annotate_has_untranslated_locale()
        pages = pages.annotate_site_root_state().annotate_approved_schedule()
        return pages.prefetch_related("content_type", "sites_rooted_here", "locale")

    def get_ordering(self) -> str:
        wanted = self.request.GET.get("ordering", "")
        return wanted if wanted in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        name, is_reversed = self.ordering.removeprefix("-"), self.ordering.startswith("-")
        first = F(name).desc(nulls_last=True) if is_reversed else F(name).asc(nulls_first=True)
        return queryset.order_by(first, "sort_title", "pk")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        wanted = sort_key(self.search_query)
        asked = Q(*[(f"{name}__contains", wanted) for name in self.names], _connector=Q.OR)
        return queryset.filter(asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context, scopes = super().get_context_data(**kwargs), Scopes()
        for page in context["object_list"]:
            page.scopes = scopes
        return context


class CitiesView(AlphabeticalView):
    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        return with_completeness(super().annotate_queryset(pages).select_related("municipality"))


class WorkFrontsView(AlphabeticalView):
    names = ("sort_title", "city__sort_title")

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        return super().annotate_queryset(pages).select_related("city", "area")


class CityListing(PageListingViewSet):
    name = url_prefix = "cities"
    model = CityPage
    icon = "site"
    menu_label = _("Cidades")
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = CitiesView
    filterset_class = CityFilters
    columns = [
        *FIRST,
        Column("state", label=_("Estado"), accessor="municipality.state", sort_key="municipality__state", width="6%"),
        Column("status", label=_("Situação"), accessor="get_status_display", sort_key="status", width="8%"),
        CompletenessColumn("completeness", label=_("Perfil"), accessor=completeness_of_row, sort_key="parts_done"),
        *LAST,
    ]


class WorkFrontListing(PageListingViewSet):
    name = url_prefix = "work-fronts"
    model = WorkFrontPage
    icon = "tasks"
    menu_label = _("Frentes de trabalho")
    menu_order = 120
    add_to_admin_menu = True
    index_view_class = WorkFrontsView
    filterset_class = WorkFrontFilters
    columns = [
        *FIRST,
        Column("city", label=_("Cidade"), accessor="city.title", sort_key="city__sort_title"),
        Column("area", label=_("Área"), accessor="area.title", sort_key="area__sort_title"),
        Column("status", label=_("Situação"), accessor="get_status_display", sort_key="status", width="10%"),
        *LAST,
    ]
