"""The admin's pages about redirects: Wagtail's own, with our rules, and an import and an export that fit together."""

from collections import OrderedDict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.contrib.redirects import views
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.permissions import permission_policy

from cms.api.scope import Scopes, load_roots
from cms.redirects.chains import Ways
from cms.redirects.forms import ImportForm, RedirectForm
from cms.redirects.loading import Report, load_redirects
from cms.redirects.standing import pages_standing_at
from cms.redirects.tables import COLUMNS, written_row

MOST_SHOWN = 200
"""Mistakes of a file that one page shows."""


class IndexView(views.IndexView):
    """The list; downloaded, it is a file that can be imported."""

    list_export = list(COLUMNS)
    export_headings = {name: name for name in COLUMNS}
    export_filename = "redirecionamentos"

    @cached_property
    def scopes(self) -> Scopes:
        return Scopes(None)

    def to_row_dict(self, item: Redirect) -> OrderedDict:
        return OrderedDict(written_row(item, self.scopes))


class WarnsOfPages:
    """Says so where a page stands at the path: the redirect does nothing while it does."""

    request: HttpRequest

    def save_instance(self) -> Redirect:
        saved = super().save_instance()  # type: ignore[misc]
        for page in pages_standing_at([(saved.site_id, saved.old_path)], Ways(load_roots(), {})).values():
            message = _(
                "Em %(path)s está a página “%(title)s”, que vem antes do redirecionamento. Ele só vale quando ela sair "
                "do ar ou mudar de endereço."
            )
            messages.warning(self.request, message % {"path": saved.old_path, "title": page.title})
        return saved


class CreateView(WarnsOfPages, views.CreateView):
    form_class = RedirectForm


class EditView(WarnsOfPages, views.EditView):
    form_class = RedirectForm


class ImportView(WagtailAdminTemplateMixin, FormView):
    """A file of redirects: checked as a whole, and written if nothing is wrong."""

    page_title = gettext_lazy("Importar redirecionamentos")
    header_icon = "redirect"
    template_name = "cms/redirects/import.html"
    form_class = ImportForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permission_policy.user_has_permission(request.user, "add") or not permission_policy.user_has_permission(
            request.user, "change"
        ):
            messages.error(request, _("Você não tem permissão para importar redirecionamentos."))
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("wagtailredirects:index"), "label": _("Redirecionamentos")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def form_valid(self, form: ImportForm) -> HttpResponse:
        report = load_redirects(form.rows, dry_run=form.cleaned_data["dry_run"])
        if report.problems or report.warnings or form.cleaned_data["dry_run"]:
            shown = {"report": report, "summary": summary_of(report), "most": MOST_SHOWN, "is_dry_run": False}
            shown["is_dry_run"] = form.cleaned_data["dry_run"]
            return self.render_to_response(self.get_context_data(form=self.form_class(), **shown))
        messages.success(self.request, summary_of(report))
        return redirect("wagtailredirects:index")


def summary_of(report: Report) -> str:
    """Return in words what loading a file did."""
    return " ".join(
        [
            ngettext("%(n)s redirecionamento novo,", "%(n)s redirecionamentos novos,", report.new) % {"n": report.new},
            ngettext("%(n)s alterado,", "%(n)s alterados,", report.changed) % {"n": report.changed},
            ngettext("%(n)s como estava.", "%(n)s como estavam.", report.same) % {"n": report.same},
        ]
    )


urlpatterns = [
    path("redirects/", IndexView.as_view()),
    path("redirects/results/", IndexView.as_view(results_only=True)),
    path("redirects/add/", CreateView.as_view()),
    path("redirects/<int:redirect_id>/", EditView.as_view()),
    path("redirects/import/", ImportView.as_view()),
    path("redirects/import/process/", ImportView.as_view()),
]
"""The addresses of Wagtail's own, before which these stand: the names are still there."""
