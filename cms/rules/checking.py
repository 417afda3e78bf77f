"""All rules asked of one page."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.rules import headings, image_files, images, language, links, tables, videos  # noqa: F401 - each declares its rules
from cms.rules.faults import RULES, Fault
from cms.rules.places import Writing

INCOMPLETE = "incomplete"
"""What the editor's form refuses too: required fields that are empty, values that no field takes."""
ASKS_OTHER_PAGES = {"link-broken", "link-hidden"}


def faults_of(page: Page, *, without: Iterable[str] = ()) -> list[Fault]:
    """Return what in ``page``, as it is in memory, is against the rules but ``without``; in reading order."""
    writing = Writing(page)
    order = {place.path: number for number, place in enumerate(writing.places)}
    found = [fault for code, rule in RULES.items() if code not in without for fault in rule.faults(writing)]
    return sorted(found, key=lambda fault: order.get(fault.path, order.get(fault.path[:-1], 0)))


def what_is_missing(page: Page) -> list[Fault]:
    """Return what the editor's form would refuse: nobody asks it when a draft is saved, or goes out by itself."""
    return [*_fields(page), *_blocks(page)]


def _fields(page: Page) -> list[Fault]:
    try:
        page.full_clean()
    except ValidationError as error:
        return [
            Fault(INCOMPLETE, (name,), " ".join(ValidationError(errors).messages), may_be_overruled=False)
            for name, errors in error.error_dict.items()
        ]
    return []


def _blocks(page: Page) -> list[Fault]:
    faults = []
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            try:
                field.stream_block.clean(getattr(page, field.name))
            except ValidationError as error:
                faults += _of_stream(field, getattr(page, field.name), error)
    return faults


def _of_stream(field: StreamField, value, error) -> list[Fault]:
    own = [
        Fault(INCOMPLETE, (field.name,), message, may_be_overruled=False)
        for problem in error.non_block_errors.as_data()
        for message in problem.messages
    ]
    message = _("O bloco %(number)d (%(label)s) está incompleto.")
    return own + [
        Fault(
            INCOMPLETE,
            (field.name, index),
            message % {"number": index + 1, "label": value[index].block.label},
            block_id=value[index].id or "",
            may_be_overruled=False,
        )
        for index in error.block_errors
    ]
