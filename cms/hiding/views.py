"""*Relatórios → Páginas ocultas*: the periods, a new one, and the end of one before its time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import ListView, TemplateView
from wagtail import hooks
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.hiding.forms import BranchChoosing, Choosing, PeriodForm
from cms.hiding.models import Hiding
from cms.hiding.periods import end_now, hide

PERMISSION = "hiding.add_hiding"
CHOSEN = "pages_to_hide"
"""Where the session keeps what was ticked in the list of pages."""


class ForWhoHides(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class PeriodsView(ForWhoHides, WagtailAdminTemplateMixin, ListView):
    page_title = gettext_lazy("Páginas ocultas")
    header_icon = "view"
    template_name = "cms/hiding/periods.html"
    paginate_by = 50

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_queryset(self) -> QuerySet[Hiding]:
        return Hiding.objects.select_related("created_by").annotate(number=Count("pages")).order_by("-begins_at", "-pk")


class NewPeriodView(ForWhoHides, WagtailAdminTemplateMixin, TemplateView):
    """Pages are found by the forms at the top, ticked below, and hidden with a reason and two times."""

    page_title = gettext_lazy("Ocultar páginas por um período")
    header_icon = "view"
    template_name = "cms/hiding/new.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return _trail(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        choosing = _choosing(self.request.GET)
        form = kwargs.get("form") or PeriodForm(by=self.request.user)
        ticked = {str(key) for key in form.data.getlist("pages")} if form.is_bound else None
        pages = _found(choosing, ticked or self.request.session.get(CHOSEN, []))
        told = {"choosing": choosing, "pages": pages, "ticked": ticked, "form": form, "media": form.media}
        return {**super().get_context_data(**kwargs), **told}

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PeriodForm(request.POST, by=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        told = form.cleaned_data
        hiding = hide(
            told["pages"], reason=told["reason"], begins_at=told["begins_at"], ends_at=told["ends_at"], by=request.user
        )
        request.session.pop(CHOSEN, None)
        messages.success(request, _("Período registrado: as páginas saem do ar e voltam sozinhas."))
        return redirect("hiding_period", hiding.pk)


class PeriodView(ForWhoHides, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "view"
    template_name = "cms/hiding/period.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.hiding = get_object_or_404(Hiding, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.hiding.reason

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return _trail(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.hiding.pages.select_related("page").order_by("title")
        return {**super().get_context_data(**kwargs), "hiding": self.hiding, "rows": rows}


class EndView(ForWhoHides):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if end_now(get_object_or_404(Hiding, pk=pk), by=request.user):
            messages.success(request, _("Período encerrado: as páginas que estão publicadas voltaram ao site."))
        else:
            messages.error(request, _("O período já tinha terminado."))
        return redirect("hiding_period", pk)


def _trail(view: WagtailAdminTemplateMixin) -> list[dict[str, Any]]:
    periods = {"url": reverse("hiding_periods"), "label": _("Páginas ocultas")}
    return [*view.breadcrumbs_items, periods, {"url": "", "label": view.get_page_title()}]


def _choosing(data: Any) -> list[Choosing]:
    kinds = [BranchChoosing, *(declared() for declared in hooks.get_hooks("register_hiding_choice"))]
    return [kind(data or None) for kind in kinds]


def _found(choosing: list[Choosing], keys: Any) -> QuerySet[Page]:
    found = Q(pk__in=list(keys))
    for form in choosing:
        if form.is_bound and form.is_valid():
            found |= Q(pk__in=form.pages().order_by().values("pk"))
    return Page.objects.filter(found, depth__gt=1).order_by("path")


urlpatterns = [
    path("reports/hiding/", PeriodsView.as_view(), name="hiding_periods"),
    path("reports/hiding/new/", NewPeriodView.as_view(), name="hiding_new"),
    path("reports/hiding/<int:pk>/", PeriodView.as_view(), name="hiding_period"),
    path("reports/hiding/<int:pk>/end/", EndView.as_view(), name="hiding_end"),
]
