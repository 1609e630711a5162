"""Tokens taken back at log-out, where the provider offers that (RFC 7009)."""

from __future__ import annotations

from collections.abc import Generator

from apiclient_gui.core.finding import Evidence, Finding, Problem
from apiclient_gui.core.flow import Given, HttpCall, HttpReply
from apiclient_gui.core.model import Credentials, TokenKind, Tokens
from apiclient_gui.core.oauth.client import client_of
from apiclient_gui.core.oauth.discovery import discovered
from apiclient_gui.core.oauth.requests import take_back


def revoked(given: Given, held: Credentials) -> Generator[HttpCall, HttpReply, None]:
    """Have the refresh token taken back, without one the access token; most providers end the whole login then (§2.1).

    Raises Problem("login") when the provider does not offer it, or refuses.
    """
    assert isinstance(held, Tokens)
    if not given.fact("issuer") or not ({"refresh", "access"} & held.held.keys()):
        return
    endpoints = yield from discovered(given, "revoke")
    kind: TokenKind = "refresh" if "refresh" in held.held else "access"
    client = client_of(given)
    reply = yield take_back(endpoints.revoke, client, held.held[kind], f"{kind}_token")
    if reply.status != 200:
        raise _kept(reply)


def _kept(reply: HttpReply) -> Problem:
    error = (reply.json() or {}).get("error")
    words = error[:80] if isinstance(error, str) else "none"
    return Problem(
        "login",
        Finding(
            id="revocation_refused",
            severity="warning",
            title="The identity provider did not take the tokens back",
            evidence=(Evidence("Error", words), Evidence("Status", str(reply.status))),
            source="RFC 7009 §2.2",
            remedy="They hold until they end, or until the session is ended at the provider.",
        ),
    )
