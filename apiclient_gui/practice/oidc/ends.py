"""What may be done with a login at the practice identity provider: ask whose it is, revoke its tokens, log out.

Sources: OIDC Core §5.3, RFC 6750 §3, RFC 7009, OpenID Connect RP-Initiated Logout 1.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from apiclient_gui.practice import pages
from apiclient_gui.practice.deployment import Deployment
from apiclient_gui.practice.directory import App
from apiclient_gui.practice.oidc import clients, html, messages
from apiclient_gui.practice.oidc.clients import Asking
from apiclient_gui.practice.oidc.logins import Logins
from apiclient_gui.practice.oidc.messages import OAuthError
from apiclient_gui.practice.oidc.sessions import Sessions
from apiclient_gui.practice.tokens import check
from apiclient_gui.practice.tokens.check import Check, Rejected
from apiclient_gui.practice.verdict import Verdict
from apiclient_gui.practice.wire import JSON, Received, Reply


@dataclass(frozen=True, slots=True)
class Ends:
    """Answers at `/idp/userinfo`, `/idp/revoke` and `/idp/end_session`. Any thread may ask."""

    deployment: Deployment
    logins: Logins
    sessions: Sessions
    check: Check

    def userinfo(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on a question whose access token it is."""
        token = check.bare(b",".join(request.values("authorization")))
        if not token:
            return _unauthorized("no_token", "There is no Authorization header.", told=False)
        try:
            claims = self.logins.of_access_token(token, self.check, now)
        except Rejected as rejected:
            return _unauthorized(rejected.reason, rejected.detail)
        user = self.logins.user(str(claims.get("sub")))
        scope = str(claims.get("scope"))
        if user is None or "openid" not in scope.split():
            return _unauthorized("insufficient_scope", "The token was not given the scope openid.")
        return messages.granted(self.logins.about(user, scope), f"Who {user} is.")

    def revoke(self, client: Asking, form: Mapping[str, str], now: datetime) -> Verdict:
        """Return the verdict on a token's end; what is no token is no error (RFC 7009 §2.2)."""
        token = form.get("token", "")
        if not token:
            raise OAuthError("invalid_request", "There is no token.")
        found = self._login_of(token)
        if found is None:
            return messages.granted({}, "There was nothing to end.")
        origin, client_id = found
        if client_id != client.client_id:
            raise OAuthError("invalid_grant", "The token is not one of this client.")
        self.logins.end_by_id(origin, now)
        return messages.granted({}, f"A login for {client.client_id} was ended.")

    def log_out(self, request: Received, now: datetime) -> Verdict:
        """Return the verdict on a program's wish that a person be logged out, or on the form that says so."""
        confirmed = False
        query = request.query
        if request.method == "POST":
            form = pages.filled(request)
            confirmed = "request" in form and pages.same_origin(request, self.deployment.base_url)
            query = form["request"].encode("utf-8", "replace") if confirmed else request.body
        try:
            given = messages.parameters(query)
            origin, app = self._logged_in(given)
            target = self._target(given, app)
        except OAuthError as error:
            words = error.description
            page = html.told("You were not logged out", words)
            return messages.page(400, page, error.code, words)
        if origin:
            self.logins.end_by_id(origin, now)
        elif not confirmed:
            # Without a token of ours anybody may have led the person here (§2).
            page = html.logout(query.decode("ascii"))
            targets = (clients.origin(target),) if target else ()
            return messages.page(200, page, "allowed", "The page to log out.", *targets)
        cookie = self.sessions.end(request)
        if target:
            answer = {"state": given.get("state", "")}
            return messages.sent_back(target, answer, "A session was ended.", cookie)
        shown = messages.page(
            200,
            html.told("Logged out", "Your session in this browser is over."),
            "allowed",
            "A session was ended.",
        )
        reply = Reply(200, (*shown.reply.headers, ("Set-Cookie", cookie)), shown.reply.body)
        return Verdict(
            reply, messages.API_ID, allowed=True, reason=shown.reason, detail=shown.detail
        )

    def _logged_in(self, given: Mapping[str, str]) -> tuple[str, App | None]:
        client_id, hint = given.get("client_id", ""), given.get("id_token_hint", "")
        origin = ""
        if hint:
            try:
                claims = self.check.signed(hint)
            except Rejected:
                raise OAuthError(
                    "invalid_request", "The id_token_hint is not a token of ours."
                ) from None
            origin, audience = str(claims.get("sid", "")), str(claims.get("aud"))
            if client_id and client_id != audience:
                raise OAuthError("invalid_request", "The id_token_hint is of another program.")
            client_id = audience
        return origin, clients.program(client_id)

    def _target(self, given: Mapping[str, str], app: App | None) -> str:
        target = given.get("post_logout_redirect_uri", "")
        if target and (app is None or not clients.may_return(app, target)):
            words = "The post_logout_redirect_uri is not one that the program has registered."
            raise OAuthError("invalid_request", words)
        return target

    def _login_of(self, token: str) -> tuple[str, str] | None:
        if login := self.logins.of_refresh_token(token):
            return login.origin, login.client_id
        try:
            claims = self.check.signed(token)
        except Rejected:
            return None
        origin, client_id = claims.get("sid"), claims.get("client_id")
        return (str(origin), str(client_id)) if origin and client_id else None


def _unauthorized(reason: str, detail: str, *, told: bool = True) -> Verdict:
    code = "insufficient_scope" if reason == "insufficient_scope" else "invalid_token"
    challenge = 'Bearer realm="practice"'
    if told:  # RFC 6750 §3.1: without a token there is nothing to say about it
        challenge += f', error="{code}", error_description="{detail}"'
    headers = (JSON, ("Cache-Control", "no-store"), ("WWW-Authenticate", challenge))
    status = 403 if code == "insufficient_scope" else 401
    body = b'{"error":"' + code.encode() + b'"}' if told else b"{}"
    reply = Reply(status, headers, body)
    return Verdict(reply, messages.API_ID, allowed=False, reason=reason, detail=detail)
