"""Hears of logins and of changes of rights wherever they are made, and has them written down."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.http import HttpRequest
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.accounts.journal import note
from cms.accounts.locking import address_of
from cms.accounts.sessions import begin

User = get_user_model()
GAINED = {"post_add": "gained", "post_remove": "lost"}
WATCHED = ("is_superuser", "is_active", "password")


def connect() -> None:
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_failed)
    user_locked_out.connect(_locked)
    pre_save.connect(_user_changes, sender=User)
    m2m_changed.connect(_rights_change, sender=User.groups.through)
    m2m_changed.connect(_rights_change, sender=User.user_permissions.through)
    m2m_changed.connect(_rights_change, sender=Group.permissions.through)
    for model in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(_place_given, sender=model)
        post_delete.connect(_place_taken, sender=model)


def _logged_in(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    begin(request.session)
    note("login", about=user, by=user, **_address(request))


def _logged_out(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    if user:
        note("logout", about=user, by=user, **_address(request))


def _failed(credentials: dict, request: HttpRequest | None = None, **_kwargs: Any) -> None:
    _note_of_a_name("failed", credentials.get("username"), request)


def _locked(request: HttpRequest, username: str, **_kwargs: Any) -> None:
    _note_of_a_name("locked", username, request)


def _note_of_a_name(action: str, username: str | None, request: HttpRequest | None) -> None:
    """A name that nobody bears is not written down: it may be a password in the wrong place."""
    user = User.objects.filter(username=username).first() if username else None
    if user:
        note(action, about=user, **_address(request))


def _address(request: HttpRequest | None) -> dict[str, str]:
    return {"address": address_of(request)} if request and request.META.get("REMOTE_ADDR") else {}


def _user_changes(instance: Any, raw: bool, update_fields: Any = None, **_kwargs: Any) -> None:
    watched = [name for name in WATCHED if update_fields is None or name in update_fields]
    before = (
        User.objects.filter(pk=instance.pk).values(*watched).first() if watched and instance.pk and not raw else None
    )
    changed = [name for name in watched if before and before[name] != getattr(instance, name)]
    for name in changed:
        if name == "password":
            note("password", about=instance)
        else:
            field = str(User._meta.get_field(name).verbose_name)
            note("rights", about=instance, **{"gained" if getattr(instance, name) else "lost": field})


def _rights_change(instance: Model, action: str, reverse: bool, model: type[Model], pk_set: Any, **_kw: Any) -> None:
    if action == "pre_clear":
        _all_go(instance)
    elif action in GAINED and pk_set:
        others = model._default_manager.filter(pk__in=pk_set)
        pairs = [(other, [instance]) for other in others] if reverse else [(instance, others)]
        for about, things in pairs:
            note("rights", about=about, **{GAINED[action]: ", ".join(map(str, things))})


def _all_go(instance: Model) -> None:
    note("rights", about=instance, lost="*")


def _place_given(instance: Any, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    if created and not raw:
        note("rights", about=instance.group, gained=_place(instance))


def _place_taken(instance: Any, **_kwargs: Any) -> None:
    if Group.objects.filter(pk=instance.group_id).exists():
        note("rights", about=instance.group, lost=_place(instance))


def _place(given: Any) -> str:
    where = given.page if isinstance(given, GroupPagePermission) else given.collection
    permission: Permission = given.permission
    return f"{permission.name} ({where})"
