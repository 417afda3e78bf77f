"""The pages that lists need, made where a site has none: a table of cities can go into an empty site."""

from typing import Any

from django.utils.translation import gettext as _

from cms.importing.kinds import BY_SECTION
from cms.importing.references import Scope


def with_indexes(sections: Any, scope: Scope) -> Any:
    """Return ``sections`` with the list pages that their records need and neither they nor the site have."""
    if not isinstance(sections, dict):
        return sections
    missing = {
        index: [record]
        for section, index, record in _indexes()
        if sections.get(section) and not sections.get(index) and not BY_SECTION[index].rows(scope).exists()
    }
    return {**sections, **missing}


def _indexes() -> list[tuple[str, str, dict[str, str]]]:
    return [
        (
            "areas",
            "area_indexes",
            {"path": "/areas/", "title": _("Áreas"), "introduction": _("As áreas de trabalho do programa.")},
        ),
        (
            "cities",
            "city_indexes",
            {"path": "/cidades/", "title": _("Cidades"), "introduction": _("As cidades que participam do programa.")},
        ),
    ]
