"""The token that was sent, and what is wrong with it: what its claims, the reply and the known authorizer tell together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from apiclient_gui.core import refusal
from apiclient_gui.core.case.known import Case
from apiclient_gui.core.model import TokenKind

if TYPE_CHECKING:
    from apiclient_gui.core.tokens import Token

TOKEN_WORDS: Final = {"id": "ID token", "access": "access token"}
"""What people call a user pool's tokens, by `token_use`."""
_WORD: Final = "Bearer"
_EXPIRED: Final = ("incoming token has expired", "token has expired", "token is expired")
_ACCESS: Final[TokenKind] = "access"
_OTHER_AUDIENCE: Final = "does not have a valid audience"
_UNAUTHORIZED: Final = ("", "unauthorized", "the incoming token has expired")

_LEEWAY: Final = timedelta(seconds=1)
"""Date has whole seconds: a token made in the very second of its use is not one of the future."""

TokenFault = Literal["expired", "kind", "issuer", "audience", "early"]


def unauthorized(case: Case) -> bool:
    """Whether an authorizer, or a server that wants a bearer token, refused who is calling (aws-facts §1.1, §1.8)."""
    if case.error_type:
        return case.named("Unauthorized")
    challenge = case.reply_header("www-authenticate").strip()
    if challenge[:6].title() == _WORD:
        return case.status in {401, 403}
    plain = case.message.strip(" .").lower() in _UNAUTHORIZED
    return case.status == 401 and plain and not challenge


def token_header(case: Case) -> str:
    """Return the name of the header in which a token was sent, or is wanted when none was."""
    authorizer, made = case.authorizer, case.authorisation
    if authorizer:
        return authorizer.header
    return made.headers[0] if made and made.token_kind and made.headers else "Authorization"


def credentials_sent(case: Case) -> str:
    """Return the value of the token's header; empty when nothing was sent in it, or it is not known what was."""
    return (case.sent_header(token_header(case)) or "").strip()


def token_sent(case: Case) -> Token | None:
    """Return the token that was sent, read and not trusted; None when none was (a signature and Basic are none)."""
    from apiclient_gui.core.tokens import decode  # noqa: PLC0415  # 30 ms that most refusals do not need

    value = credentials_sent(case)
    scheme, _, rest = value.partition(" ")
    if scheme.title() == _WORD:
        value = rest.strip()
    if not value or scheme.lower() == "basic" or value.startswith(refusal.ALGORITHM):
        return None
    return decode(value)


def token_faults(case: Case) -> tuple[TokenFault, ...]:
    """Return what is wrong with the token of a call that was refused as unauthorized, the deciding fault first.

    Empty when no token was sent, or it is refused for a reason that neither its claims nor the reply tell.
    """
    if not unauthorized(case):
        return ()
    found = list(_faults_said(case))
    if token := token_sent(case):
        found += (*_faults_of_origin(case, token), *_faults_of_time(case, token))
        # REST authorizers of user pools want the ID token unless the method names scopes (aws-facts §5.9).
        found += ("kind",) if _is_rest(case) and token.token_use == _ACCESS else ()
    return tuple(dict.fromkeys(found))


def _is_rest(case: Case) -> bool:
    return case.authorizer is None and bool(case.error_type) and case.authorization != "CUSTOM"


def _faults_said(case: Case) -> tuple[TokenFault, ...]:
    challenge = case.reply_header("www-authenticate").lower()
    if case.says(_EXPIRED[0]) or any(words in challenge for words in _EXPIRED):
        return ("expired",)
    return ("audience",) if _OTHER_AUDIENCE in challenge else ()


def _faults_of_origin(case: Case, token: Token) -> tuple[TokenFault, ...]:
    wanted = case.authorizer
    if wanted is None or token.kind != "jws":
        return ()
    if wanted.issuer and token.issuer != wanted.issuer:
        return ("issuer",)
    if wanted.token_use and token.token_use and token.token_use != wanted.token_use:
        return ("kind",)
    return ("audience",) if wanted.audience and wanted.audience not in token.audience else ()


def _faults_of_time(case: Case, token: Token) -> tuple[TokenFault, ...]:
    now, life = case.judged_at, token.lifetime
    if now is None:
        return ()
    if life.expires_at and life.expires_at <= now:
        return ("expired",)
    begins = begins_at(token)
    return ("early",) if begins and begins - now > _LEEWAY else ()


def begins_at(token: Token) -> datetime | None:
    """Return when a token begins to hold: the later of `nbf` and `iat`; None when it says neither."""
    life = token.lifetime
    return max(filter(None, (life.not_before, life.issued_at)), default=None)
