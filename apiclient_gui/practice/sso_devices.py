"""Logins of devices that wait for a person to say yes or no (RFC 8628); they are gone when the gateway ends."""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

LIFE: Final = 600  # seconds that a person has to decide
INTERVAL: Final = 1  # seconds between two questions whether they did
_ALPHABET: Final = "BCDFGHJKLMNPQRSTVWXZ"  # §6.1: no vowels, so no words
_LENGTH: Final = 8
_TOLERANCE: Final = 0.1  # clients wait the interval by their own clock
_REMEMBERED: Final = timedelta(
    hours=1
)  # after its end, so that it can be told from one that never was
_BETWEEN: Final = re.compile(r"[\s-]+")

Stage = Literal["waiting", "allowed", "denied", "fetched", "expired"]
FAULTS: Final[Mapping[Stage | None, tuple[str, str]]] = {
    None: ("code_unknown", "No login waits for this code. Compare it with what the program shows."),
    "expired": ("code_expired", "This code has expired. Begin the login again in the program."),
    "allowed": ("code_used", "This login was allowed already."),
    "fetched": ("code_used", "This login was allowed already."),
    "denied": ("code_used", "This login was denied. Begin it again in the program."),
}
"""Why there is nothing to decide about a login: a word for the log and what the page tells; None for a code of none."""
Answer = Literal["unknown", "expired", "too_soon", "waiting", "denied", "allowed"]


@dataclass(frozen=True, slots=True)
class Login:
    """A login that a client began at `since`. `user` is who allowed it, `asked` when the client asked last."""

    device_code: str
    user_code: str
    client_id: str
    client_name: str
    since: datetime
    decided: Literal["", "allowed", "denied", "fetched"] = ""
    user: str = ""
    asked: datetime | None = None

    def stage(self, now: datetime) -> Stage:
        """Return how far it is. Who allowed it in time has to be asked for in time, too."""
        if self.decided == "fetched":
            return "fetched"
        if now - self.since >= timedelta(seconds=LIFE):
            return "expired"
        return self.decided or "waiting"


class Devices:
    """The logins that were begun. Any thread may ask."""

    def __init__(self) -> None:
        self._logins: dict[str, Login] = {}  # by user code
        self._guard = threading.Lock()

    def begin(self, client_id: str, client_name: str, now: datetime) -> Login:
        """Return a new login with its two codes."""
        with self._guard:
            over = timedelta(seconds=LIFE) + _REMEMBERED
            self._logins = {
                code: login for code, login in self._logins.items() if now - login.since < over
            }
            user_code = spelled("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)))
            login = Login(secrets.token_urlsafe(64), user_code, client_id, client_name, now)
            self._logins[login.user_code] = login
            return login

    def find(self, user_code: str) -> Login | None:
        """Return the login of a code as a person may write it: small letters, blanks and hyphens do not matter."""
        return self._logins.get(spelled(user_code))

    def decide(self, user_code: str, user: str, now: datetime, *, allow: bool) -> Login | None:
        """Keep what a person decided and return the login; None when there is nothing (any more) to decide."""
        with self._guard:
            login = self.find(user_code)
            if login is None or login.stage(now) != "waiting":
                return None
            decided = replace(login, decided="allowed" if allow else "denied", user=user)
            self._logins[login.user_code] = decided
            return decided

    def fetch(self, device_code: str, client_id: str, now: datetime) -> tuple[Answer, str]:
        """Return how it stands with a client's login, and the user once they allowed it: that is told only once."""
        with self._guard:
            login = self._of_client(device_code, client_id)
            stage = login.stage(now) if login else "fetched"
            if login is None or stage == "fetched":
                return "unknown", ""
            if stage == "expired":
                return "expired", ""
            if login.asked and (now - login.asked).total_seconds() < INTERVAL - _TOLERANCE:
                return "too_soon", ""
            if stage == "allowed":
                self._logins[login.user_code] = replace(login, decided="fetched")
                return "allowed", login.user
            self._logins[login.user_code] = replace(login, asked=now)
            return stage, ""

    def _of_client(self, device_code: str, client_id: str) -> Login | None:
        found = (
            login
            for login in self._logins.values()
            if login.device_code == device_code and login.client_id == client_id
        )
        return next(found, None)


def spelled(user_code: str) -> str:
    """Return a code as it is shown: `BCDF-GHJK`."""
    letters = _BETWEEN.sub("", user_code).upper()
    return f"{letters[:4]}-{letters[4:]}"
