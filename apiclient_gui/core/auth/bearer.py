"""A token in a header, as bearer tokens are sent (RFC 6750 §2.1) and as API Gateway's authorizers read them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from apiclient_gui.core.auth.base import Scheme, Terms, refuse_keyless, refuse_second
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import (
    Authorisation,
    Field,
    Header,
    Origin,
    Prepared,
    Step,
    TokenKind,
    Tokens,
)

_SOURCE: Final = "RFC 6750 §2.1"
_WORDS: Final[dict[TokenKind, str]] = {"id": "ID token", "access": "access token"}


def _apply(prepared: Prepared, terms: Terms) -> tuple[Prepared, Authorisation]:
    tokens = terms.credentials
    if not isinstance(tokens, Tokens):
        raise refuse_keyless("token to send", terms)
    name = str(terms.options.get("header", "")).strip() or "Authorization"
    refuse_second(prepared, frozenset({name.lower()}), "the token", _SOURCE)
    kind = _kind(terms, tokens)
    token = tokens.held[kind]
    bare = str(terms.options.get("prefix", "")) == "none"
    value = token.reveal() if bare else f"Bearer {token.reveal()}"
    header = Header(name, value, Origin("scheme", name=MEMBER.id))
    step = Step(
        f"{_title(kind, tokens)} in {name}",
        "The token alone." if bare else "Behind the word Bearer.",
    )
    sent = replace(prepared, headers=(*prepared.headers, header))
    return sent, Authorisation(MEMBER.id, terms.identity, (name,), (step,), token_kind=kind)


def _kind(terms: Terms, tokens: Tokens) -> TokenKind:
    wanted = str(terms.options.get("token_kind", ""))
    kind = next((one for one in _WORDS if one == wanted), tokens.default)
    if kind in tokens.held:
        return kind
    there = [_WORDS[one] for one in tokens.held if one in _WORDS]
    raise Problem(
        "refused",
        Finding(
            id="token_kind_missing",
            severity="error",
            title=f"{terms.identity or 'The identity'} has no {_WORDS[kind]}",
            detail="Nothing was sent. The request asks for a kind of token that this identity does not yield.",
            evidence=(Evidence("It has", " and ".join(there) or "no token that is sent"),),
            remedy="Choose another kind of token in Auth, or another identity.",
            actions=(Action("open_place", "Show Auth", {"place": "auth"}),),
        ),
    )


def _title(kind: TokenKind, tokens: Tokens) -> str:
    if len(tokens.held) == 1 and tokens.expires_at is None:
        return "The token"
    return "The ID token" if kind == "id" else "The access token"


MEMBER = Scheme(
    id="bearer",
    title="Bearer token",
    summary="Sends a token in a header: for Lambda and Cognito authorizers, and for most other APIs.",
    fields=(
        Field(
            "token_kind",
            "Which token",
            "choice",
            "",
            ("", *_WORDS),
            fallback="the identity's default",
        ),
        Field("header", "Header", hint="Authorization", fallback="Authorization"),
        Field("prefix", "Before the token", "choice", "", ("", "none"), fallback="the word Bearer"),
    ),
    strict=False,
    wants=Tokens,
    apply=_apply,
)
