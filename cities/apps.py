from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cidades")

    def ready(self) -> None:
        from cities.signal_handlers import register_signal_handlers

        register_signal_handlers()
