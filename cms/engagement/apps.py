from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementConfig(AppConfig):
    name = "cms.engagement"
    label = "engagement"
    verbose_name = _("participação")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from anymail.signals import tracking

        from cms.engagement import people
        from cms.engagement.comments import emails, personal, retention  # noqa: F401 - the worker's tasks
        from cms.engagement.following import periods  # noqa: F401 - the worker's tasks
        from cms.engagement.following import personal as following
        from cms.engagement.following.suppressing import suppress_what_the_provider_refuses

        people.register("comments", _("Comentários"), export=personal.export, erase=personal.erase)
        people.register("following", _("Novidades por e-mail"), export=following.export, erase=following.erase)
        tracking.connect(suppress_what_the_provider_refuses, dispatch_uid="engagement.tracking")
