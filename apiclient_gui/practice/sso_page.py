"""The page on which a person allows or denies the login of a device: one form, no scripts, no password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from apiclient_gui.practice import judgement, pages, sso_directory, sso_html
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.sso_devices import FAULTS, Devices, spelled
from apiclient_gui.practice.verdict import Verdict
from apiclient_gui.practice.wire import Received, Reply

API_ID: Final = judgement.SSO
_SHOWN: Final = 32  # characters of a code that somebody sent


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
        given = pages.pairs(request.query).get("user_code", "")
        if not given:
            return self._form("", "", None, "The page for a login's code.")
        login = self.devices.find(given)
        stage = login.stage(now) if login else None
        if login and stage == "waiting":
            detail = f"The page for a login of {login.client_name}."
            return self._form(login.user_code, login.client_name, None, detail)
        return self._form(spelled(given), "", FAULTS[stage], "")

    def decide(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on the form that a person sent."""
        if not pages.same_origin(request, self.deployment.base_url):
            detail = "The form was sent from another site."
            return _page(403, sso_html.foreign(), "cross_site", detail)
        form = pages.filled(request)
        code, user, decision = (form.get(key, "") for key in ("user_code", "user", "decision"))
        if user not in sso_directory.USERS or decision not in ("allow", "deny"):
            fault = "form_malformed", "Choose who you are, then allow or deny the login."
            return self._form(code, "", fault, "")
        login = self.devices.decide(code, user, now, allow=decision == "allow")
        if login is None:
            found = self.devices.find(code)
            return self._form(code, "", FAULTS[found.stage(now) if found else None], "")
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


def _page(status: int, page: str, reason: str, detail: str) -> Verdict:
    reply = Reply(status, pages.headers(), page.encode("utf-8", "replace"))
    return Verdict(reply, API_ID, allowed=status == 200, reason=reason, detail=detail)
