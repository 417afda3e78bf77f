from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    name = "cms.rules"
    label = "rules"
    verbose_name = _("regras de publicação")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from cms.rules import signal_handlers, tasks

        signal_handlers.connect()
        tasks.come_back()
