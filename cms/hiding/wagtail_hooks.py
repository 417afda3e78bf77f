"""Where this room plugs into the admin."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.hiding import periods, views


@hooks.register("register_admin_urls")
def register_periods() -> list[URLPattern]:
    return views.urlpatterns


class HidersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(views.PERMISSION)


@hooks.register("register_reports_menu_item")
def register_periods_menu_item() -> MenuItem:
    return HidersMenuItem(
        gettext_lazy("Páginas ocultas"), reverse("hiding_periods"), name="hiding", icon_name="view", order=1250
    )


@hooks.register("register_permissions")
def register_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="hiding", codename="add_hiding")


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action(periods.ASKED, gettext_lazy("Ocultar páginas"), gettext_lazy("Ocultação de páginas pedida"))
    actions.register_action(periods.BEGUN, gettext_lazy("Ocultação começou"), gettext_lazy("As páginas saíram do ar"))
    actions.register_action(periods.OVER, gettext_lazy("Ocultação terminou"), gettext_lazy("As páginas voltaram"))
    actions.register_action(periods.ENDED, gettext_lazy("Encerrar ocultação"), gettext_lazy("Encerrada antes do fim"))


@hooks.register("register_bulk_action")
class HideBulkAction(PageBulkAction):
    """Leads from the pages that are ticked in a list to the form where the period is told."""

    display_name = gettext_lazy("Ocultar por um período")
    action_type = "hide"
    aria_label = gettext_lazy("Ocultar as páginas escolhidas por um período")
    template_name = "cms/hiding/new.html"
    action_priority = 60

    def check_perm(self, page: Page) -> bool:
        return (
            self.request.user.has_perm(views.PERMISSION) and page.permissions_for_user(self.request.user).can_publish()
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pages, *_refused = self.get_actionable_objects()
        request.session[views.CHOSEN] = [page.pk for page in pages]
        return redirect("hiding_new")


@hooks.register("before_edit_page")
def say_that_it_is_hidden(request: HttpRequest, page: Page) -> None:
    if request.method == "GET":
        for hiding in periods.hiding_of(page):
            told = {
                "reason": hiding.reason,
                "begin": date_format(localtime(hiding.begins_at), "SHORT_DATETIME_FORMAT"),
                "end": date_format(localtime(hiding.ends_at), "SHORT_DATETIME_FORMAT"),
            }
            messages.warning(request, _("Fora do site de %(begin)s a %(end)s: %(reason)s") % told)
