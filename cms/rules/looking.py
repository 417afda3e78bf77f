"""What published pages have against the rules: noted when a page is published, and again for all each day."""

from django.db import transaction
from wagtail.models import Page

from cms.rules.checking import faults_of
from cms.rules.gate import overruled
from cms.rules.models import PageFault


def look_at(page: Page) -> None:
    """Note the faults of a published page in place of those noted before."""
    faults = faults_of(page)
    passed = overruled(page) if faults else set()
    rows = [
        PageFault(
            page_id=page.pk,
            rule=fault.rule,
            message=fault.message,
            stops=fault.stops,
            block_id=fault.block_id,
            is_overruled=fault.mark in passed,
        )
        for fault in faults
    ]
    with transaction.atomic():
        forget(page)
        PageFault.objects.bulk_create(rows)


def forget(page: Page) -> None:
    """Drop what was noted about a page."""
    PageFault.objects.filter(page_id=page.pk).delete()
