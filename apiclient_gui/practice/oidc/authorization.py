"""The authorization endpoint of the practice identity provider: who asks, who logs in, and where the browser goes then.

Sources: RFC 6749 §4.1, RFC 7636, RFC 9207, OIDC Core §3.1.2. Nothing is sent to a redirect URI that is not registered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.practice import pages
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.directory import DENIED, App
from apiclient_gui.practice.oidc import clients, html, logins, messages
from apiclient_gui.practice.oidc.codes import Code, Codes
from apiclient_gui.practice.oidc.logins import Logins
from apiclient_gui.practice.oidc.messages import OAuthError
from apiclient_gui.practice.oidc.sessions import Session, Sessions
from apiclient_gui.practice.verdict import Verdict
from apiclient_gui.practice.wire import Received

_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")  # RFC 7636 §4.2: a SHA-256, base64url
_PROMPTS: Final = frozenset({"none", "login", "consent", "select_account"})
_SHOWN: Final = 64  # characters of a user name that somebody sent


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a program asked: its query as it came, and its parameters once they were found to be good."""

    app: App
    query: str
    given: Mapping[str, str]
    scope: str = ""
    prompts: frozenset[str] = frozenset()

    @property
    def redirect_uri(self) -> str:
        return self.given["redirect_uri"]


class _Sent(Exception):  # noqa: N818  # a verdict on its way to the reply, not an error of the program
    """The request is answered already."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("sent")
        self.verdict = verdict


@dataclass(frozen=True, slots=True)
class Authorization:
    """Answers at `/idp/authorize` and `/idp/login`. Any thread may ask."""

    deployment: Deployment
    logins: Logins
    codes: Codes
    sessions: Sessions = field(default_factory=Sessions)

    def ask(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on a visit: the form, or the way back at once."""
        try:
            asked = self._asked(request.query if request.method != "POST" else request.body)
        except _Sent as sent:
            return sent.verdict
        session = self._session(asked, request, now)
        if "none" in asked.prompts:
            if session is None:
                words = "Nobody is logged in, and no page may be shown."
                return self._refused(asked, OAuthError("login_required", words))
            return self._code(asked, session, now)
        if session and not asked.prompts & {"login", "select_account"}:
            return self._code(asked, session, now)
        return self._form(asked, asked.given.get("login_hint", ""), None)

    def log_in(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on the form that a person sent."""
        if not pages.same_origin(request, self.deployment.base_url):
            words = "The form was sent from another site. Begin the login again in the program."
            return messages.page(403, html.told("Nobody was logged in", words), "cross_site", words)
        form = pages.filled(request)
        try:
            asked = self._asked(form.get("request", "").encode("utf-8", "surrogatepass"))
        except _Sent as sent:
            return sent.verdict
        username = form.get("username", "")
        if form.get("decision") != "allow":
            return self._refused(asked, OAuthError("access_denied", "The login was cancelled."))
        if not self.logins.knows(username, form.get("password", "")):
            # One sentence for both: the page does not tell who exists.
            return self._form(asked, username, "The user name or the password is wrong.")
        if username == DENIED:
            words = f"{username} may not use this program."
            return self._refused(asked, OAuthError("access_denied", words))
        cookie = self.sessions.begin(username, now)
        return self._code(asked, Session(username, now), now, cookie)

    def _asked(self, query: bytes) -> _Asked:
        """Return what was asked; raise _Sent with a page for people, or with the error for the program (RFC 6749 §4.1.2.1)."""
        try:
            given = messages.parameters(query)
        except OAuthError as error:
            raise _Sent(_told(error.description)) from None
        app = clients.program(given.get("client_id", ""))
        if app is None:
            raise _Sent(_told("No program of this client_id is registered."))
        if not clients.may_return(app, given.get("redirect_uri", "")):
            raise _Sent(_told("The redirect_uri is not one that the program has registered."))
        asked = _Asked(app, query.decode("ascii"), given)
        try:
            return _checked(asked)
        except OAuthError as error:
            raise _Sent(self._refused(asked, error)) from None

    def _session(self, asked: _Asked, request: Received, now: datetime) -> Session | None:
        session = self.sessions.find(request, now)
        oldest = asked.given.get("max_age", "")
        if session and oldest and now - session.since >= timedelta(seconds=int(oldest)):
            return None
        return session

    def _code(self, asked: _Asked, session: Session, now: datetime, cookie: str = "") -> Verdict:
        since = int(session.since.timestamp())
        login = logins.begin(session.user, asked.app.client_id, asked.scope, since, now)
        nonce = asked.given.get("nonce", "")
        challenge = asked.given["code_challenge"]
        code = self.codes.give(Code(login, asked.redirect_uri, challenge, nonce, now))
        detail = f"{session.user} logged in for {asked.app.client_id}."
        return messages.sent_back(
            asked.redirect_uri, self._answer(asked, {"code": code}), detail, cookie
        )

    def _refused(self, asked: _Asked, error: OAuthError) -> Verdict:
        answer = {"error": error.code, "error_description": error.description}
        return messages.sent_back(
            asked.redirect_uri, self._answer(asked, answer), error.description, reason=error.code
        )

    def _answer(self, asked: _Asked, answer: Mapping[str, str]) -> Mapping[str, str]:
        iss = self.deployment.idp_issuer
        return {**answer, "state": asked.given.get("state", ""), "iss": iss}

    def _form(self, asked: _Asked, username: str, fault: str | None) -> Verdict:
        page = html.login(asked.app.client_id, asked.query, username[:_SHOWN], fault or "")
        detail = fault or f"The page to log in for {asked.app.client_id}."
        status, reason = (400, "password_wrong") if fault else (200, "allowed")
        return messages.page(status, page, reason, detail, clients.origin(asked.redirect_uri))


def _checked(asked: _Asked) -> _Asked:
    given = asked.given
    for name in ("request", "request_uri"):
        if name in given:
            raise OAuthError(f"{name}_not_supported", f"{name} is not known here.")
    if not given.get("response_type"):
        raise OAuthError("invalid_request", "There is no response_type.")
    if given["response_type"] != "code":
        raise OAuthError("unsupported_response_type", "The response_type has to be code.")
    if given.get("response_mode", "query") != "query":
        raise OAuthError("invalid_request", "The response_mode has to be query.")
    if given.get("code_challenge_method") != "S256":
        raise OAuthError("invalid_request", "The code_challenge_method has to be S256.")
    if not _CHALLENGE.fullmatch(given.get("code_challenge", "")):
        raise OAuthError("invalid_request", "There is no code_challenge of the kind S256.")
    oldest = given.get("max_age", "")
    if oldest and not re.fullmatch("[0-9]{1,9}", oldest):
        raise OAuthError("invalid_request", "max_age is not a number of seconds.")
    prompts = frozenset(given.get("prompt", "").split())
    if not prompts <= _PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise OAuthError("invalid_request", "The prompt is not one that is known.")
    scope = clients.asking(asked.app).scope(given.get("scope", ""))
    return _Asked(asked.app, asked.query, given, scope, prompts)


def _told(words: str) -> Verdict:
    return messages.page(400, html.told("This login cannot go on", words), "invalid_request", words)
