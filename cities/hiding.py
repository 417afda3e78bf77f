"""How pages are found that go off the site for a while: cities by state, work fronts by area."""

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cities.models import CityPage, WorkFrontPage
from cities.states import State
from cms.hiding.forms import Choosing

MANY = _("Para escolher vários, segure Ctrl (ou Command).")


class CityChoosing(Choosing):
    """Cities with all their work fronts; or, where areas are told, the work fronts of these areas alone."""

    title = _("Por estado, cidade e área")
    states = forms.MultipleChoiceField(label=_("Estados"), choices=State.choices, required=False, help_text=MANY)
    cities = forms.ModelMultipleChoiceField(
        CityPage.objects.order_by("title"), label=_("Cidades"), required=False, help_text=MANY
    )
    areas = forms.ModelMultipleChoiceField(
        Page.objects.none(),
        label=_("Áreas"),
        required=False,
        help_text=_("Com áreas, só as frentes de trabalho delas saem do ar; sem áreas, as cidades inteiras."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = apps.get_model("home.AreaPage").objects.order_by("title")

    def pages(self) -> QuerySet[Page]:
        told = self.cleaned_data
        if told["areas"]:
            return Page.objects.filter(pk__in=self._fronts().values("pk"))
        found = self._cities() if told["states"] or told["cities"] else CityPage.objects.none()
        return Page.objects.filter(pk__in=found.values("pk"))

    def _fronts(self) -> QuerySet[WorkFrontPage]:
        found = WorkFrontPage.objects.filter(area__in=self.cleaned_data["areas"])
        if not (self.cleaned_data["states"] or self.cleaned_data["cities"]):
            return found
        cities = set(self._cities().values_list("path", flat=True))
        within = [pk for pk, path in found.values_list("pk", "path") if path[: -Page.steplen] in cities]
        return found.filter(pk__in=within)

    def _cities(self) -> QuerySet[CityPage]:
        found = CityPage.objects.all()
        if self.cleaned_data["states"]:
            found = found.filter(municipality__state__in=self.cleaned_data["states"])
        if self.cleaned_data["cities"]:
            found = found.filter(pk__in=self.cleaned_data["cities"])
        return found
