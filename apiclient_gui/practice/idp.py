"""The practice identity provider: an OpenID provider for people in a browser or on a device, and for clients by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from apiclient_gui.practice import pages
from apiclient_gui.practice.deployment import DISCOVERY_PATH, JWKS_PATH, Deployment
from apiclient_gui.practice.directory import ABOUT, APPS, DENIED, DEVICE_CODE
from apiclient_gui.practice.kept import Kept
from apiclient_gui.practice.oidc import clients, logins, messages
from apiclient_gui.practice.oidc.authorization import Authorization
from apiclient_gui.practice.oidc.clients import Asking
from apiclient_gui.practice.oidc.codes import Codes, Replayed
from apiclient_gui.practice.oidc.devices import Devices
from apiclient_gui.practice.oidc.ends import Ends
from apiclient_gui.practice.oidc.logins import KEY, PREVIOUS_KEY, Logins
from apiclient_gui.practice.oidc.messages import OAuthError
from apiclient_gui.practice.verdict import Verdict, not_found
from apiclient_gui.practice.wire import Received

API_ID: Final = messages.API_ID


class Idp:
    """Answers below `/idp`. Any thread may ask."""

    def __init__(self, kept: Kept, deployment: Deployment) -> None:
        self._kept = kept
        self._deployment = deployment
        self._logins = Logins(kept, deployment)
        self._codes = Codes()
        self._authorization = Authorization(deployment, self._logins, self._codes)
        self._devices = Devices(deployment, self._logins)
        sessions = self._authorization.sessions
        self._ends = Ends(deployment, self._logins, sessions, self._logins.check())
        self._pages: Mapping[tuple[str, str], Callable[[Received, datetime], Verdict]] = {
            ("GET", "/authorize"): self._authorization.ask,
            ("POST", "/authorize"): self._authorization.ask,
            ("POST", "/login"): self._authorization.log_in,
            ("GET", "/device"): self._devices.show,
            ("POST", "/device"): self._devices.decide,
            ("GET", "/userinfo"): self._ends.userinfo,
            ("POST", "/userinfo"): self._ends.userinfo,
            ("GET", "/end_session"): self._ends.log_out,
            ("POST", "/end_session"): self._ends.log_out,
            ("POST", "/rotate"): self._rotate,
            ("GET", DISCOVERY_PATH): lambda *_: messages.document(
                self._discovery(), "The discovery document."
            ),
            ("GET", JWKS_PATH): lambda *_: messages.document(
                {"keys": self.key_set()}, "The key set."
            ),
        }
        self._programs: Mapping[str, Callable[[Asking, Mapping[str, str], datetime], Verdict]] = {
            "/token": self._token,
            "/device_authorization": self._begin_device,
            "/revoke": self._ends.revoke,
        }

    def key_set(self) -> Sequence[Mapping[str, str]]:
        """Return the public keys that it publishes."""
        return self._logins.key_set()

    def answer(self, request: Received, path: Sequence[str], now: datetime) -> Verdict:
        """Return the verdict on a request; `path` are the decoded segments below its own."""
        place = "/" + "/".join(path)
        if called := self._programs.get(place):
            try:
                form = messages.form(request)
                asking = clients.authenticate(self._deployment.state, request, form)
                return called(asking, form, now)
            except OAuthError as error:
                return messages.refused(error, request)
        method = "GET" if request.method == "HEAD" else request.method
        page = self._pages.get((method, place))
        return page(request, now) if page else not_found(API_ID)

    def _token(self, client: Asking, form: Mapping[str, str], now: datetime) -> Verdict:
        grant = form.get("grant_type", "")
        client.check_grant(grant)
        if grant == "client_credentials":
            scope = client.scope(form.get("scope", ""))
            detail = f"A token for {client.client_id} with the scope {scope}."
            return messages.granted(self._logins.for_client(client, scope, now), detail)
        nonce = narrowed = ""
        if grant == "authorization_code":
            login, nonce = self._of_code(client, form, now)
        elif grant == "refresh_token":
            narrowed = " ".join(form.get("scope", "").split())
            token = form.get("refresh_token", "")
            login = self._logins.renew(token, client.client_id, narrowed, now)
        elif grant == DEVICE_CODE:
            login = self._devices.fetch(form.get("device_code", ""), client, now)
        else:
            login = self._of_password(client, form, now)
        detail = f"Tokens of {login.user} for {client.client_id}."
        return messages.granted(
            self._logins.issue(login, now, nonce=nonce, narrowed=narrowed), detail
        )

    def _of_code(
        self, client: Asking, form: Mapping[str, str], now: datetime
    ) -> tuple[logins.Login, str]:
        given = [form.get(name, "") for name in ("code", "redirect_uri", "code_verifier")]
        try:
            code = self._codes.redeem(given[0], client.client_id, given[1], given[2], now)
        except Replayed as replayed:
            self._logins.end(replayed.login, now)
            words = "The code was used before. What came of it is ended."
            raise OAuthError("invalid_grant", words) from None
        return code.login, code.nonce

    def _of_password(self, client: Asking, form: Mapping[str, str], now: datetime) -> logins.Login:
        username = form.get("username", "")
        if not self._logins.knows(username, form.get("password", "")) or username == DENIED:
            raise OAuthError("invalid_grant", "The user name or the password is wrong.")
        scope = client.scope(form.get("scope", ""))
        return logins.begin(username, client.client_id, scope, int(now.timestamp()), now)

    def _begin_device(self, client: Asking, form: Mapping[str, str], now: datetime) -> Verdict:
        client.check_grant(DEVICE_CODE)
        return self._devices.begin(client, client.scope(form.get("scope", "")), now)

    def _rotate(self, request: Received, _: datetime) -> Verdict:
        if not pages.same_origin(request, self._deployment.base_url):
            words = "Another site may not have the key changed."
            return messages.refused(OAuthError("cross_site", words, status=403), request)
        self._kept.rotate(KEY, PREVIOUS_KEY)
        content = {"kid": self._kept.key(KEY).key_id}
        return messages.granted(content, "Tokens are signed with a new key.")

    def _discovery(self) -> Mapping[str, object]:
        issuer = self._deployment.idp_issuer
        of_clients = {scope for one in self._deployment.state.clients() for scope in one.scopes}
        grants = {grant for app in APPS for grant in app.grants}
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": self._deployment.token_url,
            "device_authorization_endpoint": f"{issuer}/device_authorization",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "revocation_endpoint": f"{issuer}/revoke",
            "end_session_endpoint": f"{issuer}/end_session",
            "jwks_uri": issuer + JWKS_PATH,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "grant_types_supported": ["client_credentials", *sorted(grants)],
            "token_endpoint_auth_methods_supported": [
                "client_secret_basic",
                "client_secret_post",
                "none",
            ],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "scopes_supported": [*ABOUT, *sorted(of_clients)],
        }
