"""The report of images whose rights end soon or have ended, with where each is used."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.images.permissions import permission_policy
from wagtail.models import ReferenceIndex

from cms.media import CustomImage

SOON = timedelta(days=60)
ACTIONS = ["add", "change", "delete"]


class UsesColumn(Column):
    """What refers to the image. Of what the reader may not edit, only that it is there is told."""

    def get_cell_context_data(self, instance: CustomImage, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["value"] = linked(instance, AdminURLFinder(parent_context["request"].user)) or _("Nenhum uso")
        return context


def linked(image: CustomImage, finder: AdminURLFinder) -> SafeString:
    """Return the uses of ``image`` as links to where each is edited."""
    users = [user for user, _references in ReferenceIndex.get_grouped_references_to(image)]
    return format_html_join(", ", "{}", ((_link(user, finder.get_edit_url(user)),) for user in users))


def _link(user: Any, url: str | None) -> str:
    return format_html('<a href="{}">{}</a>', url, user) if url else _("(conteúdo que você não edita)")


def ending(images: QuerySet[CustomImage]) -> QuerySet[CustomImage]:
    """Return those of ``images`` whose rights have ended or end soon, the first to end first."""
    return images.filter(rights_end_at__lte=timezone.now() + SOON).order_by("rights_end_at", "pk")


class EndingRightsReport(ReportView):
    """The images that the reader may edit."""

    index_url_name = "cms_ending_rights"
    index_results_url_name = "cms_ending_rights_results"
    page_title = gettext_lazy("Direitos de imagens")
    header_icon = "image"
    is_searchable = False
    paginate_by = 50
    permission_policy = permission_policy
    any_permission_required = ACTIONS
    list_export = ["title", "credit", "rights_end_at", "has_ended"]
    export_headings = {
        "title": gettext_lazy("Imagem"),
        "credit": gettext_lazy("Crédito"),
        "rights_end_at": gettext_lazy("Direitos até"),
        "has_ended": gettext_lazy("Direitos vencidos"),
    }
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Imagem"),
            get_url=lambda image: reverse("wagtailimages:edit", args=[image.pk]),
        ),
        DateColumn("rights_end_at", label=gettext_lazy("Direitos até")),
        BooleanColumn("has_ended", label=gettext_lazy("Direitos vencidos")),
        UsesColumn("uses", label=gettext_lazy("Onde é usada"), accessor="pk"),
    ]

    def get_base_queryset(self) -> QuerySet[CustomImage]:
        return ending(permission_policy.instances_user_has_any_permission_for(self.request.user, ACTIONS))


urlpatterns: list[URLPattern] = [
    path("reports/image-rights/", EndingRightsReport.as_view(), name="cms_ending_rights"),
    path(
        "reports/image-rights/results/",
        EndingRightsReport.as_view(results_only=True),
        name="cms_ending_rights_results",
    ),
]
