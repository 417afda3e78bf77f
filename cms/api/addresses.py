"""What is public of one site and can be read at an address of its own, beside GraphQL."""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from cms.api.errors import BadUserInput
from cms.api.scope import Root, Scopes

View = Callable[[HttpRequest, Root, Scopes], HttpResponse]


def public_document(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Give ``view`` the root that ``?site=`` and ``?locale=`` name, and its answer an ETag.

    A name that is not known is a 400 that lists those that are; without any site there is nothing: 404.
    """

    @transaction.non_atomic_requests
    @require_safe
    @conditional_page
    @cache_control(public=True, max_age=0, must_revalidate=True)
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        scopes = Scopes(request)
        try:
            root = scopes.find(request.GET.get("site"), request.GET.get("locale"))
        except BadUserInput as mistake:
            return HttpResponseBadRequest(mistake.message, content_type="text/plain; charset=utf-8")
        if root is None:
            return HttpResponseNotFound("There is no site yet.", content_type="text/plain; charset=utf-8")
        response = view(request, root, scopes)
        # the newest page's time says nothing of pages that are gone: the ETag does
        del response["Last-Modified"]
        return response

    return answer
