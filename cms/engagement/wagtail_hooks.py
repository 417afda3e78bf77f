"""Where comments, news by e-mail and personal data plug into the admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.engagement import personal_views, views
from cms.engagement.comments.moderation import ANSWERED, APPROVED, REJECTED
from cms.engagement.comments.waiting import WaitingComments
from cms.engagement.following import issues
from cms.engagement.following import views as following


class PermittedMenuItem(MenuItem):
    """Shows to who has a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any):
        self.permission = permission
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def register_comments() -> list[URLPattern]:
    return [*views.urlpatterns, *following.urlpatterns, *personal_views.urlpatterns]


@hooks.register("register_admin_menu_item")
def register_comments_menu_item() -> MenuItem:
    queue = f"{reverse('engagement_comments')}?queue={views.WAITING}"
    permission = views.PERMISSION
    return PermittedMenuItem(
        _("Comentários"), queue, name="comments", icon_name="comment", order=520, permission=permission
    )


@hooks.register("register_admin_menu_item")
def register_issues_menu_item() -> MenuItem:
    issues, permission = reverse("engagement_issues"), following.PERMISSION
    return PermittedMenuItem(_("Boletins"), issues, name="issues", icon_name="mail", order=530, permission=permission)


@hooks.register("register_settings_menu_item")
def register_personal_data_menu_item() -> MenuItem:
    page, permission = reverse("engagement_personal_data"), personal_views.PERMISSION
    return PermittedMenuItem(
        _("Dados pessoais"), page, name="personal-data", icon_name="user", order=900, permission=permission
    )


@hooks.register("register_permissions")
def register_comments_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="engagement",
        codename__in=[
            "change_comment",
            "change_commentsettings",
            "change_followsettings",
            "change_issue",
            "add_personaldatarequest",
        ],
    )


@hooks.register("register_log_actions")
def register_decisions(actions) -> None:
    actions.register_action(APPROVED, _("Publicar comentário"), _("Comentário publicado"))
    actions.register_action(REJECTED, _("Recusar comentário"), _("Comentário recusado"))
    actions.register_action(issues.APPROVED, _("Aprovar edição"), _("Edição aprovada"))
    actions.register_action(issues.DISCARDED, _("Descartar edição"), _("Edição descartada"))
    actions.register_action(ANSWERED, _("Responder a comentário"), _("Resposta do programa"))


@hooks.register("construct_homepage_panels")
def show_waiting_comments(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm(views.PERMISSION):
        panels.append(WaitingComments(request))
