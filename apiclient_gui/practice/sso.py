"""IAM Identity Center as it is reached: its two services, and the page for the person between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.sso_devices import Devices
from apiclient_gui.practice.sso_oidc import SsoOidc
from apiclient_gui.practice.sso_page import SsoPage
from apiclient_gui.practice.sso_portal import SsoPortal
from apiclient_gui.practice.sso_tokens import SsoTokens
from apiclient_gui.practice.verdict import Verdict
from apiclient_gui.practice.wire import Received


class IdentityCenter:
    """Answers below `/sso` and `/sso-oidc`. Any thread may ask."""

    def __init__(self, kept: Kept, deployment: Deployment) -> None:
        tokens, devices = SsoTokens(kept), Devices()
        self.oidc = SsoOidc(deployment, tokens, devices)
        self._portal = SsoPortal(kept, tokens)
        self._page = SsoPage(deployment, devices)

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request below `/sso`; `path` are the decoded segments below that."""
        if list(path) == ["start"] and request.method in ("GET", "HEAD"):
            return self._page.start()
        if list(path) == ["device"] and request.method in ("GET", "HEAD"):
            return self._page.show(request, now)
        if list(path) == ["device"] and request.method == "POST":
            return self._page.decide(request, now)
        return self._portal.answer(request, path, now)
