"""A login that waits for its second step. It is in the session of a stranger, and ends soon."""

import time
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

KEY = "second_step"
SECONDS = 5 * 60
GUESSES = 5


class Waiting(NamedTuple):
    user: Any
    remembered: bool
    leads_to: str


def keep(session: SessionBase, user: Any, *, remembered: bool, leads_to: str) -> None:
    """Remember that ``user`` told the right password. The session has a new key: nobody knows it from before."""
    session.cycle_key()
    session[KEY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "until": time.time() + SECONDS,
        "guesses": 0,
        "remembered": remembered,
        "leads_to": leads_to,
    }


def kept(session: SessionBase) -> Waiting | None:
    """Return whose login waits, unless it is too late or the password has changed meanwhile."""
    waits = session.get(KEY)
    if not waits or waits["until"] < time.time():
        return None
    user = get_user_model().objects.filter(pk=waits["user"], is_active=True).first()
    if user and constant_time_compare(waits["hash"], user.get_session_auth_hash()):
        return Waiting(user, waits["remembered"], waits["leads_to"])
    return None


def failed(session: SessionBase) -> bool:
    """Count a wrong code. Return whether it was the last that is allowed: the login then begins again."""
    waits = session[KEY]
    waits["guesses"] += 1
    session.modified = True
    if waits["guesses"] >= GUESSES:
        drop(session)
        return True
    return False


def drop(session: SessionBase) -> None:
    """Forget the login that waits."""
    session.pop(KEY, None)
