"""The submissions of a form in the admin: listed, filtered, exported, and their files."""

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime, make_naive
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.mixins import Echo
from wagtail.contrib.forms.utils import get_forms_for_user
from wagtail.contrib.forms.views import SubmissionsListFilterSet, SubmissionsListView

from cms.accounts.journal import note
from cms.sheets import as_csv
from home.forms.answers import readable
from home.models.submissions import FormSubmission, SubmittedFile

PERMISSION = "home.handle_formsubmission"
BOM = "\ufeff"
"""Excel takes a CSV file for UTF-8 by it, and semicolons for what parts its columns where commas are decimal."""
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SUSPECT, ALL = "suspect", "all"


class SubmissionFilterSet(SubmissionsListFilterSet):
    text = django_filters.CharFilter(
        label=_("Contém (um e-mail, um nome)"), field_name="form_data", lookup_expr="icontains"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Quais"),
        choices=[(SUSPECT, _("Suspeitas de robô")), (ALL, _("Todas"))],
        method="of_kind",
        empty_label=_("Sem suspeita"),
        widget=RadioSelect,
    )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Leave out what seems to be a robot's, unless it is asked for."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("kind") else found.filter(is_suspect=False)

    def of_kind(self, queryset: QuerySet, name: str, wanted: str) -> QuerySet:
        return queryset.filter(is_suspect=True) if wanted == SUSPECT else queryset


def as_xlsx(value: str) -> str:
    """Return ``value`` without what such a file cannot hold; its cells are texts, and no formulas, anyway."""
    return CONTROLS.sub("", value)


class SubmissionsView(SubmissionsListView):
    page_title = _("Respostas")
    filterset_class = SubmissionFilterSet
    custom_value_preprocess = {
        datetime: {"csv": lambda moment: localtime(moment).isoformat(timespec="seconds"), "xlsx": make_naive},
        str: {"csv": as_csv, "xlsx": as_xlsx},
        bool: {"csv": lambda answer: readable(answer, None), "xlsx": lambda answer: readable(answer, None)},
        list: {"csv": lambda texts: as_csv(", ".join(texts)), "xlsx": lambda texts: as_xlsx(", ".join(texts))},
    }

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().prefetch_related("files")

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        note("export", about=self.form_page, by=self.request.user, what=spreadsheet_format.upper())
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_filename(self) -> str:
        return f"{self.form_page.slug}-{localtime():%Y-%m-%d}"

    def stream_csv(self, queryset: QuerySet) -> Iterator[bytes]:
        yield BOM.encode()
        writer = csv.DictWriter(Echo(), fieldnames=self.list_export, delimiter=";")
        yield writer.writerow({field: as_csv(self.get_heading(queryset, field)) for field in self.list_export})
        for submission in queryset:
            yield self.write_csv_row(writer, self.to_row_dict(submission))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As Wagtail's, with answers in words, links to files, and the text of the consent left to exports."""
        context = super().get_context_data(**kwargs)
        if not self.is_export:
            headings = context["data_headings"]
            shown = [i for i, heading in enumerate(headings) if heading["name"] != "_consent_text"]
            context["data_headings"] = [headings[i] for i in shown]
            kinds = {field.clean_name: field.kind for field in self.form_page.get_form_fields()}
            for row, submission in zip(context["data_rows"], context["submissions"], strict=True):
                files = _by_field(submission)
                answers = submission.get_data()
                row["fields"] = [
                    _cell(answers.get(name), kinds.get(name), files.get(name, []))
                    for name in (heading["name"] for heading in context["data_headings"])
                ]
        return context


def _by_field(submission: FormSubmission) -> dict[str, list[SubmittedFile]]:
    found: dict[str, list[SubmittedFile]] = {}
    for file in submission.files.all():
        found.setdefault(file.field, []).append(file)
    return found


def _cell(answer: Any, kind: Any, files: list[SubmittedFile]) -> Any:
    if files:
        links = ((reverse("home_submitted_file", args=[file.pk]), file.name) for file in files)
        return format_html_join(", ", '<a href="{}">{}</a>', links)
    if isinstance(answer, datetime):
        return date_format(localtime(answer), "SHORT_DATETIME_FORMAT")
    return format_html("{}", readable(answer, kind))


def submitted_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file of a submission to who may see the submissions of its form: to be kept, never to be shown here."""
    file = get_object_or_404(SubmittedFile.objects.exclude(submission=None), pk=pk)
    if not get_forms_for_user(request.user).filter(pk=file.page_id).exists():
        raise PermissionDenied
    response = FileResponse(file.file.open(), as_attachment=True, filename=file.name, content_type=file.type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def only_for_who_handles_them(user: Any, forms: QuerySet) -> QuerySet:
    """Return those of ``forms`` whose submissions ``user`` may see: none without the right to it."""
    return forms if user.has_perm(PERMISSION) else forms.none()


urlpatterns = [path("forms/files/<int:pk>/", submitted_file, name="home_submitted_file")]
