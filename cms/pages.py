"""What every page type of ours is."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.api.scope import Scopes
from cms.collation import SortKeyField
from cms.facets import Facet
from cms.previews.serving import modes_of, serve
from cms.rules.forms import RulesFormMixin
from cms.rules.gate import refuse_to_publish
from cms.visibility import MAX_DEPTH


class PageForm(RulesFormMixin, WagtailAdminPageForm):
    """Asks the rules before the page goes out, and keeps the beginnings of other languages' paths free: ``/en/``."""

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        home = self.parent_page
        siblings = [root for root in Scopes().roots if home and root.is_default_language and root.page_id == home.pk]
        if siblings and f"/{slug}" in {root.prefix for root in Scopes().roots_of_site(siblings[0].hostname)}:
            raise ValidationError(_("Aqui começam os endereços das páginas em outro idioma. Escolha outro."))
        return slug


class BasePage(Page):
    """A page of ours: sorted in Portuguese, shown by a frontend on another host."""

    sort_title = SortKeyField(source="title")

    summary_field = ""
    """The field that says in a sentence what the page is about, for lists and search engines."""

    allows_comments = models.BooleanField(
        _("aceita comentários"),
        default=False,
        db_default=False,
        help_text=_("Os visitantes podem comentar esta página. Cada comentário espera pela moderação."),
    )

    search_facets: tuple[Facet, ...] = ()
    """What results of a search can be counted and filtered by."""

    search_names: tuple[str, ...] | list[str] = ()
    """Further names that the page is found by, such as the place where it is."""

    may_be_followed = False
    """Whether visitors may ask to hear of what is new about it."""

    is_news = False
    """Whether those who follow what it is about hear of it when it is published."""

    tree_path = ""
    """Where a page that is not saved yet will stand: the path of a page above it."""

    scopes: Scopes | None = None
    """The sites, where whoever shows many pages has read them once for all."""

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

    settings_panels = [*Page.settings_panels, FieldPanel("allows_comments")]

    base_form_class = PageForm

    preview_template = "cms/previews/page.html"
    default_preview_size = "desktop"

    shown_apart: tuple[str, ...] = ()
    """Fields and relations that the type's own reading view has a place for."""

    class Meta:
        abstract = True

    def get_url_parts(self, request=None):
        """Return the site, its frontend's address and the page's path there; None outside all sites."""
        root = (self.scopes or _scopes(request)).root_of(self.url_path)
        return root and (root.site_id, root.origin, root.path_of(self.url_path))

    def get_url(self, request=None, current_site=None):
        """Return the address at the frontend: never a path relative to this server."""
        return self.get_full_url(request)

    def news_of(self) -> set[int]:
        """Return the keys of the pages whose followers hear of this one, beside its own."""
        return set()

    def publish(self, revision, **options):
        """Publish as Wagtail does. Raises ``PublishingStopped`` for a revision with faults."""
        refuse_to_publish(revision.as_object())
        super().publish(revision, **options)

    @cached_property
    def preview_modes(self):
        return modes_of(self)

    def get_preview_template(self, request, mode_name):
        return self.preview_template

    def serve_preview(self, request, mode_name):
        return serve(self, request, mode_name)

    @classmethod
    def can_create_at(cls, parent):
        return super().can_create_at(parent) and parent.depth < MAX_DEPTH

    def can_move_to(self, parent):
        """Tell whether the page may go below ``parent``: pages stay in the branch of their language."""
        is_same_language = parent.is_root() or parent.locale_id == self.locale_id
        return super().can_move_to(parent) and parent.depth < MAX_DEPTH and is_same_language


def _scopes(request: HttpRequest | None) -> Scopes:
    """Return the sites, read once a request."""
    if request is None:
        return Scopes()
    if not hasattr(request, "_scopes"):
        request._scopes = Scopes()
    return request._scopes
