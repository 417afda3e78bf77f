"""Everybody can use the pages that this product adds to the admin: axe finds no fault, day or night, wide or narrow."""

import pytest

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOW_FAULTS = """(rules) => axe.run({ exclude: ["wagtail-userbar"] }, { runOnly: rules }).then((found) =>
    found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(" ")}`))"""
A_PAGE = "from home.models import NarrativePage; print('@', NarrativePage.objects.first().pk)"
PLACES = [
    "cities/",
    "work-fronts/",
    "reports/drafts/",
    "reports/scheduled/",
    "reports/image-rights/",
    "guide/",
    "comments/",
    "following/",
    "webhooks/",
    "webhooks/new/",
    "personal-data/",
    "import/",
    "account/second-step/",
    "reports/rules/",
    "reports/hiding/",
    "reports/hiding/new/",
    "reports/locks/",
    "reports/audit/",
    "pages/{page}/rules/",
    "previews/{page}/",
]


@pytest.fixture(scope="module")
def a_page(site) -> str:
    return site.run(A_PAGE).partition("@ ")[2]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_our_pages_of_the_admin(admin, a_page, scheme, width):
    admin.emulate_media(color_scheme=scheme)
    admin.set_viewport_size({"width": width, "height": 900})
    faults = {}
    for place in PLACES:
        answer = admin.goto(f"/admin/{place.format(page=a_page)}")
        assert answer.status == 200, place
        faults[place] = admin.evaluate(SHOW_FAULTS, RULES)
    assert {place: found for place, found in faults.items() if found} == {}


def test_a_fault_would_be_found(admin):
    admin.goto("/admin/comments/")
    admin.locator("main").evaluate("(main) => main.insertAdjacentHTML('beforeend', '<img src=data:,>')")
    assert [fault.partition(":")[0] for fault in admin.evaluate(SHOW_FAULTS, RULES)] == ["image-alt"]
