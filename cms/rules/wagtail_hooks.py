"""Where the rules plug into the admin."""

from django.contrib import messages as django_messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from cms.pages import BasePage
from cms.rules import views
from cms.rules.advising import advise
from cms.rules.gate import PublishingStopped, refuse_to_publish
from cms.rules.refusing import OVERRULED, PERMISSION, STOPPED


@hooks.register("register_admin_urls")
def register_rules() -> list[URLPattern]:
    return views.urlpatterns


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return MenuItem(
        _("Conteúdo e acessibilidade"),
        reverse("cms_rules_report"),
        name="rules",
        icon_name="clipboard-list",
        order=1100,
    )


@hooks.register("register_page_header_buttons")
def link_to_rules(page: Page, user, next_url: str | None = None, view_name: str = "", **_kwargs):
    if page.pk and page.permissions_for_user(user).can_edit():
        url = reverse("cms_page_rules", args=[page.pk])
        yield Button(_("Regras de publicação"), url, icon_name="clipboard-list", priority=70)


@hooks.register("before_copy_page")
def refuse_to_copy_faults(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy that is published at once passes the gate too."""
    if request.method != "POST" or not request.POST.get("publish_copies"):
        return None
    pages = page.get_descendants(inclusive=True).specific() if request.POST.get("copy_subpages") else [page.specific]
    try:
        for original in pages:
            if original.live and isinstance(original, BasePage):
                refuse_to_publish(original)
    except PublishingStopped as stopped:
        django_messages.error(request, stopped.messages[0])
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


@hooks.register("after_publish_page")
def advise_on_what_was_published(request: HttpRequest, page: Page) -> None:
    if isinstance(page, BasePage):
        advise(request, page)


@hooks.register("before_edit_page")
def advise_on_what_is_edited(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and isinstance(page, BasePage):
        advise(request, page)


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    label, _dot, codename = PERMISSION.partition(".")
    return Permission.objects.filter(content_type__app_label=label, codename=codename)


@hooks.register("register_log_actions")
def register_actions(actions) -> None:
    actions.register_action(OVERRULED, _("Publicar com justificativa"), _("Regras de publicação dispensadas"))
    actions.register_action(STOPPED, _("Publicação agendada impedida"), _("As regras impediram a publicação agendada"))
