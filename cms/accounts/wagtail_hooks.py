"""Where this room plugs into the admin."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from cms.accounts import journal, keeping, urls, users
from cms.accounts.locks_views import PERMISSION


class ManagersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")
def register_accounts() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("insert_editor_js")
def keep_what_is_typed() -> SafeString:
    return keeping.script()


@hooks.register("register_account_menu_item")
def register_second_step(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("accounts_second_step"),
        "label": _("Segunda etapa do acesso"),
        "help_text": _("Um código do seu celular, além da senha."),
    }


@hooks.register("register_reports_menu_item")
def register_audit() -> MenuItem:
    return ManagersMenuItem(_("Auditoria"), reverse("accounts_audit"), name="audit", icon_name="history", order=1400)


@hooks.register("register_reports_menu_item")
def register_locks() -> MenuItem:
    return ManagersMenuItem(
        _("Acessos bloqueados"), reverse("accounts_locks"), name="locks", icon_name="lock", order=1500
    )


@hooks.register("register_user_listing_buttons")
def take_second_step_button(user: Any, request_user: Any) -> Iterator[Button]:
    if request_user.has_perm(PERMISSION) and user != request_user and users.may_handle(request_user, user):
        yield Button(
            _("Segunda etapa"), reverse("accounts_take_second_step", args=[user.pk]), icon_name="key", priority=50
        )


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    journal.register_actions(actions)


hooks.register("before_edit_user", users.refuse_to_touch_who_has_more)
hooks.register("before_delete_user", users.refuse_to_touch_who_has_more)
hooks.register("before_bulk_action", users.refuse_in_bulk)
