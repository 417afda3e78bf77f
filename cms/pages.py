"""What every page type of ours is."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.collation import SortKeyField
from cms.facets import Facet
from cms.visibility import MAX_DEPTH


class BasePage(Page):
    """A page of ours: sorted in Portuguese, shown by a frontend on another host."""

    sort_title = SortKeyField(source="title")

    summary_field = ""
    """The field that says in a sentence what the page is about, for lists and search engines."""

    search_facets: tuple[Facet, ...] = ()
    """What results of a search can be counted and filtered by."""

    search_names: tuple[str, ...] | list[str] = ()
    """Further names that the page is found by, such as the place where it is."""

    tree_path = ""
    """Where a page that is not saved yet will stand: the path of a page above it."""

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading=_("Endereço e mecanismos de busca"),
        )
    ]

    preview_template = "cms/preview/page.html"

    class Meta:
        abstract = True

    def get_url(self, request=None, current_site=None):
        """Return the address at the frontend: never a path relative to this server."""
        return self.get_full_url(request)

    def get_preview_template(self, request, mode_name):
        return self.preview_template

    @classmethod
    def can_create_at(cls, parent):
        return super().can_create_at(parent) and parent.depth < MAX_DEPTH

    def can_move_to(self, parent):
        return super().can_move_to(parent) and parent.depth < MAX_DEPTH
