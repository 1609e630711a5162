"""The client of an OAuth 2 server: who it is, and how it proves that to the token endpoint (RFC 6749 §2.3)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

from apiclient_gui.core.flow import Given, HttpCall, Text
from apiclient_gui.core.oauth.assertion import TYPE, assertion
from apiclient_gui.core.secret import Secret

IN_BODY: Final = "in the body"
"""The value of the fact `client_auth` with which the client secret goes into the body."""

BY_KEY: Final = "not at all: a private key signs"
"""The one with which the fact `private_key`, a secret, signs a token instead (private_key_jwt)."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client. Without secret and proof it is a public one, which is named in the body alone (RFC 6749 §3.2.1).

    `proof` returns a signed token for a request to a URL.
    """

    id: str
    secret: Secret
    in_body: bool = False
    proof: Callable[[str], Secret] | None = None

    def call(self, purpose: str, url: str, form: tuple[tuple[str, Text], ...]) -> HttpCall:
        """Return a request to an endpoint that the client has to prove itself to.

        In the header, id and secret are form-encoded first (RFC 6749 §2.3.1).
        """
        if self.proof is not None:
            proof = (("client_assertion_type", TYPE), ("client_assertion", self.proof(url)))
            return HttpCall(purpose, "POST", url, (), (*form, ("client_id", self.id), *proof))
        if not self.secret:
            return HttpCall(purpose, "POST", url, (), (*form, ("client_id", self.id)))
        if self.in_body:
            both = (("client_id", self.id), ("client_secret", self.secret))
            return HttpCall(purpose, "POST", url, (), (*form, *both))
        pair = f"{quote_plus(self.id)}:{quote_plus(self.secret.reveal())}"
        basic = Secret("Basic " + base64.b64encode(pair.encode()).decode())
        return HttpCall(purpose, "POST", url, (("Authorization", basic),), form)


def client_of(given: Given) -> Client:
    """Return the client that an identity's facts and secrets name, without blanks around its secret."""
    client_id, key = given.fact("client_id"), given.secrets.get("private_key", Secret(""))
    if given.fact("client_auth") == BY_KEY:
        key_id = given.fact("key_id")
        return Client(
            client_id,
            Secret(""),
            proof=lambda url: assertion(client_id, url, key, key_id, given.now()),
        )
    secret = given.secrets.get("client_secret", Secret("")).reveal().strip()
    return Client(client_id, Secret(secret), given.fact("client_auth") == IN_BODY)
