"""What stops nothing is said too: beside the editor's form, and after a publication."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.rules.checking import faults_of
from cms.rules.faults import RULES, Fault

ABOUT_IMAGES = ("image-small", "image-rights")
"""What an editor cannot see by looking at the form."""


def advise(request: HttpRequest, page: Page) -> None:
    """Add a message with what could be better about the images of ``page``, each leading to its place."""
    faults = faults_of(page, without=RULES.keys() - set(ABOUT_IMAGES))
    if faults:
        editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
        told = format_html_join(" ", '<a href="{}{}">{}</a>', ((editor, anchor_of(f), f.message) for f in faults))
        messages.warning(request, format_html("{} {}", _("Sobre as imagens desta página:"), told))


def anchor_of(fault: Fault) -> str:
    """Return where in the editor's form the fault is."""
    return f"#block-{fault.block_id}-section" if fault.block_id else f"#panel-child-content-{fault.field}-section"
