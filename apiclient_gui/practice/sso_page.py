"""The page on which a person allows or denies the login of a device: one form, no scripts, no password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from apiclient_gui.practice import judgement, sso_directory, sso_html
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.sso_devices import Devices, Stage, spelled
from apiclient_gui.practice.verdict import Verdict
from apiclient_gui.practice.wire import Received, Reply

API_ID: Final = judgement.SSO
_FORM: Final = b"application/x-www-form-urlencoded"
_SHOWN: Final = 32  # characters of a code that somebody sent
_HEADERS: Final = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", sso_html.CONTENT_SECURITY_POLICY),
    ("Cache-Control", "no-store"),
    # Not no-referrer: with that, browsers send `Origin: null` even to where the page came from.
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
)
_FAULTS: Final[Mapping[Stage | None, tuple[str, str]]] = {
    None: ("code_unknown", "No login waits for this code. Compare it with what the program shows."),
    "expired": ("code_expired", "This code has expired. Begin the login again in the program."),
    "allowed": ("code_used", "This login was allowed already."),
    "fetched": ("code_used", "This login was allowed already."),
    "denied": ("code_used", "This login was denied. Begin it again in the program."),
}


@dataclass(frozen=True, slots=True)
class SsoPage:
    """Answers at `/sso/device`, and leads there from the start URL. Any thread may ask."""

    deployment: Deployment
    devices: Devices

    def start(self) -> Verdict:
        """Return the verdict on a visit to the start URL: there is nothing to see but the page for codes."""
        reply = Reply(303, (("Location", self.deployment.sso_device_url),))
        return Verdict(reply, API_ID, allowed=True, reason="allowed", detail="The start URL.")

    def show(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on a visit, with the form filled in as far as the query goes."""
        given = _pairs(request.query).get("user_code", "")
        if not given:
            return self._form("", "", None, "The page for a login's code.")
        login = self.devices.find(given)
        stage = login.stage(now) if login else None
        if login and stage == "waiting":
            detail = f"The page for a login of {login.client_name}."
            return self._form(login.user_code, login.client_name, None, detail)
        return self._form(spelled(given), "", _FAULTS[stage], "")

    def decide(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on the form that a person sent."""
        if not self._same_origin(request):
            detail = "The form was sent from another site."
            return _page(403, sso_html.foreign(), "cross_site", detail)
        kinds = [one.partition(b";")[0].strip().lower() for one in request.values("content-type")]
        form = _pairs(request.body) if kinds == [_FORM] else {}
        code, user, decision = (form.get(key, "") for key in ("user_code", "user", "decision"))
        if user not in sso_directory.USERS or decision not in ("allow", "deny"):
            fault = "form_malformed", "Choose who you are, then allow or deny the login."
            return self._form(code, "", fault, "")
        login = self.devices.decide(code, user, now, allow=decision == "allow")
        if login is None:
            found = self.devices.find(code)
            return self._form(code, "", _FAULTS[found.stage(now) if found else None], "")
        client = login.client_name
        if decision == "deny":
            return _page(
                200, sso_html.denied(client), "allowed", f"{user} denied {client} a login."
            )
        detail = f"{user} allowed {client} to log in."
        return _page(200, sso_html.allowed(client, user), "allowed", detail)

    def _form(self, code: str, client: str, fault: tuple[str, str] | None, detail: str) -> Verdict:
        reason, words = fault or ("allowed", "")
        people = {
            user: sso_directory.assigned(self.deployment.state, user)
            for user in sso_directory.USERS
        }
        page = sso_html.form(code[:_SHOWN], client, people, words)
        return _page(400 if fault else 200, page, reason, words or detail)

    def _same_origin(self, request: Received) -> bool:
        # Only our own names: a foreign one that was made to point here is a foreign site.
        port = urlsplit(self.deployment.base_url).port
        own = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}
        hosts, origins = request.values("host"), request.values("origin")
        sites = request.values("sec-fetch-site")
        # Browsers send Origin with every POST to another site; what sends neither is no browser.
        return (
            set(hosts) <= own
            and set(origins) <= {b"http://" + host for host in hosts}
            and set(sites) <= {b"same-origin"}
        )


def _pairs(text: bytes) -> Mapping[str, str]:
    try:
        return dict(parse_qsl(text.decode("ascii"), max_num_fields=20))
    except ValueError:
        return {}


def _page(status: int, page: str, reason: str, detail: str) -> Verdict:
    reply = Reply(status, _HEADERS, page.encode("utf-8", "replace"))
    return Verdict(reply, API_ID, allowed=status == 200, reason=reason, detail=detail)
