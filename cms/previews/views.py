"""The pages of this room: an editor's list of a page's links, and what a link shows."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.api.errors import TooManyRequests
from cms.clients import client_of
from cms.previews import sharing
from cms.previews.drafts import page_of_shared
from cms.previews.forms import ShareForm
from cms.previews.models import Draft, SharedDraft, new_secret
from cms.previews.redacting import Seen, redact
from cms.previews.serving import address_template, frontend_address, reading_view
from cms.throttling import spend

NEW_LINK = "cms_new_shared_draft"


class SharesView(WagtailAdminTemplateMixin, FormView):
    """The links of a page, and a form for a new one. Its address is shown once: nobody can look it up."""

    template_name = "cms/previews/shares.html"
    page_title = gettext_lazy("Compartilhar rascunho")
    header_icon = "link"
    form_class = ShareForm

    @cached_property
    def page(self) -> Page:
        return _page_to_edit(self.request, self.kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        explore, edit = (reverse(f"wagtailadmin_{name}", args=[self.page.pk]) for name in ("explore", "pages:edit"))
        return [
            {"url": explore, "label": _("Páginas")},
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.get_page_title(), "sublabel": self.page.get_admin_display_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = list(SharedDraft.objects.filter(page=self.page).select_related("made_by", "revision"))
        new = self.request.session.pop(NEW_LINK, None)
        for link in links:
            link.is_newest = link.revision_id == self.page.latest_revision_id  # type: ignore[attr-defined]
        return super().get_context_data(page=self.page, links=links, new_link=new, **kwargs)

    def form_valid(self, form: ShareForm) -> HttpResponse:
        given = form.cleaned_data
        _shared, token = sharing.share(self.page, self.request.user, note=given["note"], days=given["days"])
        address = self.request.build_absolute_uri(reverse("shared_draft", args=[token]))
        self.request.session[NEW_LINK] = address
        return redirect("cms_shared_drafts", self.page.pk)


@require_POST
def revoke(request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
    """End one link of a page."""
    page = _page_to_edit(request, page_id)
    shared = get_object_or_404(SharedDraft, pk=pk, page=page)
    if shared.revoked_at is None:
        sharing.revoke(shared, request.user)
    messages.success(request, _("O link de “%(note)s” não abre mais.") % {"note": shared.note})
    return redirect("cms_shared_drafts", page.pk)


@require_POST
def end_previews(request: HttpRequest, page_id: int) -> HttpResponse:
    """End every preview of a page that somebody has open in its frontend."""
    page = _page_to_edit(request, page_id)
    for draft in Draft.objects.filter(page=page):
        draft.secret = new_secret()
        draft.save(update_fields=["secret"])
    messages.success(request, _("As prévias abertas no site não mostram mais esta página."))
    return redirect("cms_shared_drafts", page.pk)


@require_safe
def shared_draft(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a draft to who has its link: in the frontend of the site, where it shows drafts, or here."""
    try:
        spend("shared_draft", client_of(request))
    except TooManyRequests as often:
        return _hidden(HttpResponse(status=429, headers={"Retry-After": str(often.retry_after)}))
    shared = sharing.find(token)
    if shared is None:
        return _hidden(TemplateResponse(request, "cms/previews/over.html", status=404))
    if request.method == "GET":
        sharing.count(shared)
    page = page_of_shared(shared)
    if template := address_template(page):
        address, _told = frontend_address(page, template, shared)
        return _hidden(HttpResponseRedirect(address))
    seen = Seen()
    response = reading_view(redact(page, seen), request, shows=seen)
    response.context_data |= {"page_template": response.template_name, "until": shared.expires_at}  # type: ignore[operator]
    response.template_name = "cms/previews/shared.html"
    return _hidden(response)


def _hidden(response: HttpResponse) -> HttpResponse:
    """Have nobody keep ``response``, list it, or tell others where it was."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _page_to_edit(request: HttpRequest, page_id: int) -> Page:
    """Return a page that the user may edit. Raises ``Http404`` and ``PermissionDenied``."""
    page = Page.objects.filter(pk=page_id, depth__gt=1).first()
    if page is None:
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


urlpatterns: list[URLPattern] = [
    path("previews/<int:page_id>/", SharesView.as_view(), name="cms_shared_drafts"),
    path("previews/<int:page_id>/revoke/<int:pk>/", revoke, name="cms_revoke_shared_draft"),
    path("previews/<int:page_id>/end/", end_previews, name="cms_end_previews"),
]
