"""Where search plugs into the admin."""

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from search import views
from search.models import ApprovedQuery, PromotedQuery, Synonyms
from search.models.words import LONGEST


class SynonymsViewSet(SnippetViewSet):
    model = Synonyms
    icon = "link"
    menu_label = _("Sinônimos")
    list_display = ["__str__"]
    search_fields = ["terms"]


class PromotedQueryViewSet(SnippetViewSet):
    model = PromotedQuery
    icon = "pick"
    menu_label = _("Resultados promovidos")
    list_display = ["text"]
    search_fields = ["text"]


class ApproveView(CreateView):
    """The form comes filled in with the query that the report gave."""

    def get_initial_form_instance(self) -> Model:
        instance = super().get_initial_form_instance() or self.model()
        instance.text = self.request.GET.get("text", "")[:LONGEST]
        return instance


class ApprovedQueryViewSet(SnippetViewSet):
    model = ApprovedQuery
    icon = "tick-inverse"
    menu_label = _("Sugestões aprovadas")
    list_display = ["text"]
    search_fields = ["text"]
    add_view_class = ApproveView


@register_snippet
class SearchGroup(SnippetViewSetGroup):
    items = (SynonymsViewSet, PromotedQueryViewSet, ApprovedQueryViewSet)
    menu_label = _("Busca do site")
    menu_icon = "search"
    menu_order = 240


@hooks.register("register_admin_urls")
def register_searches() -> list[URLPattern]:
    return views.urlpatterns


class SearchesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("search.view_searchcount")


@hooks.register("register_reports_menu_item")
def register_searches_menu_item() -> MenuItem:
    return SearchesMenuItem(
        _("Buscas do site"), reverse("search_searches"), name="searches", icon_name="search", order=1200
    )


@hooks.register("register_permissions")
def register_searches_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchcount")
