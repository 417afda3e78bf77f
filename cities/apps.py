from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cidades")

    def ready(self) -> None:
        from cities.finding import index_municipalities_once
        from cities.signal_handlers import register_signal_handlers

        register_signal_handlers()
        post_migrate.connect(index_municipalities_once, sender=self)
