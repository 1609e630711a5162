"""Logins on a device at the practice identity provider: begun by a program, decided on a page (RFC 8628)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from apiclient_gui.practice import pages, sso_devices
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.directory import DENIED
from apiclient_gui.practice.oidc import html, logins, messages
from apiclient_gui.practice.oidc.clients import Asking
from apiclient_gui.practice.oidc.logins import Login, Logins
from apiclient_gui.practice.oidc.messages import OAuthError
from apiclient_gui.practice.sso_devices import FAULTS, Answer, spelled
from apiclient_gui.practice.verdict import Verdict
from apiclient_gui.practice.wire import Received

_SHOWN: Final = 64  # characters of what somebody sent
_CODE: Final = 32
_NOT_YET: Final[Mapping[Answer, tuple[str, str]]] = {
    "unknown": ("invalid_grant", "The device_code is not one of this client."),
    "expired": ("expired_token", "The device_code has expired."),
    "too_soon": ("slow_down", "Asked again before the interval was over."),
    "waiting": ("authorization_pending", "Nobody has decided about the login yet."),
    "denied": ("access_denied", "The login was denied."),
}


@dataclass(frozen=True, slots=True)
class Devices:
    """Begins logins, shows the page, and hands out what was allowed. Any thread may ask."""

    deployment: Deployment
    logins: Logins
    waiting: sso_devices.Devices = field(default_factory=sso_devices.Devices)
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By device code the code for the person, and the scopes."""

    def begin(self, client: Asking, scope: str, now: datetime) -> Verdict:
        """Return the verdict with the two codes of a new login."""
        login = self.waiting.begin(client.client_id, client.client_id, now)
        for device_code, (user_code, _) in tuple(self.asked.items()):
            if self.waiting.find(user_code) is None:
                self.asked.pop(device_code, None)
        self.asked[login.device_code] = login.user_code, scope
        page = f"{self.deployment.idp_issuer}/device"
        content = {
            "device_code": login.device_code,
            "user_code": login.user_code,
            "verification_uri": page,
            "verification_uri_complete": f"{page}?user_code={login.user_code}",
            "expires_in": sso_devices.LIFE,
            "interval": sso_devices.INTERVAL,
        }
        return messages.granted(
            content, f"{client.client_id} began a login, which waits for a person."
        )

    def fetch(self, device_code: str, client: Asking, now: datetime) -> Login:
        """Return the login that a person allowed; raise OAuthError when it did not come to that."""
        answer, user = self.waiting.fetch(device_code, client.client_id, now)
        if answer != "allowed":
            raise OAuthError(*_NOT_YET[answer])
        _, scope = self.asked.pop(device_code)
        return logins.begin(user, client.client_id, scope, int(now.timestamp()), now)

    def show(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on a visit, with the form filled in as far as the query goes."""
        given = pages.pairs(request.query).get("user_code", "")
        if not given:
            return _form("", "", "", None)
        login = self.waiting.find(given)
        stage = login.stage(now) if login else None
        if login and stage == "waiting":
            return _form(login.user_code, login.client_name, "", None)
        return _form(spelled(given), "", "", FAULTS[stage])

    def decide(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on the form that a person sent."""
        if not pages.same_origin(request, self.deployment.base_url):
            words = "The form was sent from another site. Open the address that the program shows."
            return messages.page(403, html.told("Nothing was decided", words), "cross_site", words)
        form = pages.filled(request)
        code, username = form.get("user_code", ""), form.get("username", "")
        allow = form.get("decision") == "allow"
        if allow and not self.logins.knows(username, form.get("password", "")):
            fault = "password_wrong", "The user name or the password is wrong."
            return _form(code, "", username, fault)
        allow = allow and username != DENIED
        login = self.waiting.decide(code, username, now, allow=allow)
        if login is None:
            found = self.waiting.find(code)
            return _form(code, "", username, FAULTS[found.stage(now) if found else None])
        if allow:
            words = f"{login.client_name} goes on as {username}. You can close this page."
            return messages.page(200, html.told("Login allowed", words), "allowed", words)
        words = f"{login.client_name} gets no access. You can close this page."
        return messages.page(200, html.told("Login denied", words), "allowed", words)


def _form(code: str, client: str, username: str, fault: tuple[str, str] | None) -> Verdict:
    reason, words = fault or ("allowed", "")
    page = html.device(code[:_CODE], client, username[:_SHOWN], words)
    return messages.page(400 if fault else 200, page, reason, words or "The page for a code.")
