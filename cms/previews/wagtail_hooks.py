"""Where this room plugs into the admin."""

from collections.abc import Iterator
from typing import Any

from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.previews import sharing, views


@hooks.register("insert_editor_js")
def load_preview_scripts() -> SafeString:
    return format_html('<script src="{}" type="module"></script>', static("cms/previews/editor.js"))


@hooks.register("register_admin_urls")
def register_shared_drafts() -> list[URLPattern]:
    return views.urlpatterns


@hooks.register("register_page_header_buttons")
def share_from_the_editor(page: Page, user: Any, **_context: Any) -> Iterator[Button]:
    yield from _share_button(page, user, priority=85)


@hooks.register("register_page_listing_more_buttons")
def share_from_the_list(page: Page, user: Any, **_context: Any) -> Iterator[Button]:
    yield from _share_button(page, user, priority=55)


def _share_button(page: Page, user: Any, *, priority: int) -> Iterator[Button]:
    if page.pk and not page.is_root() and page.permissions_for_user(user).can_edit():
        address = reverse("cms_shared_drafts", args=[page.pk])
        yield Button(_("Compartilhar rascunho"), address, icon_name="link", priority=priority)


@hooks.register("register_log_actions")
def register_sharing(actions: Any) -> None:
    actions.register_action(sharing.SHARED, _("Compartilhar rascunho"), _("Rascunho compartilhado por um link"))
    actions.register_action(sharing.REVOKED, _("Cancelar link"), _("Link de rascunho cancelado"))
