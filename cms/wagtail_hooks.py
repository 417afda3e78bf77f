"""Where the ground plugs into the admin."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem, MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    LockedPagesPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page

from cms.dashboard import reports as dashboard
from cms.dashboard.lists import lists_for
from cms.dashboard.shortcuts import Shortcuts
from cms.delivery import views as delivery
from cms.guide import views as guide
from cms.image_rights import report as image_rights
from cms.importing import views as importing
from cms.importing.history import ACTION
from cms.redirects import views as redirects
from cms.renditions import WebOperation


@hooks.register("register_admin_urls")
def register_tasks() -> list[URLPattern]:
    return delivery.urlpatterns


@hooks.register("register_reports_menu_item")
def register_tasks_menu_item() -> MenuItem:
    return AdminOnlyMenuItem(_("Tarefas"), reverse("cms_tasks"), name="tasks", icon_name="cogs", order=1300)


@hooks.register("register_admin_urls")
def register_image_rights() -> list[URLPattern]:
    return image_rights.urlpatterns


class ImageRightsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return image_rights.permission_policy.user_has_any_permission(request.user, image_rights.ACTIONS)


@hooks.register("register_reports_menu_item")
def register_image_rights_menu_item() -> MenuItem:
    return ImageRightsMenuItem(
        _("Direitos de imagens"), reverse("cms_ending_rights"), name="image-rights", icon_name="image", order=1150
    )


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(importing.PERMISSION)


@hooks.register("register_admin_urls")
def register_imports() -> list[URLPattern]:
    return importing.urlpatterns


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> MenuItem:
    return ImportMenuItem(_("Importar"), reverse("cms_imports"), name="import", icon_name="upload", order=900)


@hooks.register("register_admin_urls", order=-1)
def register_redirects() -> list[URLPattern]:
    return redirects.urlpatterns


@hooks.register("register_image_operations")
def register_web_operation() -> list[tuple[str, type[WebOperation]]]:
    return [("web", WebOperation)]


@hooks.register("register_permissions")
def register_import_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="cms", codename="add_contentimport")


@hooks.register("register_log_actions")
def register_import_action(actions) -> None:
    actions.register_action(ACTION, _("Importar"), _("Importado de um arquivo"))


@hooks.register("insert_global_admin_js")
def load_moments() -> SafeString:
    return format_html('<script src="{}"></script>', static("cms/moments.js"))


@hooks.register("before_move_page")
def refuse_to_move_pages_of_others(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks this when it moves, but not before it shows what it would move."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


UNBOUNDED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel, LockedPagesPanel)
"""Wagtail's panels that ask several times of each page, however many wait. Ours show the first of the same."""


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, UNBOUNDED)]
    panels += [Shortcuts(request), *lists_for(request)]


@hooks.register("register_admin_urls")
def register_dashboard_reports() -> list[URLPattern]:
    return dashboard.urlpatterns


@hooks.register("insert_global_admin_css")
def load_dashboard_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/dashboard.css"))


@hooks.register("register_admin_urls")
def register_guide() -> list[URLPattern]:
    return guide.urlpatterns


@hooks.register("register_help_menu_item")
def register_guide_menu_item() -> MenuItem:
    return MenuItem(_("Guia do editor"), reverse("cms_guide"), name="guide", icon_name="help", order=100)


@hooks.register("construct_help_menu")
def leave_one_guide(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's is another, in English, of the same name in our menu; its news are English too."""
    items[:] = [item for item in items if item.name != "editor-guide" and not item.name.startswith("whats-new")]
