"""User and password in the Authorization header (RFC 7617)."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Final

from apiclient_gui.core.auth.base import Scheme, Terms, refuse_keyless, refuse_second
from apiclient_gui.core.model import Authorisation, Header, Origin, Prepared, Step, UserPassword

_SOURCE: Final = "RFC 7617 §2"


def _apply(prepared: Prepared, terms: Terms) -> tuple[Prepared, Authorisation]:
    who = terms.credentials
    if not isinstance(who, UserPassword):
        raise refuse_keyless("user and password to send", terms)
    refuse_second(prepared, frozenset(), "the password", _SOURCE)
    # RFC 7617 §2.1: UTF-8, what servers of today expect.
    pair = f"{who.username}:{who.password.reveal()}".encode()
    value = "Basic " + base64.b64encode(pair).decode()
    header = Header("Authorization", value, Origin("scheme", name=MEMBER.id))
    step = Step("User and password in Authorization", "Encoded as base64, which hides nothing.")
    sent = replace(prepared, headers=(*prepared.headers, header))
    return sent, Authorisation(MEMBER.id, terms.identity, ("Authorization",), (step,))


MEMBER = Scheme(
    id="basic",
    title="Basic",
    summary="Sends user and password in the Authorization header; only over https are they safe.",
    fields=(),
    strict=False,
    wants=UserPassword,
    apply=_apply,
)
