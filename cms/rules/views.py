"""A page's faults with a way past them, and the report of those that are published."""

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.rules.advising import anchor_of
from cms.rules.checking import faults_of, what_is_missing
from cms.rules.faults import RULES, Fault
from cms.rules.gate import PublishingStopped, overruled
from cms.rules.models import PageFault
from cms.rules.refusing import PERMISSION, overrule


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Justificativa"),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Fica no histórico da página. Vale enquanto o trecho apontado não mudar."),
    )


class PageRulesView(WagtailAdminTemplateMixin, FormView):
    """What stands between a page's newest revision and its publication."""

    form_class = ReasonForm
    template_name = "cms/rules/page.html"
    page_title = gettext_lazy("Regras de publicação")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    @cached_property
    def revision(self):
        return self.page.get_latest_revision()

    @cached_property
    def faults(self) -> list[Fault]:
        draft = self.revision.as_object() if self.revision else self.page
        return [*what_is_missing(draft), *faults_of(draft)]

    @cached_property
    def standing(self) -> list[Fault]:
        """Those that stop the publication still."""
        passed = overruled(self.page)
        return [fault for fault in self.faults if fault.stops and fault.mark not in passed]

    @property
    def may_overrule(self) -> bool:
        user = self.request.user
        return (
            bool(self.standing and self.revision)
            and all(fault.may_be_overruled for fault in self.standing)
            and user.has_perm(PERMISSION)
            and self.page.permissions_for_user(user).can_publish()
        )

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        editor = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, {"url": editor, "label": self.get_page_subtitle()}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"page": self.page, "faults": [self._told(fault) for fault in self.faults]}
        return super().get_context_data(**kwargs, **told, standing=self.standing, may_overrule=self.may_overrule)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        if not self.may_overrule:
            raise PermissionDenied
        reason = form.cleaned_data["reason"]
        try:
            overrule(self.page, self.revision, self.standing, reason=reason, user=self.request.user)
        except PublishingStopped as stopped:
            messages.error(self.request, stopped.messages[0])
            return redirect(self.request.path)
        messages.success(self.request, _("“%(title)s” foi publicada.") % {"title": self.get_page_subtitle()})
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def _told(self, fault: Fault) -> dict[str, Any]:
        state = "passed" if fault.stops and fault not in self.standing else "stops" if fault.stops else "advises"
        return {"fault": fault, "rule": RULES.get(fault.rule), "state": state, "anchor": anchor_of(fault)}


class FaultFilters(WagtailFilterSet):
    rule = django_filters.ChoiceFilter(
        label=gettext_lazy("Regra"), choices=lambda: [(code, rule.title) for code, rule in RULES.items()]
    )
    stops = django_filters.BooleanFilter(label=gettext_lazy("Impede a publicação"))
    is_overruled = django_filters.BooleanFilter(label=gettext_lazy("Aceito com justificativa"))

    class Meta:
        model = PageFault
        fields = ["rule", "stops", "is_overruled"]


def _editor(fault: PageFault) -> str:
    anchor = f"#block-{fault.block_id}-section" if fault.block_id else ""
    return reverse("wagtailadmin_pages:edit", args=[fault.page_id]) + anchor


def _rule(fault: PageFault) -> str:
    return str(RULES[fault.rule].title) if fault.rule in RULES else fault.rule


class FaultsReport(PermissionRequiredMixin, ReportView):
    """The faults of published pages that the reader may edit."""

    index_url_name = "cms_rules_report"
    index_results_url_name = "cms_rules_report_results"
    page_title = gettext_lazy("Conteúdo e acessibilidade")
    header_icon = "clipboard-list"
    model = PageFault
    filterset_class = FaultFilters
    is_searchable = False
    paginate_by = 50
    list_export = ["page.title", "rule", "message", "stops", "is_overruled"]
    export_headings = {
        "page.title": gettext_lazy("Página"),
        "rule": gettext_lazy("Regra"),
        "message": gettext_lazy("Problema"),
        "stops": gettext_lazy("Impede a publicação"),
        "is_overruled": gettext_lazy("Aceito com justificativa"),
    }
    columns = [
        TitleColumn("page", label=gettext_lazy("Página"), accessor="page.draft_title", get_url=_editor),
        Column("rule", label=gettext_lazy("Regra"), accessor=_rule),
        Column("message", label=gettext_lazy("Problema")),
        BooleanColumn("stops", label=gettext_lazy("Impede a publicação")),
        BooleanColumn("is_overruled", label=gettext_lazy("Aceito")),
    ]

    def has_permission(self) -> bool:
        return page_permission_policy.user_has_any_permission(self.request.user, {"change", "publish"})

    def get_base_queryset(self):
        mine = page_permission_policy.instances_user_has_any_permission_for(self.request.user, {"change", "publish"})
        faults = PageFault.objects.filter(page__in=mine).select_related("page")
        return faults.order_by("-stops", "is_overruled", "page__title", "pk")


urlpatterns = [
    path("pages/<int:page_id>/rules/", PageRulesView.as_view(), name="cms_page_rules"),
    path("reports/rules/", FaultsReport.as_view(), name="cms_rules_report"),
    path("reports/rules/results/", FaultsReport.as_view(results_only=True), name="cms_rules_report_results"),
]
