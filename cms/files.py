"""Files over HTTP: renditions and what the admin shows; never an original to a stranger."""

import mimetypes
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import constant_time_compare
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.images.models import AbstractRendition
from wagtail.images.permissions import permission_policy
from wagtail.users.models import UserProfile

from cms.api.text import is_text
from cms.media import CustomDocument, CustomImage, CustomRendition
from cms.renditions import ImageFile, find_file, sign
from cms.visibility import public

YEAR = 31_536_000
FOR_EVER = f"public, max-age={YEAR}, immutable"
A_MINUTE = "public, max-age=60"


@require_safe
@transaction.non_atomic_requests  # on SQLite a transaction would let one file be fetched at a time
def serve_image(request: HttpRequest, signature: str, image_id: int, version: str, name: str) -> HttpResponse:
    """Serve a file of a public image at its signed address, and make it if nobody did; an old address leads on."""
    if not constant_time_compare(signature, sign(image_id, version, name)):
        raise PermissionDenied
    image = public(CustomImage.objects.filter(pk=image_id)).first()
    file = image and find_file(image, name)
    if not file:
        raise Http404
    if (file.version, file.name) != (version, name):
        return HttpResponseRedirect(file.url, headers={"Cache-Control": A_MINUTE})
    response = _unless_known(request, quote_etag(version), file)
    if response.status_code in {200, 304}:
        response["Cache-Control"] = _how_long(image)
    response["ETag"] = quote_etag(version)
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """Serve a document; one that is not public is, to strangers, one that is not there."""
    documents = CustomDocument.objects.filter(pk=document_id)
    if not (public(documents).exists() or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    # before Wagtail's own look at them, which leads to a login for the frontend that is not here
    document = get_object_or_404(documents)
    if not all(one.accept_request(request) for one in document.collection.get_view_restrictions()):
        raise Http404
    return serve(request, document_id, document_filename)


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponse:
    """Serve an image by its file's name: its renditions to everyone, its original to who may choose it in the admin.

    Portraits of users go to those who work in the admin. Nothing else has an address here: documents have their
    own view, which knows who may read them.
    """
    if not is_text(name) or not (_is_public_rendition(name) or _is_theirs(name, request.user)):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError):
        raise Http404 from None
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _how_long(image: CustomImage) -> str:
    """A file is kept no longer than there are rights to it."""
    if image.rights_end_at is None:
        return FOR_EVER
    left = int((image.rights_end_at - timezone.now()).total_seconds())
    return f"public, max-age={max(0, min(left, YEAR))}"


def _unless_known(request: HttpRequest, etag: str, file: ImageFile) -> HttpResponse:
    """Return the file, or 304 to who has it: the version in the address says so without a look at the file."""
    if "If-None-Match" in request.headers and (known := get_conditional_response(request, etag)):
        return known
    rendition = _open(file)
    changed = int(rendition.file.storage.get_modified_time(rendition.file.name).timestamp())
    response = FileResponse(rendition.file, content_type=file.format.type)
    response["Last-Modified"] = http_date(changed)
    answer = get_conditional_response(request, etag, changed, response)
    if answer is not response:
        rendition.file.close()
    return answer


def _open(file: ImageFile) -> AbstractRendition:
    """Return the rendition with its file open. One that the storage lost is made again."""
    try:
        rendition = file.image.get_rendition(file.spec)
        try:
            rendition.file.open("rb")
        except FileNotFoundError:
            rendition.delete()
            rendition = file.image.get_rendition(file.spec)
            rendition.file.open("rb")
    except OSError:  # Wagtail's own, too: no original, or not the one that the address was for
        raise Http404 from None
    return rendition


def _is_theirs(name: str, user: Any) -> bool:
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    theirs = permission_policy.instances_user_has_any_permission_for(user, ["add", "change", "delete", "choose"])
    is_image = theirs.filter(Q(file=name) | Q(renditions__file=name)).exists()
    return is_image or UserProfile.objects.filter(avatar=name).exists()


def _is_public_rendition(name: str) -> bool:
    images = CustomRendition.objects.filter(file=name).values("image")
    return public(CustomImage.objects.filter(pk__in=images)).exists()
