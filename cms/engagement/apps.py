from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    name = "cms.engagement"
    label = "engagement"
    verbose_name = _("participação")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.engagement import people
        from cms.engagement.comments import emails, personal, retention  # noqa: F401 - the worker's tasks

        people.register("comments", _("Comentários"), export=personal.export, erase=personal.erase)
