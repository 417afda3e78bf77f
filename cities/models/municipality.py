"""The IBGE reference: every municipality of Brazil."""

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from cities.states import STATE_REGION, Region, State
from cms.api import fields as graphql
from cms.collation import SortKeyField


class Municipality(index.Indexed, models.Model):
    """One municipality of IBGE's list. Read only in the admin: ``load_municipalities`` writes it."""

    ibge_code = models.CharField(_("código IBGE"), max_length=7, primary_key=True)
    name = models.CharField(_("nome"), max_length=60)
    sort_name = SortKeyField(source="name", max_length=60)
    slug = models.SlugField(_("identificador"), max_length=64, unique=True)
    state = models.CharField(_("estado"), max_length=2, choices=State.choices, db_index=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    panels = [
        FieldRowPanel([FieldPanel("name", read_only=True), FieldPanel("state", read_only=True)]),
        FieldPanel("ibge_code", read_only=True),
        FieldRowPanel([FieldPanel("latitude", read_only=True), FieldPanel("longitude", read_only=True)]),
    ]

    graphql_description = "A municipality of Brazil, from IBGE's list."
    graphql_fields = [
        graphql.string("ibge_code", "IBGE's seven digits.", required=True),
        graphql.string("name", "The municipality's name.", required=True),
        graphql.enum("state", State, "The state it lies in.", required=True),
        graphql.enum("region", Region, "The region it lies in.", required=True, columns=("state",)),
        graphql.number("latitude", "Degrees north of the equator, WGS 84.", required=True),
        graphql.number("longitude", "Degrees east of Greenwich, WGS 84.", required=True),
    ]

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("state"),
    ]

    class Meta:
        verbose_name = _("município")
        verbose_name_plural = _("municípios")
        ordering = ["sort_name", "state"]

    def __str__(self):
        return f"{self.name} ({self.state})"

    @property
    def region(self) -> str:
        """The stored value of the municipality's ``Region``."""
        return STATE_REGION[self.state]


def municipality_slug(name: str, state: str) -> str:
    """Return the slug of a municipality: names repeat across states, name and state do not."""
    return slugify(f"{name} {state}")
