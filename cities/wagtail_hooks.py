"""Where this app plugs into the admin."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cities.hiding import CityChoosing
from cities.listings.views import CityListing, WorkFrontListing
from cities.listings.waiting import CitiesInNeed
from cities.models import CityIndexPage, CityPage, Indicator, Measurement, Municipality
from cms.dashboard.pages import editable
from cms.dashboard.shortcuts import Shortcut, new_page


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Whoever works in the admin may look and choose; the list itself changes by a command."""

    def user_has_permission(self, user, action):
        return action in {"view", "choose"} and user.has_perm("wagtailadmin.access_admin")

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "order"
    menu_label = _("Indicadores")
    list_display = ["name", "unit", "direction", "live"]


class MeasurementViewSet(SnippetViewSet):
    model = Measurement
    icon = "calendar-check"
    menu_label = _("Medições")
    list_display = ["indicator", "city", "date", "value", "kind"]
    list_filter = ["indicator", "city", "kind"]


class MunicipalityViewSet(SnippetViewSet):
    model = Municipality
    icon = "site"
    menu_label = _("Municípios (IBGE)")
    list_display = ["name", "state", "ibge_code"]
    list_filter = ["state"]
    inspect_view_enabled = True
    inspect_view_fields = ["ibge_code", "name", "state", "latitude", "longitude"]
    permission_policy = ReadOnlyPolicy(Municipality)


@register_snippet
class IndicatorGroup(SnippetViewSetGroup):
    items = (IndicatorViewSet, MeasurementViewSet, MunicipalityViewSet)
    menu_label = _("Números")
    menu_icon = "order"
    menu_order = 230


@hooks.register("register_hiding_choice")
def find_cities_and_fronts() -> type[CityChoosing]:
    return CityChoosing


@hooks.register("register_admin_viewset")
def register_listings() -> list[PageListingViewSet]:
    return [CityListing(), WorkFrontListing()]


@hooks.register("insert_global_admin_css")
def load_the_bar_of_completeness() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cities/completeness.css"))


@hooks.register("construct_homepage_panels")
def show_cities_in_need(request: HttpRequest, panels: list[Component]) -> None:
    if editable(request.user).type(CityPage, CityIndexPage).exists():
        panels.append(CitiesInNeed(request))


@hooks.register("register_shortcut", order=10)
def offer_a_new_city(request: HttpRequest) -> list[Shortcut]:
    return new_page(request.user, CityPage, CityIndexPage, _("Nova cidade"), "site")
