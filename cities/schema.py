"""Root fields about cities, work fronts and the programme's totals."""

import graphene
from django.apps import apps
from django.db.models import Aggregate, Count, Exists, OuterRef, QuerySet, Subquery, Sum, Value
from wagtail.models import Page

from cities.filters import CityFilter
from cities.markers import markers
from cities.models.city import CityPage, CityStatus
from cities.models.work_front import WorkFrontPage, WorkFrontStatus
from cities.states import State
from cms.api.connections import listing_of
from cms.api.drafts import drafted
from cms.api.enums import enum_type
from cms.api.errors import BadUserInput
from cms.api.here import Here
from cms.api.routes import PLACE, PLACE_OF_ID, by_id, first_with, in_scope, scope
from cms.api.selection import selected
from cms.api.words import type_of


class ProgrammeTotals(graphene.ObjectType):
    """What the programme adds up to, counted from what is public. A municipality counts once."""

    reads = ("cities.CityPage", "cities.WorkFrontPage", "home.AreaPage")

    cities = graphene.Int(required=True, description="Active cities.")
    work_fronts = graphene.Int(required=True, description="Active work fronts in active cities.")
    areas = graphene.Int(required=True, description="Areas of work.")
    citizens_reached = graphene.Int(required=True, description="People who live in the active cities.")


class CityMarker(graphene.ObjectType):
    """A city on the map."""

    reads = ("cities.CityPage", "cities.Municipality", "cities.WorkFrontPage", "home.AreaPage")

    slug = graphene.String(required=True, description="Find the whole profile with `city(slug:)`.")
    path = graphene.String(required=True, description="The profile's path at the frontend.")
    name = graphene.String(required=True, description="The city's name.")
    ibge_code = graphene.String(required=True, description="IBGE's seven digits.")
    state = graphene.Field(enum_type(State), required=True, description="The state it lies in.")
    latitude = graphene.Float(required=True, description="Degrees north of the equator, WGS 84.")
    longitude = graphene.Float(required=True, description="Degrees east of Greenwich, WGS 84.")
    status = graphene.Field(enum_type(CityStatus), required=True, description="Whether the city takes part now.")
    population = graphene.Int(description="The number of people, if known.")
    areas = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="The slugs of the areas it works in."
    )
    active_work_fronts = graphene.Int(required=True, description="How many work fronts are under way.")


class Query:
    """The root fields about cities."""

    city = graphene.Field(
        type_of("cities.CityPage"),
        slug=graphene.Argument(graphene.String, description="The profile's slug: name and state, `campinas-sp`."),
        ibge_code=graphene.Argument(graphene.String, description="The municipality's seven digits."),
        **PLACE,
        description="A city's profile, by its slug or by its IBGE code.",
    )
    cities = graphene.Field(
        listing_of("cities.CityPage").type(),
        **listing_of("cities.CityPage").arguments(),
        **PLACE,
        description="The cities of the programme.",
    )
    work_front = graphene.Field(
        type_of("cities.WorkFrontPage"),
        id=graphene.Argument(graphene.ID, required=True, description="The work front's id."),
        **PLACE_OF_ID,
        description="A work front by its id.",
    )
    work_fronts = graphene.Field(
        listing_of("cities.WorkFrontPage").type(),
        **listing_of("cities.WorkFrontPage").arguments(),
        **PLACE,
        description="The work fronts of all cities.",
    )
    city_markers = graphene.List(
        graphene.NonNull(CityMarker),
        required=True,
        filter=graphene.Argument(CityFilter.input, description="Only those that fit."),
        **PLACE,
        description="Every public city in a few small fields, by name, for a map. It is not paged.",
    )
    programme = graphene.Field(
        ProgrammeTotals,
        required=True,
        **PLACE,
        description="The programme's totals, counted from what is public.",
    )

    def resolve_city(root, info, slug=None, ibge_code=None, **arguments):
        if (slug is None) == (ibge_code is None):
            raise BadUserInput("Give either slug or ibgeCode.")
        here = scope(info, arguments)
        name, wanted = ("slug", slug) if ibge_code is None else ("municipality", ibge_code)
        return drafted(info, here, CityPage, **{name: wanted}) or first_with(CityPage, name, wanted, here, info)

    def resolve_cities(root, info, **arguments):
        return listing_of("cities.CityPage").resolve_all(scope(info, arguments), info, arguments)

    def resolve_work_front(root, info, id, **arguments):
        return by_id(id, info, arguments, of=WorkFrontPage)

    def resolve_work_fronts(root, info, **arguments):
        return listing_of("cities.WorkFrontPage").resolve_all(scope(info, arguments), info, arguments)

    def resolve_city_markers(root, info, filter=None, **arguments):
        here = scope(info, arguments)
        if here is None:
            return []
        queryset = in_scope(CityPage.objects.all(), here)
        return markers(queryset.filter(CityFilter.where(filter, here)) if filter else queryset, here, selected(info))

    def resolve_programme(root, info, **arguments):
        here = scope(info, arguments)
        return ProgrammeTotals(**(_totals(here) if here else dict.fromkeys(_TOTALS, 0)))


_TOTALS = ("cities", "work_fronts", "areas", "citizens_reached")


def _totals(here: Here) -> dict[str, int]:
    """Return all the totals of the site, in one statement."""
    active = CityPage.objects.filter(status=CityStatus.ACTIVE)
    cities = in_scope(active, here)
    # a move from another site may bring a second profile of a municipality
    twins = in_scope(active, here).filter(municipality=OuterRef("municipality"), pk__lt=OuterRef("pk"))
    fronts = in_scope(WorkFrontPage.objects.filter(status=WorkFrontStatus.ACTIVE, city__status=CityStatus.ACTIVE), here)
    areas = in_scope(apps.get_model("home.AreaPage").objects.all(), here)
    totals = Page.objects.filter(pk=here.root.page_id).values(
        cities=_over(cities, Count("municipality", distinct=True)),
        work_fronts=_over(fronts, Count("pk")),
        areas=_over(areas, Count("pk")),
        citizens_reached=_over(cities.filter(~Exists(twins)), Sum("population")),
    )
    return {name: total or 0 for name, total in totals.get().items()}


def _over(queryset: QuerySet, total: Aggregate) -> Subquery:
    """Return ``total`` over all the rows of ``queryset``, as a part of another statement."""
    return Subquery(queryset.order_by().annotate(_all=Value(1)).values("_all").annotate(_total=total).values("_total"))
