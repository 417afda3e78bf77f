"""Pages that can be commented, as visitors find them."""

from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.api.ids import key_of
from cms.api.mutations import InputErrorCode, Mistake
from cms.engagement.models import CommentSettings
from cms.visibility import public

COMMENT = "comment"
"""What a filling in is of."""


def find_page(identifier: str) -> tuple[Page, CommentSettings] | None:
    """Return the page with this global id and how its site handles comments; None where it takes none, or is not
    public, as where it never was."""
    found = key_of(identifier)
    if found is None or not issubclass(found[0], Page):
        return None
    page = public(found[0].objects.filter(pk=found[1])).select_related("locale").first()
    settings = settings_of(page) if page and page.allows_comments else None
    return (page, settings) if settings and settings.is_open else None


def settings_of(page: Page) -> CommentSettings | None:
    """Return how the site of ``page`` handles comments; None outside all sites."""
    parts = page.specific.get_url_parts()
    site = Site.objects.filter(pk=parts[0]).select_related("root_page").first() if parts else None
    return (CommentSettings.objects.filter(site=site).first() or CommentSettings(site=site)) if site else None


def not_open() -> Mistake:
    """Return the answer to who would comment what cannot be commented."""
    return Mistake("page", InputErrorCode.NOT_FOUND, _("Esta página não recebe comentários agora."))


def expired() -> Mistake:
    """Return the answer to a token that is too old, or none of ours."""
    message = _("A página ficou aberta por tempo demais. Tente enviar de novo.")
    return Mistake("token", InputErrorCode.EXPIRED, message)
