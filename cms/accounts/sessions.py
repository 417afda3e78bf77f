"""How long one stays logged in: until nothing was done for a while, and never longer than a day's work.

Who ticks "remember me" stays for ``SESSION_REMEMBERED``, done or not, and through closings of the browser.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse

SINCE, SEEN, REMEMBERED = "since", "seen", "remembered"
PINGS = "/admin/editing-sessions/"
"""The editor asks by itself whether others edit the same page: an open window is nobody at work."""
MINUTE = 60


class SessionStore(DatabaseStore):
    def get_session_cookie_age(self) -> int:
        """Return for how many seconds more the session is good, if nothing is done in it."""
        if SINCE not in self:
            return settings.SESSION_COOKIE_AGE
        remembered = self.get(REMEMBERED, False)
        longest = settings.SESSION_REMEMBERED if remembered else settings.SESSION_LONGEST
        left = self[SINCE] + longest - time.time()
        return max(0, int(left if remembered else min(left, settings.SESSION_IDLE)))

    @classmethod
    def get_model_class(cls) -> type:
        return DatabaseStore.get_model_class()


def begin(session: SessionStore) -> None:
    """Count the time of ``session`` from now."""
    session[SINCE] = session[SEEN] = time.time()


def remember(session: SessionStore, remembered: bool) -> None:
    """Have the session outlive the browser's window or not."""
    session[REMEMBERED] = remembered
    session.set_expiry(None if remembered else 0)


class SessionLifeMiddleware:
    """Writes down once a minute that somebody is at work, which puts off the end of the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        session = request.session
        is_work = session.accessed and not request.path.startswith(PINGS)
        if is_work and SINCE in session and time.time() - session.get(SEEN, 0) >= MINUTE:
            session[SEEN] = time.time()
        return response
