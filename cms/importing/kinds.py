"""What a file may hold, in the order in which it is made: what others refer to comes first."""

from wagtail.models import Collection

from cities.models import CityIndexPage, CityPage, Indicator, Measurement, WorkFrontPage
from cms.importing.sections import (
    CityKind,
    CollectionKind,
    FileKind,
    HomeKind,
    Kind,
    PageKind,
    PlacedKind,
    WorkFrontKind,
)
from cms.media import CustomDocument, CustomImage
from home.models import (
    AreaIndexPage,
    AreaPage,
    FormPage,
    HomePage,
    Menu,
    NarrativePage,
    Partner,
    Person,
    PrivacyNoticePage,
    SiteSettings,
    SiteText,
    StoryIndexPage,
    StoryPage,
)

KINDS: list[Kind] = [
    CollectionKind("collections", Collection, "Collections of files that not everyone may see.", ("path",)),
    FileKind("images", CustomImage, "Images. The files are in the folder `images` beside this file."),
    FileKind("documents", CustomDocument, "Documents. The files are in the folder `documents` beside this file."),
    Kind("partners", Partner, "Organisations that support the programme or a work front."),
    Kind("people", Person, "Public leaders and members of the governance core."),
    Kind("indicators", Indicator, "What is measured."),
    PlacedKind("narratives", NarrativePage, "Pages of the programme's story, parents before children."),
    PlacedKind("forms", FormPage, "Forms for visitors.", called=(("form_fields", "fields"),)),
    PlacedKind("privacy_notices", PrivacyNoticePage, "Notices on personal data."),
    PlacedKind("area_indexes", AreaIndexPage, "The page that lists the areas.", parent=HomePage),
    PageKind("areas", AreaPage, "The areas of work.", parent=AreaIndexPage),
    PlacedKind("city_indexes", CityIndexPage, "The page that lists the cities.", parent=HomePage),
    CityKind(
        "cities",
        CityPage,
        "The profiles of cities.",
        ("ibge_code",),
        ("municipality",),
        (("city_leaders", "leaders"),),
        parent=CityIndexPage,
    ),
    WorkFrontKind(
        "work_fronts",
        WorkFrontPage,
        "What is being done in a city.",
        ("city", "slug"),
        called=(("work_front_cities", "other_cities"), ("work_front_partners", "partners")),
        parent=CityPage,
    ),
    PlacedKind("story_indexes", StoryIndexPage, "The pages that list stories.", parent=HomePage),
    PlacedKind(
        "stories",
        StoryPage,
        "News, cases and publications.",
        called=(("story_cities", "cities"),),
        parent=StoryIndexPage,
    ),
    HomeKind("home", HomePage, "The start of the site.", (), ("slug",)),
    Kind("measurements", Measurement, "Values of indicators.", ("indicator", "city", "work_front", "date", "kind")),
    Kind("site_settings", SiteSettings, "Contact, social profiles, the image of shared links.", ()),
    Kind("site_texts", SiteText, "The site's name, description and footer.", ()),
    Kind("menus", Menu, "Lists of links.", ("handle",)),
]
BY_SECTION = {kind.section: kind for kind in KINDS}
