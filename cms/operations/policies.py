"""What a browser may load and do on each kind of page. What is no page for people may load nothing: see the settings.

No page allows a script or a style that stands in it, but those of Wagtail that edit something. Its inputs of dates
stand in lists too: ours begin without a script (``cms/templates/wagtailadmin/widgets``).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import HEADER, NONCE, NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property

View = Callable[..., HttpResponseBase]

NOWHERE = {"default-src": [NONE], "base-uri": [NONE], "object-src": [NONE]}

ADMIN = {
    **NOWHERE,
    "script-src": [SELF],
    "style-src": [SELF],
    # pictures of embedded videos are on their own hosts, and previews of uploads are blobs
    "img-src": [SELF, "data:", "blob:", "https:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "manifest-src": [SELF],
    "frame-src": [SELF],
    "worker-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
EDITING = {"add", "add_task", "copy", "edit", "edit_task", "revisions_revert"}
"""Names of Wagtail's views that edit something, in every one of its apps. Their panels write scripts, and their text
editor styles, that carry no nonce."""

_admin = csp(ADMIN)
_editing = csp({**ADMIN, "script-src": [SELF, UNSAFE_INLINE], "style-src": [SELF, UNSAFE_INLINE]})


def admin_policy(view: View) -> View:
    """Give each view of the admin the policy that it can live with."""
    strict, editing = _admin(view), _editing(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        match = request.resolver_match
        is_editing = match is not None and match.url_name in EDITING
        return (editing if is_editing else strict)(request, *args, **kwargs)

    return answer


graphiql_policy = csp(
    {
        **NOWHERE,
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
)
PAGE = {**NOWHERE, "style-src": [SELF], "img-src": ["data:"], "form-action": [NONE], "frame-ancestors": [NONE]}
page_policy = csp(PAGE)
deciding_policy = csp({**PAGE, "form-action": [SELF]})
"""Of the pages behind the links of messages: what they ask is answered by a form."""

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media"),
        *("geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "screen-wake-lock"),
        *("serial", "usb", "xr-spatial-tracking"),
    )
)
"""Features of browsers that no page here uses, so that no script in one can."""


class PermissionsPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response


class PolicyMiddleware(CSPMiddleware):
    """As django-csp's, which puts the policy together at each answer: that of the API is always the same."""

    @cached_property
    def _of_what_is_no_page(self) -> str:
        return build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or hasattr(response, "_csp_config"):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._of_what_is_no_page)
        return response
