"""How the lists of stories and areas are filtered and sorted."""

from django.apps import apps
from django.db.models import Q

from cms.api.filters import DateRange, Filter, between, one_of, slug_of, text_in
from cms.api.orders import Key, Order
from home.models.areas import AreaPage
from home.models.stories import StoryCity, StoryKind, StoryPage

AreaOrder = Order(
    "AreaOrder",
    "How to sort areas.",
    ORDER=("By the position that the editors gave them.", [Key("order", "integer"), Key("sort_title")]),
    TITLE_ASC=("By title, A to Z as in Portuguese.", [Key("sort_title")]),
    TITLE_DESC=("By title, Z to A.", [Key("sort_title", descending=True)]),
)

StoryOrder = Order(
    "StoryOrder",
    "How to sort stories.",
    DATE_DESC=("The newest first.", [Key("date", "date", descending=True)]),
    DATE_ASC=("The oldest first.", [Key("date", "date")]),
    TITLE_ASC=("By title, A to Z as in Portuguese.", [Key("sort_title")]),
    TITLE_DESC=("By title, Z to A.", [Key("sort_title", descending=True)]),
)

StoryFilter = Filter(
    "StoryFilter",
    "Which stories. All the fields given must hold.",
    reads=("home.AreaPage", "cities.CityPage"),
    kind=one_of(StoryKind, "kind", "News, cases or publications."),
    area=slug_of(
        lambda: AreaPage,
        "area",
        "About one of the areas with these slugs.",
        lambda keys: Q(pk__in=StoryPage.areas.through.objects.filter(areapage__in=keys).values("storypage")),
    ),
    city=slug_of(
        lambda: apps.get_model("cities.CityPage"),
        "city",
        "About one of the cities with these slugs.",
        lambda keys: Q(pk__in=StoryCity.objects.filter(city__in=keys).values("page")),
    ),
    date=between("date", "Dated within these days.", of=DateRange),
    text=text_in("sort_title", "The title holds these letters, whatever their accents and case."),
)
