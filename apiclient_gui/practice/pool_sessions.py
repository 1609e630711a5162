"""Logins to the practice user pool that wait for the answer to a challenge; they are gone when the gateway ends."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.practice import srp, totp
from apiclient_gui.practice.pool_tokens import PoolError
from apiclient_gui.practice.srp import Account, Exchange

LIFE: Final = timedelta(minutes=3)  # an app client's AuthSessionValidity unless it says otherwise
_REMEMBERED: Final = timedelta(hours=1)  # so that a used one can be told from one that never was
_MOST_WRONG: Final = 3  # codes of one session


@dataclass(frozen=True, slots=True)
class Session:
    """A login that waits. `challenge` is what was asked; `exchange` or `code` is what the answer is checked with."""

    user: str
    client_id: str
    flow: str
    challenge: str
    since: datetime
    exchange: Exchange | None = None
    code: str = field(default="", repr=False)
    wrong: int = 0
    used: bool = False


class Sessions:
    """The logins that wait, and what their answers are checked with. Any thread may ask."""

    def __init__(self) -> None:
        self.devices = totp.Verifier()
        self._sessions: dict[str, Session] = {}
        self._accounts: dict[tuple[str, str], tuple[str, Account]] = {}
        self._guard = threading.Lock()

    def put(self, session: Session) -> str:
        """Return the text that stands for a login from now on."""
        with self._guard:
            over = LIFE + _REMEMBERED
            self._sessions = {
                key: one for key, one in self._sessions.items() if session.since - one.since < over
            }
            key = secrets.token_urlsafe(96)
            self._sessions[key] = session
            return key

    def take(self, key: str, client_id: str, challenge: str, now: datetime) -> Session:
        """Return the login of a session, which is used up by that; raise PoolError when it cannot go on."""
        with self._guard:
            found = self._sessions.get(key)
            if found is None or (found.client_id, found.challenge) != (client_id, challenge):
                raise _refused("Invalid session for the user.", "session_unknown")
            if found.used:
                words = "Invalid session for the user, session can only be used once."
                raise _refused(words, "session_used")
            if now - found.since >= LIFE:
                raise _refused(
                    "Invalid session for the user, session is expired.", "session_expired"
                )
            self._sessions[key] = replace(found, used=True)
            return found

    def again(self, key: str) -> None:
        """Let a session be used once more after a wrong code, a few times."""
        with self._guard:
            found = self._sessions[key]
            if found.wrong + 1 < _MOST_WRONG:
                self._sessions[key] = replace(found, used=False, wrong=found.wrong + 1)

    def account(self, group: str, user: str, password: str) -> Account:
        """Return what is kept of a user's password for the handshake; the same one until the password changes."""
        with self._guard:
            known = self._accounts.get((group, user))
        if known and known[0] == password:
            return known[1]
        made = srp.account(group, user, password)
        with self._guard:
            self._accounts[group, user] = password, made
        return made


def _refused(words: str, reason: str) -> PoolError:
    return PoolError("NotAuthorizedException", words, reason)
