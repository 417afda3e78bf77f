from django.apps import AppConfig
from django.core.checks import register


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "CMS"

    def ready(self) -> None:
        from cms.api.types import register_content_types
        from cms.graphql.documents import check_trusted_documents
        from cms.paths import register_signal_handlers

        register_content_types()
        register(check_trusted_documents)
        register_signal_handlers()
