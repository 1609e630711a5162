"""Authorization codes: good once and for a minute; one that comes again ends what came of it (RFC 6749 §4.1.2, RFC 9700 §4.2)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.practice.oidc.logins import Login
from apiclient_gui.practice.oidc.messages import OAuthError

LIFE: Final = 60  # seconds
_REMEMBERED: Final = timedelta(hours=1)  # so that one that comes again is known


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for; `challenge` is the S256 one of RFC 7636."""

    login: Login
    redirect_uri: str
    challenge: str
    nonce: str
    since: datetime
    used: bool = False


class Replayed(Exception):  # noqa: N818  # a verdict on its way to the reply, not an error of the program
    """A code came for the second time: the login that came of it is to be ended."""

    def __init__(self, login: Login) -> None:
        super().__init__("replayed")
        self.login = login


class Codes:
    """The codes that were given out; they are gone when the gateway ends. Any thread may ask."""

    def __init__(self) -> None:
        self._codes: dict[str, Code] = {}
        self._guard = threading.Lock()

    def give(self, code: Code) -> str:
        """Return the text that stands for it."""
        text = secrets.token_urlsafe(32)
        with self._guard:
            self._codes = {
                name: one
                for name, one in self._codes.items()
                if code.since - one.since < _REMEMBERED
            }
            self._codes[text] = code
        return text

    def redeem(
        self, text: str, client_id: str, redirect_uri: str, verifier: str, now: datetime
    ) -> Code:
        """Return what a code stands for; raise OAuthError when it is not good for who sends it, Replayed for a used one."""
        with self._guard:
            code = self._codes.get(text)
            if code is None or code.login.client_id != client_id:
                raise _not_good("The code is not one of this client.")
            if code.used:
                raise Replayed(code.login)
            self._codes[text] = replace(code, used=True)
        if now - code.since >= timedelta(seconds=LIFE):
            raise _not_good("The code has expired.")
        if redirect_uri != code.redirect_uri:
            raise _not_good("The redirect_uri is not the one that the code was sent to.")
        digest = hashlib.sha256(verifier.encode("utf-8", "surrogatepass")).digest()
        made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not hmac.compare_digest(made, code.challenge):
            raise _not_good("The code_verifier does not fit the code_challenge.")
        return code


def _not_good(description: str) -> OAuthError:
    return OAuthError("invalid_grant", description)
