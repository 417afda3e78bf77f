"""The gate that every way to publish passes: editor, bulk, workflow, schedule, copy, import."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.rules.checking import ASKS_OTHER_PAGES, faults_of, what_is_missing
from cms.rules.faults import Fault
from cms.rules.models import Overruling


class PublishingStopped(ValidationError):
    """The page has faults that stop its publication; nothing was changed."""

    def __init__(self, page: Page, faults: list[Fault]):
        self.page, self.faults = page, faults
        title = page.get_admin_display_title()
        told = " ".join(dict.fromkeys(fault.message for fault in faults))
        super().__init__(_("“%(title)s” não foi publicada: %(faults)s") % {"title": title, "faults": told})


def refuse_to_publish(page: Page) -> None:
    """Raise ``PublishingStopped`` if ``page``, as it is in memory, may not be published."""
    faults = stopping(page, [*what_is_missing(page), *faults_of(page)])
    if faults:
        raise PublishingStopped(page, faults)


def refuse_to_import(page: Page) -> None:
    """Raise ``PublishingStopped`` as ``refuse_to_publish`` does, for a page whose fields were checked already.

    Links are not followed: the pages that they lead to may come later in the same file.
    """
    faults = stopping(page, faults_of(page, without=ASKS_OTHER_PAGES))
    if faults:
        raise PublishingStopped(page, faults)


def stopping(page: Page, faults: Iterable[Fault]) -> list[Fault]:
    """Return those of ``faults`` that stop the publication and that nobody let pass."""
    serious = [fault for fault in faults if fault.stops]
    passed = overruled(page) if serious else set()
    return [fault for fault in serious if not (fault.may_be_overruled and fault.mark in passed)]


def overruled(page: Page) -> set[str]:
    """Return the marks of the faults of ``page`` that an administrator let pass."""
    return set(Overruling.objects.filter(page_id=page.pk).values_list("mark", flat=True)) if page.pk else set()
