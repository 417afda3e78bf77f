"""Comments in the admin: the queue, one comment with what can be done about it, many at once."""

from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import ModelLogEntry, Page

from cms.engagement.comments import moderation
from cms.engagement.comments.wording import cleaned
from cms.engagement.models import Comment
from cms.engagement.models.comments import LONGEST_TEXT, CommentStatus

PERMISSION = "engagement.change_comment"
WAITING, REPORTED, SUSPECT = "waiting", "reported", "suspect"
QUEUES = [
    (WAITING, gettext_lazy("Esperam moderação")),
    (REPORTED, gettext_lazy("Denunciados")),
    (SUSPECT, gettext_lazy("Parecem de robô")),
    (CommentStatus.APPROVED, gettext_lazy("Publicados")),
    (CommentStatus.REJECTED, gettext_lazy("Recusados")),
]


class CommentFilters(WagtailFilterSet):
    queue = django_filters.ChoiceFilter(
        label=gettext_lazy("Quais"), choices=QUEUES, method="of_queue", empty_label=gettext_lazy("Todos")
    )
    text = django_filters.CharFilter(label=gettext_lazy("Contém"), method="containing")
    below = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Página, e as abaixo dela"), queryset=Page.objects.none(), method="of_branch"
    )
    created_at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Enviado"), widget=DateRangePickerWidget)

    class Meta:
        model = Comment
        fields = ["queue", "text", "below", "created_at"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        with_comments = Comment.objects.order_by().values("page")
        self.filters["below"].queryset = self.filters["below"].field.queryset = Page.objects.filter(
            pk__in=with_comments
        ).order_by("title")

    def of_queue(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        if wanted == REPORTED:
            return queryset.filter(reported__gt=0)
        if wanted == SUSPECT:
            return queryset.filter(is_suspect=True)
        return queryset.filter(status=wanted, is_suspect=False)

    def containing(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        fields = ("text", "name", "email")
        return queryset.filter(reduce(or_, (Q(**{f"{field}__icontains": wanted}) for field in fields)))

    def of_branch(self, queryset: QuerySet, name: str, wanted: Page) -> QuerySet:
        return queryset.filter(page__path__startswith=wanted.path)


class ChoiceColumn(BaseColumn):
    """A box to choose a comment by."""

    cell_template_name = "cms/engagement/choice_cell.html"
    header_template_name = "cms/engagement/choice_header.html"


class CommentsView(PermissionRequiredMixin, ReportView):
    """The queue."""

    permission_required = PERMISSION
    index_url_name = "engagement_comments"
    index_results_url_name = "engagement_comments_results"
    template_name = "cms/engagement/comments.html"
    results_template_name = "cms/engagement/comments_results.html"
    page_title = gettext_lazy("Comentários")
    header_icon = "comment"
    model = Comment
    filterset_class = CommentFilters
    is_searchable = False
    paginate_by = 50
    list_export = []
    columns = [
        ChoiceColumn("choice", label=""),
        TitleColumn(
            "text",
            label=gettext_lazy("Comentário"),
            accessor=lambda comment: Truncator(comment.text).chars(120),
            get_url=lambda comment: reverse("engagement_comment", args=[comment.pk]),
        ),
        Column("name", label=gettext_lazy("De")),
        Column("page", label=gettext_lazy("Página"), accessor="page.title"),
        StatusTagColumn("status", label=gettext_lazy("Situação"), accessor="get_status_display"),
        Column("reported", label=gettext_lazy("Denúncias"), accessor=lambda comment: comment.reported or ""),
        DateColumn("created_at", label=gettext_lazy("Enviado")),
    ]

    def get_base_queryset(self) -> QuerySet:
        found = Comment.objects.exclude(status=CommentStatus.WITHDRAWN).select_related("page")
        return found.annotate(reported=Count("reports")).order_by("-created_at", "-pk")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide about all comments that were chosen."""
        chosen = Comment.objects.filter(pk__in=[key for key in request.POST.getlist("comment") if key.isdigit()])
        reason = cleaned(request.POST.get("reason", ""))[:300]
        if request.POST.get("do") == "approve":
            number = moderation.approve(chosen, request.user)
            told = ngettext("%(n)d comentário publicado.", "%(n)d comentários publicados.", number)
        elif not reason:
            messages.error(request, _("Escreva o motivo da recusa."))
            return redirect(request.get_full_path())
        else:
            number = moderation.reject(chosen, request.user, reason)
            told = ngettext("%(n)d comentário recusado.", "%(n)d comentários recusados.", number)
        messages.success(request, told % {"n": number})
        return redirect(request.get_full_path())


class AnswerForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nome"), max_length=60, initial=gettext_lazy("Programa Juntos"))
    text = forms.CharField(
        label=gettext_lazy("Resposta"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Aparece abaixo do comentário, que é publicado com ela."),
    )


class CommentView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """One comment: what it says, what was reported of it, what was decided."""

    permission_required = PERMISSION
    template_name = "cms/engagement/one.html"
    page_title = gettext_lazy("Comentário")
    header_icon = "comment"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.comment = get_object_or_404(
            Comment.objects.select_related("page", "parent", "moderated_by"), pk=kwargs["pk"]
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("engagement_comments"), "label": _("Comentários")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": str(self.comment)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = ModelLogEntry.objects.for_instance(self.comment).select_related("user").order_by("-timestamp")
        told = {"comment": self.comment, "reports": self.comment.reports.all(), "entries": entries}
        return super().get_context_data(**{"form": AnswerForm(), **told, **kwargs})

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        wanted, reason = request.POST.get("do"), cleaned(request.POST.get("reason", ""))[:300]
        if wanted == "approve":
            moderation.approve([self.comment], request.user)
            messages.success(request, _("Comentário publicado."))
        elif wanted == "reject" and reason:
            moderation.reject([self.comment], request.user, reason)
            messages.success(request, _("Comentário recusado."))
        elif wanted == "reject":
            messages.error(request, _("Escreva o motivo da recusa."))
            return redirect(request.path)
        elif wanted == "answer":
            form = AnswerForm(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            moderation.answer(self.comment, request.user, **form.cleaned_data)
            messages.success(request, _("Resposta publicada."))
        return redirect("engagement_comments")


urlpatterns = [
    path("comments/", CommentsView.as_view(), name="engagement_comments"),
    path("comments/results/", CommentsView.as_view(results_only=True), name="engagement_comments_results"),
    path("comments/<int:pk>/", CommentView.as_view(), name="engagement_comment"),
]
