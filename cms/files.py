"""Files over HTTP: renditions and what the admin shows; never an original to a stranger."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.images.views.serve import ServeView

from cms.importing.runs import FOLDER
from cms.media import CustomDocument, CustomImage, CustomRendition
from cms.visibility import public


class ImageView(ServeView):
    """Serves a rendition at a signed address, and makes it the first time, while its image is public."""

    model = CustomImage

    def get(self, request, signature, image_id, filter_spec):
        if not public(CustomImage.objects.filter(pk=image_id)).exists():
            raise Http404
        return super().get(request, signature, image_id, filter_spec)


@require_safe
def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """Serve a document; one that is not public is, to strangers, one that is not there."""
    documents = CustomDocument.objects.filter(pk=document_id)
    if not (public(documents).exists() or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    return serve(request, document_id, document_filename)


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponse:
    """Serve an uploaded file by its name: to those who work in the admin, any but imports; to others, renditions."""
    is_ours = request.user.has_perm("wagtailadmin.access_admin") and not name.startswith(FOLDER)
    if not (is_ours or _is_public_rendition(name)):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError):
        raise Http404 from None
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _is_public_rendition(name: str) -> bool:
    images = CustomRendition.objects.filter(file=name).values("image")
    return public(CustomImage.objects.filter(pk__in=images)).exists()
