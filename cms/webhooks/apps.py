from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "cms.webhooks"
    label = "webhooks"
    verbose_name = _("webhooks")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate, pre_migrate

        from cms.webhooks.installing import install_after_migrating, remove_before_migrating

        pre_migrate.connect(remove_before_migrating, sender=self)
        post_migrate.connect(install_after_migrating, sender=self)
