"""Importing in the admin: send a file, see what it would change, confirm, follow its progress."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.validators import FileExtensionValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView
from django_tasks_db.models import DBTaskResult
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.delivery.alive import is_running
from cms.importing.kinds import BY_SECTION
from cms.importing.runs import ContentImport, ImportState
from cms.importing.tasks import apply_import, check_import, progress_of

PERMISSION = "cms.add_contentimport"
PER_PAGE = 100
LARGEST = 300 * 1024 * 1024
"""Bytes of the largest upload."""
AT_WORK = {ImportState.CHECKING: check_import, ImportState.IMPORTING: apply_import}


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Arquivo"),
        validators=[FileExtensionValidator(["json", "csv", "zip"])],
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.zip"}),
        help_text=gettext_lazy(
            "Uma planilha .csv de cidades, frentes de trabalho ou medições; um .json com qualquer conteúdo; "
            "ou um .zip com um deles e as pastas images e documents."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            limits = {"size": file.size // 1024**2, "largest": LARGEST // 1024**2}
            raise forms.ValidationError(_("O arquivo tem %(size)s MB; o máximo é %(largest)s MB.") % limits)
        return file


class ImporterOnly(View):
    request: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ImportsView(ImporterOnly, WagtailAdminTemplateMixin, FormView):
    """The form, and what was sent before."""

    page_title = gettext_lazy("Importar conteúdo")
    header_icon = "upload"
    template_name = "cms/importing/imports.html"
    form_class = UploadForm

    def form_valid(self, form: UploadForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        with transaction.atomic():
            run = ContentImport.objects.create(file=file, name=file.name, user=self.request.user)
            check_import.enqueue(run.pk)
        return redirect("cms_import", run.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = ContentImport.objects.select_related("user").defer("report")[:20]
        return {**super().get_context_data(**kwargs), "runs": runs, "is_worker_running": is_running()}


class ImportView(ImporterOnly, WagtailAdminTemplateMixin, TemplateView):
    """One upload: its progress, its problems, or what it changes."""

    header_icon = "upload"
    template_name = "cms/importing/import.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.run = get_object_or_404(ContentImport, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return self.run.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("cms_imports"), "label": _("Importar conteúdo")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.run.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, state = self.run.report, ImportState(self.run.state)
        changes = Paginator(report.get("changes", []), PER_PAGE).get_page(self.request.GET.get("p"))
        counts = [(label_of(section), count) for section, count in report.get("counts", {}).items()]
        return {
            **super().get_context_data(**kwargs),
            "run": self.run,
            "states": ImportState,
            "is_at_work": state in AT_WORK,
            "is_worker_running": is_running(),
            "progress": progress_text(self.run),
            "counts": counts,
            "changes": changes,
            "rows": [described_change(change) for change in changes],
            "problems": Paginator(report.get("problems", []), PER_PAGE).get_page(self.request.GET.get("p")),
        }


class ProgressView(ImporterOnly):
    """How far an import is, for the page that shows it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        run = get_object_or_404(ContentImport.objects.defer("report"), pk=pk)
        done, total = progress_of(run.pk)
        answer = {"state": run.state, "done": done, "total": total, "text": progress_text(run)}
        return JsonResponse(answer, headers={"Cache-Control": "no-store"})


class ConfirmView(ImporterOnly):
    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: Any, pk: int) -> HttpResponse:
        runs = ContentImport.objects.select_for_update().filter(pk=pk, state=ImportState.READY)
        run = runs.first()
        if run is None:
            messages.error(request, _("Esta importação já não espera confirmação: veja a situação dela."))
        elif run.report["digest"] != request.POST.get("digest"):
            messages.error(request, _("A conferência mudou desde que você abriu esta página: veja-a de novo."))
        else:
            run.state, run.user, run.finished_at = ImportState.IMPORTING, request.user, None
            run.save(update_fields=["state", "user", "finished_at"])
            apply_import.enqueue(run.pk)
        return redirect("cms_import", pk)


class DiscardView(ImporterOnly):
    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        runs = ContentImport.objects.select_for_update().filter(pk=pk).exclude(state__in=AT_WORK)
        run = runs.first()
        if run is None:
            messages.error(request, _("Esta importação está em andamento: espere que termine."))
            return redirect("cms_import", pk)
        name = run.name
        run.delete()
        messages.success(request, _("“%(name)s” foi descartado.") % {"name": name})
        return redirect("cms_imports")


def label_of(section: str) -> str:
    """Return what editors call the records of a section."""
    return str(BY_SECTION[section].model._meta.verbose_name)


def described_change(change: dict[str, Any]) -> dict[str, Any]:
    """Return a change with the words that editors know for its section and its fields."""
    kind = BY_SECTION[change["section"]]
    labels = {column.name: label for column in kind.columns if (label := getattr(column.field, "verbose_name", ""))}
    fields = [(name, str(labels.get(name, "")), was, will) for name, (was, will) in change["fields"].items()]
    return {**change, "label": label_of(kind.section), "fields": fields}


def progress_text(run: ContentImport) -> str:
    """Return in words how far an import is."""
    work = AT_WORK.get(ImportState(run.state))
    if work is None:
        return str(run.get_state_display())
    rows = DBTaskResult.objects.filter(task_path=work.module_path, args_kwargs={"args": [run.pk], "kwargs": {}})
    row = rows.order_by("-enqueued_at").first()
    if row and row.status == "FAILED":
        return _("Um erro inesperado interrompeu a importação. Nada mudou no site. Avise quem administra o sistema.")
    if row and row.status == "READY" and row.traceback:
        return _("Um erro inesperado interrompeu a importação. Nada mudou no site; ela será tentada de novo.")
    if row and row.status == "READY":
        return _("Na fila: começa em instantes.")
    done, total = progress_of(run.pk)
    if total:
        return _("%(percent)s %% feito") % {"percent": 100 * done // total}
    return _("Lendo o arquivo …")


urlpatterns = [
    path("import/", ImportsView.as_view(), name="cms_imports"),
    path("import/<int:pk>/", ImportView.as_view(), name="cms_import"),
    path("import/<int:pk>/progress/", ProgressView.as_view(), name="cms_import_progress"),
    path("import/<int:pk>/confirm/", ConfirmView.as_view(), name="cms_import_confirm"),
    path("import/<int:pk>/discard/", DiscardView.as_view(), name="cms_import_discard"),
]
