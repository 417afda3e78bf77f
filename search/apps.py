from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Busca")

    def ready(self) -> None:
        from wagtail.signals import page_published

        import search.keeping  # noqa: F401, registers the worker's tasks
        from search.index import index_what_belongs_to_a_page

        page_published.connect(index_what_belongs_to_a_page, dispatch_uid="search.index_what_belongs_to_a_page")
