"""The report follows what is published."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.pages import BasePage
from cms.rules.looking import forget, look_at


def note_faults_of_published_page(instance: Page, **_kwargs: Any) -> None:
    if isinstance(instance, BasePage) and instance.live:
        look_at(instance)


def forget_faults_of_unpublished_page(instance: Page, **_kwargs: Any) -> None:
    forget(instance)


def connect() -> None:
    page_published.connect(note_faults_of_published_page, dispatch_uid="rules_published")
    page_unpublished.connect(forget_faults_of_unpublished_page, dispatch_uid="rules_unpublished")
