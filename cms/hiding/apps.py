from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HidingConfig(AppConfig):
    name = "cms.hiding"
    label = "hiding"
    verbose_name = _("ocultação de páginas")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.hiding import telling  # noqa: F401 - declares a task
