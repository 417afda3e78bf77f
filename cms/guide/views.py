"""The guide as a page of the admin, for everybody who may come into it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.guide.reading import find_picture, read_guide


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "help"
    template_name = "cms/guide/guide.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.guide = read_guide()

    def get_page_title(self) -> str:
        return self.guide.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse("cms_guide"), "label": self.guide.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "guide": self.guide}


def picture(request: HttpRequest, name: str) -> FileResponse:
    """Answer with a picture of the guide; only those that it names are here."""
    file = find_picture(name)
    if file is None:
        raise Http404
    return FileResponse(file.open("rb"))


urlpatterns = [
    path("guide/", GuideView.as_view(), name="cms_guide"),
    path("guide/pictures/<str:name>", picture, name="cms_guide_picture"),
]
