"""Blocks of places."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

EXAMPLES = [
    {"title": title, "full_url": "#", "municipality": {"latitude": latitude, "longitude": longitude}}
    for title, latitude, longitude in [
        ("Pelotas", -31.77, -52.34),
        ("Santos", -23.96, -46.33),
        ("Teresina", -5.09, -42.8),
    ]
]


class MapBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Título"), required=False, max_length=120, help_text=_("Opcional."))
    cities = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="cities.CityPage", label=_("Cidade")),
        label=_("Cidades"),
        min_num=1,
        max_num=200,
        help_text=_("As cidades marcadas no mapa. O site mostra a mesma lista em texto."),
    )

    graphql_type = "MapBlock"
    graphql_fields = {
        "heading": "A heading above it.",
        "cities": "The cities on the map; show them as a list too. Those that are not public are left out.",
    }

    class Meta:
        icon = "site"
        label = _("Mapa de cidades")
        description = _("Um mapa com as cidades que você escolher.")
        template = "cms/blocks/map.html"
        graphql_description = "A map of some cities."

    def get_preview_value(self):
        return blocks.StructValue(self, {"heading": "Onde estamos", "cities": EXAMPLES})
