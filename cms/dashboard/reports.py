"""All of what two panels show the first of: drafts, scheduled pages."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.dashboard.pages import drafts_of, scheduled_for

TITLE = TitleColumn(
    "draft_title", label=_("Página"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])
)


class PagesReport(PermissionRequiredMixin, ReportView):
    model = Page
    is_searchable = False
    paginate_by = 50
    list_export: list[str] = []

    def has_permission(self) -> bool:
        return page_permission_policy.user_has_any_permission(self.request.user, {"add", "change", "publish"})


class DraftsReport(PagesReport):
    index_url_name, index_results_url_name = "cms_drafts", "cms_drafts_results"
    page_title, header_icon = _("Meus rascunhos"), "edit"
    columns = [TITLE, DateColumn("latest_revision_created_at", label=_("Atualizada"))]

    def get_base_queryset(self):
        return drafts_of(self.request.user)


class ScheduledReport(PagesReport):
    index_url_name, index_results_url_name = "cms_scheduled", "cms_scheduled_results"
    page_title, header_icon = _("Páginas agendadas"), "calendar"
    columns = [
        TITLE,
        DateColumn("goes_live_at", label=_("Entra no ar")),
        DateColumn("expire_at", label=_("Sai do ar")),
    ]

    def get_base_queryset(self):
        return scheduled_for(self.request.user)


urlpatterns = [
    path("reports/drafts/", DraftsReport.as_view(), name="cms_drafts"),
    path("reports/drafts/results/", DraftsReport.as_view(results_only=True), name="cms_drafts_results"),
    path("reports/scheduled/", ScheduledReport.as_view(), name="cms_scheduled"),
    path("reports/scheduled/results/", ScheduledReport.as_view(results_only=True), name="cms_scheduled_results"),
]
