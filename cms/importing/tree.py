"""New pages put below a parent, many in a row."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.models import Page


class Branch:
    """A page and where its next child goes. Its row stays locked to the end of the transaction.

    ``add_child`` asks the database for the last child and validates each time; here the last child is known
    and the record was validated.
    """

    def __init__(self, key: int):
        self.page = Page.objects.select_for_update().get(pk=key).specific_deferred
        last = self.page.get_last_child()
        self.last_path = last.path if last else None

    def refuse(self, model: type[Page]) -> None:
        """Raise ``ValidationError`` if a page of this type may not stand here."""
        if not model.can_create_at(self.page):
            message = _("“%(title)s” não pode ter esta página abaixo dela")
            raise ValidationError(message % {"title": self.page.title})

    def add(self, page: Any) -> None:
        """Save a new page as the last child."""
        page.depth = self.page.depth + 1
        if self.last_path is None:
            page.path = Page._get_path(self.page.path, page.depth, 1)
        else:
            page.path = Page(path=self.last_path, depth=page.depth)._inc_path()
        page._cached_parent_obj = self.page
        page._is_site_root = False
        page.save(clean=False, log_action=None)  # the import writes its own history
        self.last_path = page.path
        Page.objects.filter(pk=self.page.pk).update(numchild=F("numchild") + 1)
