"""Where a way to publish has no form to show faults in, the editor is told on the page's list of faults."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from cms.rules.gate import PublishingStopped


class PublishingStoppedMiddleware:
    """Answers a publication that was stopped. The request's transaction is undone by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishingStopped):
            return None
        messages.error(request, exception.messages[0])
        faults = reverse("cms_page_rules", args=[exception.page.pk])
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":  # a dialogue of Wagtail's
            return JsonResponse({"step": "success", "redirect": faults})
        return redirect(faults)
