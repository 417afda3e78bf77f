"""Which origins may read the API in a browser."""

from corsheaders.conf import conf
from corsheaders.middleware import ACCESS_CONTROL_ALLOW_ORIGIN
from corsheaders.middleware import CorsMiddleware as Corsheaders
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class CorsMiddleware(Corsheaders):
    """Where any origin may read, the answer is the same for all, and caches keep it once.

    The library's says ``*`` to those alone that send an origin, and so makes caches keep one answer for each.
    """

    def add_response_headers(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        varied = response.headers.get("Vary")
        response = super().add_response_headers(request, response)
        if conf.CORS_ALLOW_ALL_ORIGINS and self.is_enabled(request):
            response.headers[ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
            if varied:
                response.headers["Vary"] = varied
            else:
                del response.headers["Vary"]
        return response
