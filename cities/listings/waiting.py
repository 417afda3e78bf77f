"""The profiles that ask for care, on the first page of the admin."""

from collections.abc import Iterator

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.completeness import completeness_of_row
from cities.listings.care import Care, in_care, is_stale
from cities.models import CityPage
from cities.models.city import CityStatus
from cms.dashboard.pages import editable
from cms.dashboard.panels import SHORT, Row, ShortList


class CitiesInNeed(ShortList):
    """Cities that take part, whose profile lacks something or was left alone: the longest untouched first."""

    name, order = "cities", 160
    heading = gettext_lazy("Perfis de cidades a cuidar")
    empty = gettext_lazy("Todos os perfis estão completos e foram revistos nos últimos seis meses.")

    def cities(self) -> QuerySet[CityPage]:
        mine = CityPage.objects.filter(pk__in=editable(self.request.user).values("pk")).defer_streamfields()
        return in_care(mine.exclude(status=CityStatus.ENDED), Care.WANTED)

    def count(self) -> int:
        return self.cities().count()

    def rows(self) -> Iterator[Row]:
        oldest = F("latest_revision_created_at").asc(nulls_last=True)
        for city in self.cities().order_by(oldest, "parts_done", "sort_title")[:SHORT]:
            yield Row(city.draft_title, reverse("wagtailadmin_pages:edit", args=[city.pk]), _what_it_lacks(city))

    def all_url(self) -> str:
        active = "&".join(f"status={status}" for status in CityStatus if status != CityStatus.ENDED)
        return f"{reverse('cities:index')}?care={Care.WANTED}&{active}"


def _what_it_lacks(city: CityPage) -> str:
    found = completeness_of_row(city)
    told = [_("sem mudança há mais de seis meses")] if is_stale(city) else []
    if found.missing:
        parts = {"done": found.done, "total": found.total, "missing": "; ".join(str(p.label) for p in found.missing)}
        told.append(_("%(done)d de %(total)d, falta: %(missing)s") % parts)
    return ". ".join(told)
