"""Rows written as a publication writes them, without a revision where none is needed.

A revision and its publication cost four times the row itself. A page that has none yet opens in the editor
from its row; one that has is opened from its newest revision, so that a change must make one more.
"""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page, RevisionMixin

from cms.importing.state import set_privacy
from cms.importing.tree import Branch


def save_new(instance: Any, branch: Branch | None, user: AbstractBaseUser | None) -> None:
    """Save a row that is not there yet, on ``branch`` if it is a page; published unless it wants to be a draft."""
    is_scheduled = _is_to_come(instance)
    if isinstance(instance, DraftStateMixin):
        _set_state(instance, live=getattr(instance, "wants_live", True) and not is_scheduled)
    if branch is None:
        instance.save()
    else:
        instance.owner = user
        branch.add(instance)
    _set_what_follows(instance)
    if is_scheduled and getattr(instance, "wants_live", True):
        instance.save_revision(user=user, clean=False).publish(user=user)


def save_changed(instance: Any, user: AbstractBaseUser | None) -> None:
    """Save a row that has changed: what is live goes out as it is now. Raises ``ValidationError`` when it is locked."""
    if isinstance(instance, RevisionMixin) and (instance.latest_revision_id or _is_to_come(instance)):
        _save_revision(instance, user)
    else:
        if isinstance(instance, DraftStateMixin):
            _set_state(instance, live=getattr(instance, "wants_live", instance.live))
        instance.save()
    _set_what_follows(instance)


def goes_out(instance: Any) -> bool:
    """Tell whether saving ``instance`` publishes it, now or at its time."""
    return getattr(instance, "wants_live", instance.live or instance._state.adding)


def refuse_locked(instance: Any) -> None:
    """Raise ``ValidationError`` for a page that an editor has locked, or that mirrors another."""
    if getattr(instance, "alias_of_id", None):
        raise ValidationError(_("a página é espelho de outra: altere a original"))
    if getattr(instance, "locked", False):
        who = getattr(instance.locked_by, "get_username", lambda: "?")()
        raise ValidationError(_("a página está bloqueada por %(who)s: desbloqueie-a no admin") % {"who": who})


def _set_state(instance: Any, *, live: bool) -> None:
    now = timezone.now()
    instance.live, instance.has_unpublished_changes, instance.expired = live, not live, False
    if isinstance(instance, Page):
        instance.draft_title = instance.title
    if live:
        instance.first_published_at = instance.first_published_at or now
        instance.last_published_at = now


def _save_revision(instance: Any, user: AbstractBaseUser | None) -> None:
    wants_live = getattr(instance, "wants_live", instance.live)
    revision = instance.save_revision(user=user, clean=False)
    if wants_live:
        revision.publish(user=user)
    elif instance.live:
        instance.unpublish(user=user)


def _set_what_follows(instance: Any) -> None:
    if hasattr(instance, "privacy_to_set"):
        set_privacy(instance, instance.privacy_to_set)
    if hasattr(instance, "tags_to_set"):
        instance.tags.set(instance.tags_to_set)


def _is_to_come(instance: Any) -> bool:
    moment = getattr(instance, "go_live_at", None)
    return moment is not None and moment > timezone.now()
