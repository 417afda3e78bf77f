"""*Relatórios → Auditoria*: logins, locks, rights, exports and settings, who did it and when."""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.models import Locale, Site, Task, Workflow

from cms.accounts.journal import PREFIX
from cms.accounts.locks_views import PERMISSION


class AuditView(LogEntriesView):
    page_title = _("Auditoria")
    header_icon = "history"
    index_url_name = "accounts_audit"
    index_results_url_name = "accounts_audit_results"
    list_export = [*LogEntriesView.list_export, "message"]
    export_headings = {**LogEntriesView.export_headings, "message": _("Detalhes")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        told = Q(action__startswith=PREFIX) | Q(action__startswith="hiding.") | Q(content_type__in=_types())
        return super().filter_queryset(queryset).filter(told)

    def get_filename(self) -> str:
        return f"auditoria-{super().get_filename().removeprefix('audit-log-')}"


def _types() -> list[ContentType]:
    settings = [model for model in apps.get_models() if issubclass(model, (BaseSiteSetting, BaseGenericSetting))]
    models = [get_user_model(), Group, Site, Locale, Workflow, *Task.__subclasses__(), *settings]
    return list(ContentType.objects.get_for_models(*models).values())
