"""Issues in the admin: read as followers will, tried, approved or discarded; and how they went."""

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from cms.engagement.following.emails import letter_message
from cms.engagement.following.issues import approve, discard
from cms.engagement.following.letters import shown_pages
from cms.engagement.models import Follower, Issue, Letter

PERMISSION = "engagement.change_issue"


class IssuesView(PermissionRequiredMixin, ReportView):
    """All issues, with their numbers."""

    permission_required = PERMISSION
    index_url_name = "engagement_issues"
    index_results_url_name = "engagement_issues_results"
    page_title = gettext_lazy("Boletins")
    header_icon = "mail"
    model = Issue
    is_searchable = False
    paginate_by = 50
    list_export = []
    columns = [
        TitleColumn(
            "subject",
            label=gettext_lazy("Assunto"),
            get_url=lambda issue: reverse("engagement_issue", args=[issue.pk]),
        ),
        Column("frequency", label=gettext_lazy("Frequência"), accessor="get_frequency_display"),
        StatusTagColumn("status", label=gettext_lazy("Situação"), accessor="get_status_display"),
        Column("sent", label=gettext_lazy("Enviadas")),
        Column("waiting", label=gettext_lazy("Na fila")),
        Column("uncertain", label=gettext_lazy("Incertas")),
        Column("refused", label=gettext_lazy("Recusadas")),
        Column("bounced", label=gettext_lazy("Devolvidas")),
        Column("unsubscribed", label=gettext_lazy("Cancelamentos")),
        DateColumn("until", label=gettext_lazy("Até")),
    ]

    def get_base_queryset(self) -> QuerySet:
        return with_numbers(Issue.objects.select_related("site")).order_by("-until", "-pk")  # counting loses the order


def with_numbers(issues: QuerySet[Issue]) -> QuerySet:
    """Return ``issues`` with how many of their letters are in which state."""
    states = {
        "sent": Letter.State.SENT,
        "waiting": Letter.State.WAITING,
        "uncertain": Letter.State.SENDING,
        "refused": Letter.State.REFUSED,
        "bounced": Letter.State.BOUNCED,
    }
    return issues.annotate(**{name: Count("letters", filter=Q(letters__state=state)) for name, state in states.items()})


class IssueForm(forms.ModelForm):
    class Meta:
        model = Issue
        fields = ["subject", "opening"]
        widgets = {"opening": forms.Textarea(attrs={"rows": 3})}


class IssueView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """One issue, as its followers will read it."""

    permission_required = PERMISSION
    form_class = IssueForm
    template_name = "cms/engagement/issue.html"
    page_title = gettext_lazy("Edição")
    header_icon = "mail"

    @cached_property
    def issue(self) -> Issue:
        return get_object_or_404(with_numbers(Issue.objects.select_related("site")), pk=self.kwargs["pk"])

    @cached_property
    def preview(self):
        """The message to somebody who follows everything."""
        reader = Follower(key="preview", email=self.request.user.email or "equipe@example.org", language="pt-br")
        return letter_message(Letter(pk=0, issue=self.issue), self.issue, reader, shown_pages(self.issue))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        issues = {"url": reverse("engagement_issues"), "label": _("Boletins")}
        return [*self.breadcrumbs_items, issues, {"url": "", "label": self.issue.subject}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.issue}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        followers = Follower.objects.filter(site=self.issue.site, frequency=self.issue.frequency).count()
        told = {"issue": self.issue, "text": self.preview.body, "followers": followers}
        return super().get_context_data(**kwargs, **told, is_draft=self.issue.status == Issue.Status.DRAFT)

    def form_valid(self, form: IssueForm) -> HttpResponse:
        wanted = self.request.POST.get("do")
        if self.issue.status == Issue.Status.DRAFT:
            form.save()
        if wanted == "try":
            self._try()
        elif wanted == "approve":
            if approve(self.issue, self.request.user):
                messages.success(self.request, _("Aprovada: o envio começa em instantes."))
            else:
                messages.error(self.request, _("Esta edição já não espera aprovação."))
        elif wanted == "discard":
            if discard(self.issue, self.request.user):
                messages.success(self.request, _("Descartada: nada será enviado."))
            else:
                messages.error(self.request, _("Esta edição já não espera aprovação."))
        else:
            messages.success(self.request, _("Salva."))
        return redirect(self.request.path if wanted in {"try", "save"} else "engagement_issues")

    def _try(self) -> None:
        if not self.request.user.email:
            messages.error(self.request, _("Seu usuário não tem e-mail: escreva-o em Conta."))
            return
        self.preview.send()
        messages.success(self.request, _("Enviada para %(email)s.") % {"email": self.request.user.email})


urlpatterns = [
    path("following/", IssuesView.as_view(), name="engagement_issues"),
    path("following/results/", IssuesView.as_view(results_only=True), name="engagement_issues_results"),
    path("following/<int:pk>/", IssueView.as_view(), name="engagement_issue"),
]
