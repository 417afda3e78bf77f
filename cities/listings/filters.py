"""What the lists of cities and of work fronts are filtered by."""

from typing import Any

import django_filters
from django.apps import apps
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Locale

from cities.listings.care import Care, in_care
from cities.models import CityPage, WorkFrontPage
from cities.models.city import CityStatus
from cities.models.work_front import WorkFrontStatus
from cities.states import STATE_REGION, Region, State
from cms.collation import sort_key


def _areas(request: Any) -> QuerySet:
    """Return the areas, each once: a translation is the same area."""
    return apps.get_model("home.AreaPage").objects.filter(locale=Locale.get_default()).order_by("sort_title")


class AreaFilter(django_filters.ModelMultipleChoiceFilter):
    def __init__(self, field_name: str):
        super().__init__(
            field_name=f"{field_name}__translation_key",
            to_field_name="translation_key",
            queryset=_areas,
            label=_("Área"),
            widget=CheckboxSelectMultiple,
        )

    def get_filter_predicate(self, v: Any) -> dict[str, Any]:
        return {self.field_name: v.translation_key}


class CityFilters(WagtailFilterSet):
    care = django_filters.ChoiceFilter(
        label=_("Perfil"), choices=Care.choices, method="of_care", empty_label=_("Todos"), widget=RadioSelect
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Situação"), choices=CityStatus.choices, widget=CheckboxSelectMultiple
    )
    region = django_filters.MultipleChoiceFilter(
        label=_("Região"), choices=Region.choices, method="of_region", widget=CheckboxSelectMultiple
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("Estado"), field_name="municipality__state", choices=State.choices, widget=CheckboxSelectMultiple
    )
    area = AreaFilter("areas")

    class Meta:
        model = CityPage
        fields: list[str] = []

    def of_region(self, cities: QuerySet, name: str, wanted: list[str]) -> QuerySet:
        states = [state for state, region in STATE_REGION.items() if region in wanted]
        return cities.filter(municipality__state__in=states) if wanted else cities

    def of_care(self, cities: QuerySet, name: str, wanted: str) -> QuerySet:
        return in_care(cities, wanted)


class WorkFrontFilters(WagtailFilterSet):
    status = django_filters.MultipleChoiceFilter(
        label=_("Situação"), choices=WorkFrontStatus.choices, widget=CheckboxSelectMultiple
    )
    city = django_filters.CharFilter(label=_("Cidade"), method="of_city", help_text=_("Um trecho do nome."))
    area = AreaFilter("area")

    class Meta:
        model = WorkFrontPage
        fields: list[str] = []

    def of_city(self, fronts: QuerySet, name: str, wanted: str) -> QuerySet:
        return fronts.filter(city__sort_title__contains=sort_key(wanted))
