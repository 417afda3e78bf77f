"""Shortcuts on the first page of the admin. An app offers one by the hook ``register_shortcut``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy


@dataclass(frozen=True)
class Shortcut:
    label: str | Promise
    url: str
    icon: str


def new_page(user: Any, model: type[Page], parent: type[Page], label: str | Promise, icon: str) -> list[Shortcut]:
    """Return the way to a new page of ``model``, below the first ``parent`` where ``user`` may add one, if any."""
    places = page_permission_policy.instances_user_has_permission_for(user, "add")
    place = parent.objects.filter(pk__in=places.values("pk")).order_by("path").first()
    if place is None:
        return []
    kind = model._meta
    return [Shortcut(label, reverse("wagtailadmin_pages:add", args=[kind.app_label, kind.model_name, place.pk]), icon)]


class Shortcuts(Component):
    name, order, template_name = "shortcuts", 100, "cms/dashboard/shortcuts.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        offers = (offer(self.request) for offer in hooks.get_hooks("register_shortcut"))
        return {"shortcuts": [shortcut for offered in offers for shortcut in offered]}
