"""Who is logged in at the practice identity provider in a browser, known by a cookie; gone when the gateway ends."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.practice.wire import Received

COOKIE: Final = "practice_idp"
_LIFE: Final = timedelta(hours=8)
_SCOPE: Final = "Path=/idp; HttpOnly; SameSite=Lax"


@dataclass(frozen=True, slots=True)
class Session:
    """A user who gave the password at `since`."""

    user: str
    since: datetime


class Sessions:
    """The sessions of all browsers. Any thread may ask."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._guard = threading.Lock()

    def begin(self, user: str, now: datetime) -> str:
        """Begin a session and return the cookie that stands for it."""
        text = secrets.token_urlsafe(32)
        with self._guard:
            self._sessions = {
                name: one for name, one in self._sessions.items() if now - one.since < _LIFE
            }
            self._sessions[text] = Session(user, now)
        return f"{COOKIE}={text}; {_SCOPE}"

    def find(self, request: Received, now: datetime) -> Session | None:
        """Return the session of the browser that sent a request."""
        session = self._sessions.get(_cookie(request))
        return session if session and now - session.since < _LIFE else None

    def end(self, request: Received) -> str:
        """End the session of the browser that sent a request, and return the cookie that makes it forget."""
        with self._guard:
            self._sessions.pop(_cookie(request), None)
        return f"{COOKIE}=; Max-Age=0; {_SCOPE}"


def _cookie(request: Received) -> str:
    for header in request.values("cookie"):
        for one in header.split(b";"):
            name, _, value = one.strip().partition(b"=")
            if name == COOKIE.encode():
                return value.decode("latin-1")
    return ""
