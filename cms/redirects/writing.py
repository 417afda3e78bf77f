"""What is done whenever a redirect is written: its path made normal, its chain followed, a loop refused."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from cms.api.scope import Root, load_roots
from cms.redirects.chains import StoredWays, Way, Ways, way_of
from cms.redirects.paths import checked_link, checked_path
from cms.redirects.standing import pages_standing_at

redirects_changed = Signal()
"""Sent in the transaction that wrote or deleted redirects, one or thousands: for caches and webhooks.

Thousands at once (a branch that moved, an import) send no ``post_save`` each.
"""


def settle(redirect: Redirect) -> None:
    """Make ``redirect`` ready to be saved. Raises ``ValidationError`` where it cannot be, in words for editors.

    It leads to where its chain ends; to a page, where its link is the address of one.
    """
    redirect.old_path = checked_path(redirect.old_path)
    if not redirect.redirect_page_id:
        redirect.redirect_link = checked_link(redirect.redirect_link) if redirect.redirect_link else ""
    if not redirect.redirect_page_id and not redirect.redirect_link:
        raise ValidationError(_("Escolha uma página ou escreva um endereço: o redirecionamento precisa de um destino."))
    if redirect.redirect_page_id:
        redirect.redirect_link = ""
        return
    way = way_of(redirect)
    ways = StoredWays(load_roots(), way, redirect.pk)
    take(redirect, at_page(way, ways) or ways.end(way))


def at_page(way: Way, ways: Ways) -> Way | None:
    """Return ``way`` leading to the page whose address its link is, or None where it is no page's."""
    place = ways.place_of(way, way.site)
    page = place and pages_standing_at({place}, ways).get(place)
    return replace(way, page=page.pk, link="") if page else None


def take(redirect: Redirect, way: Way) -> None:
    """Have ``redirect`` lead to where ``way`` does."""
    redirect.redirect_page_id, redirect.redirect_link = way.page, way.link
    redirect.is_permanent = way.permanent


def shorten_chains_to(redirects: list[Redirect], roots: list[Root]) -> None:
    """Have what leads to one of ``redirects`` lead to where that leads."""
    ways = Ways(roots, {way.key: way for way in map(way_of, redirects)})
    links = {link for redirect in redirects for link in links_to(redirect, roots)}
    for leading in Redirect.objects.filter(redirect_link__in=links).exclude(redirect_link=""):
        shorter = ways.end(way_of(leading))
        if shorter != way_of(leading):
            take(leading, shorter)
            leading.save()


def links_to(redirect: Redirect, roots: list[Root]) -> set[str]:
    """Return how the addresses that ``redirect`` begins at are written in links."""
    path = checked_link(redirect.old_path)
    origins = {origin for root in roots for origin in _origins(root)}
    return {f"{origin}{path}{slash}" for origin in ("", *origins) for slash in ("", "/")}


def _origins(root: Root) -> set[str]:
    return {root.origin, root.origin.replace("http://", "https://")} if root.port in (80, 443) else {root.origin}


# --- Whoever writes one ----------------------------------------------------------------------


def settle_before_saving(sender: Any, instance: Redirect, raw: bool = False, **_details: Any) -> None:
    if not raw:
        settle(instance)


def shorten_after_saving(sender: Any, instance: Redirect, raw: bool = False, **_details: Any) -> None:
    if not raw:
        shorten_chains_to([instance], load_roots())
    redirects_changed.send(Redirect)


def tell_of_deleting(sender: Any, **_details: Any) -> None:
    redirects_changed.send(Redirect)


def register_signal_handlers() -> None:
    pre_save.connect(settle_before_saving, sender=Redirect, dispatch_uid="cms.settle_redirect")
    post_save.connect(shorten_after_saving, sender=Redirect, dispatch_uid="cms.shorten_redirects")
    post_delete.connect(tell_of_deleting, sender=Redirect, dispatch_uid="cms.redirect_deleted")
