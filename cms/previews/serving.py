"""The ways to see a page before it is published: to read it here, in its frontend, as the API answers."""

import json
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF
from django.conf import settings
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.api.scope import Scopes
from cms.api.tokens import PREVIEW_HEADER
from cms.previews.addresses import filled, origin_of
from cms.previews.drafts import keep, page_of
from cms.previews.facts import facts_of
from cms.previews.models import Draft, PreviewSettings, SharedDraft
from cms.previews.tokens import token_for
from cms.visibility import public

READING, FRONTEND, ANSWER = "", "site", "graphql"
LABELS = {FRONTEND: _("No site"), READING: _("Página de leitura"), ANSWER: _("Resposta da API")}
CHILDREN_SHOWN = 100

PAGE = {
    "default-src": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}
"""What a page of this room may load: nothing of others, no script and no style that stands in it."""


def address_template(page: Page) -> str:
    """Return where the frontend of the site of ``page`` shows drafts; empty where it does not."""
    root = Scopes().root_of(page.url_path or "")
    found = PreviewSettings.objects.filter(site=root.site_id).first() if root else None
    return found.address.strip() if found else ""


def modes_of(page: Page) -> list[tuple[str, Any]]:
    """Return the ways to see ``page``, the usual one first."""
    names = [FRONTEND, READING, ANSWER] if _has_frontend(page) else [READING, ANSWER]
    return [(name, LABELS[name]) for name in names]


def _has_frontend(page: Page) -> bool:
    """Tell whether a frontend shows drafts of ``page``. Of a page that is nowhere yet nobody knows which one would."""
    return bool(address_template(page)) if page.url_path else PreviewSettings.objects.exclude(address="").exists()


def serve(page: Page, request: HttpRequest, mode: str) -> TemplateResponse:
    """Return ``page`` as who is logged in sees it in one of the modes."""
    if mode == FRONTEND and (template := address_template(page)):
        response = _in_frontend(page, request, template)
    elif mode == ANSWER:
        response = _as_answered(page, request)
    else:
        response = reading_view(page, request, edit_address=_edit_address(page))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def reading_view(
    page: Page, request: HttpRequest, *, edit_address: str | None = None, shows: Any = lambda row: True
) -> TemplateResponse:
    """Return ``page`` as a page to be read; with ``edit_address`` its blocks lead to where they are written.

    ``shows`` tells which of the objects that it refers to may be seen.
    """
    context = page.get_preview_context(request, READING) | {
        "page": page,
        "facts": facts_of(page, shows),
        "children": _children(page),
        "edit_address": edit_address,
        "is_editors": edit_address is not None,
    }
    return secured(TemplateResponse(request, page.get_preview_template(request, READING), context))


def frontend_address(page: Page, template: str, draft: Draft | SharedDraft) -> tuple[str, dict[str, Any]]:
    """Return where the frontend shows ``draft``, and what its page is told: its token, its path."""
    token, until = token_for(draft)
    place = import_string(settings.PREVIEW_ANSWER).place_of(page)
    told = {"token": token, "path": place["path"], "expiresAt": until.isoformat()}
    return filled(template, token=token, **place), told


def secured(response: Any, **more: list[str]) -> Any:
    """Have ``response`` load nothing of others, but for what ``more`` directives allow."""
    response._csp_config = {**PAGE, **{name.replace("_", "-"): value for name, value in more.items()}}
    return response


def _in_frontend(page: Page, request: HttpRequest, template: str) -> TemplateResponse:
    draft = keep(page, request.user, is_form=getattr(request, "is_editing", False))
    kept = page_of(draft) or page
    address, told = frontend_address(kept, template, draft)
    origin = origin_of(template)
    context = {
        "title": page.title,
        "address": address,
        "told": told,
        "origin": origin,
        "edit_address": _edit_address(page) or "",
    }
    return secured(TemplateResponse(request, "cms/previews/frame.html", context), frame_src=[origin])


def _as_answered(page: Page, request: HttpRequest) -> TemplateResponse:
    draft = keep(page, request.user, is_form=getattr(request, "is_editing", False))
    kept = page_of(draft) or page
    token, until = token_for(draft)
    answered = import_string(settings.PREVIEW_ANSWER)(kept)
    header = {PREVIEW_HEADER: token}
    parts = [
        {"id": "query", "title": _("Consulta"), "text": answered.query},
        {"id": "variables", "title": _("Variáveis"), "text": answered.variables},
        {"id": "header", "title": _("Cabeçalho"), "text": f"{PREVIEW_HEADER}: {token}"},
        {"id": "answer", "title": _("Resposta"), "text": answered.answer},
    ]
    fragment = urlencode({"query": answered.query, "variables": answered.variables, "headers": json.dumps(header)})
    context = {"title": page.title, "until": until, "answered": answered, "parts": parts, "fragment": fragment}
    return secured(TemplateResponse(request, "cms/previews/answer.html", context))


def _edit_address(page: Page) -> str:
    """Return where ``page`` is edited; empty where it is not saved yet."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk and page.pk > 0 else ""


def _children(page: Page) -> list[Page]:
    if not (page.pk and page.pk > 0 and page.allowed_subpage_models()):
        return []
    return list(public(page.get_children())[:CHILDREN_SHOWN])
