"""Where comments plug into the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.engagement import views
from cms.engagement.comments.moderation import ANSWERED, APPROVED, REJECTED


class CommentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(views.PERMISSION)


@hooks.register("register_admin_urls")
def register_comments() -> list[URLPattern]:
    return views.urlpatterns


@hooks.register("register_admin_menu_item")
def register_comments_menu_item() -> MenuItem:
    queue = f"{reverse('engagement_comments')}?queue={views.WAITING}"
    return CommentsMenuItem(_("Comentários"), queue, name="comments", icon_name="comment", order=520)


@hooks.register("register_permissions")
def register_comments_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="engagement", codename__in=["change_comment", "change_commentsettings"]
    )


@hooks.register("register_log_actions")
def register_decisions(actions) -> None:
    actions.register_action(APPROVED, _("Publicar comentário"), _("Comentário publicado"))
    actions.register_action(REJECTED, _("Recusar comentário"), _("Comentário recusado"))
    actions.register_action(ANSWERED, _("Responder a comentário"), _("Resposta do programa"))
