"""New tokens for a refresh token: the same steps for each kind of identity whose login brings one (RFC 6749 §6)."""

from __future__ import annotations

from collections.abc import Generator

from apiclient_gui.core.flow import Given, HttpCall, HttpReply
from apiclient_gui.core.model import Credentials, Tokens
from apiclient_gui.core.oauth.client import client_of
from apiclient_gui.core.oauth.discovery import discovered
from apiclient_gui.core.oauth.id_token import check_id_token
from apiclient_gui.core.oauth.replies import chosen, tokens
from apiclient_gui.core.oauth.requests import refresh


def renewed(given: Given, held: Credentials) -> Generator[HttpCall, HttpReply, Tokens]:
    """Return new tokens for those held, which have a refresh token; that one stays when no other comes.

    Raises Problem("login") when the refresh is refused, or brings the id token of another issuer, client or user.
    """
    assert isinstance(held, Tokens)
    client = client_of(given)
    endpoints = yield from discovered(given, "token")
    token = held.held["refresh"]
    brought = tokens((yield refresh(endpoints.token, client, token)), given.now())
    check_id_token(
        brought.held.get("id"),
        issuer=endpoints.issuer,
        client_id=client.id,
        before=held.held.get("id"),
    )
    return chosen(brought, given.fact("token"), token)
