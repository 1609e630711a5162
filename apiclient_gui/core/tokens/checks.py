"""What a token says against what is wanted: the clock, the issuer, the audience. Each answer is findings, none is a proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.tokens.lifetime import span_words, utc_text
from apiclient_gui.core.tokens.token import Token

_AGREES: Final = timedelta(seconds=5)


def check_time(token: Token, now: datetime) -> tuple[Finding, ...]:
    """Return `token_expired` and `token_not_yet_valid` (errors) and `token_from_the_future` (a warning), as it applies.

    RFC 7519 §4.1.4 to §4.1.6, without leeway: `exp` must lie after now. Cheap enough for once a second. A token of the
    near future is not worth a warning: `iat` has whole seconds, and no two clocks agree to one.
    """
    findings = []
    life = token.lifetime
    if life.expires_at is not None and life.expires_at <= now:
        findings.append(
            _about_time(
                "token_expired",
                f"The token expired {_span(life.expires_at, now)} ago",
                "exp",
                life.expires_at,
                now,
                "Log in again, or refresh the token.",
            )
        )
    if life.not_before is not None and life.not_before > now:
        findings.append(
            _about_time(
                "token_not_yet_valid",
                f"The token is not valid yet, but in {_span(life.not_before, now)}",
                "nbf",
                life.not_before,
                now,
                "Wait, or set this computer's clock, or the issuer's.",
            )
        )
    if life.issued_at is not None and life.issued_at > now + _AGREES:
        findings.append(
            _about_time(
                "token_from_the_future",
                f"The token says it will be made in {_span(life.issued_at, now)}",
                "iat",
                life.issued_at,
                now,
                "Set this computer's clock, or the issuer's; HTTP APIs refuse such a token.",
            )
        )
    return tuple(findings)


def check_issuer(token: Token, wanted: str) -> tuple[Finding, ...]:
    """Return `issuer_mismatch` unless `iss` is the wanted text, character for character (RFC 7519 §4.1.1)."""
    if token.issuer == wanted:
        return ()
    slash = token.issuer.rstrip("/") == wanted.rstrip("/")
    return (
        _mismatch(
            "issuer_mismatch",
            "The token comes from another issuer" if token.issuer else "The token names no issuer",
            "They differ in the slash at the end only, and that counts." if slash else "",
            (("iss", token.issuer or "none"), ("wanted", wanted)),
            "RFC 7519 §4.1.1",
        ),
    )


def check_audience(token: Token, wanted: str) -> tuple[Finding, ...]:
    """Return `audience_mismatch` unless `aud` holds the wanted text; `client_id` counts when there is no `aud`.

    The rule of HTTP API JWT authorizers: Cognito's access tokens have no `aud` (API Gateway guide, http-api-jwt-authorizer).
    """
    named = "aud" if "aud" in token.claims else "client_id"
    found = token.audience if named == "aud" else (token.client_id,)
    if wanted in found:
        return ()
    return (
        _mismatch(
            "audience_mismatch",
            "The token is for another audience" if any(found) else "The token names no audience",
            "",
            ((named, ", ".join(found) or "none"), ("wanted", wanted)),
            "RFC 7519 §4.1.3; API Gateway guide, http-api-jwt-authorizer",
        ),
    )


def _span(when: datetime, now: datetime) -> str:
    return span_words(abs((when - now).total_seconds())) or "less than a second"


def _about_time(
    key: str, title: str, claim: str, when: datetime, now: datetime, remedy: str
) -> Finding:
    return Finding(
        id=key,
        severity="warning" if claim == "iat" else "error",
        title=title,
        evidence=(Evidence(claim, utc_text(when)), Evidence("now", utc_text(now))),
        source={"exp": "RFC 7519 §4.1.4", "nbf": "RFC 7519 §4.1.5", "iat": "RFC 7519 §4.1.6"}[
            claim
        ],
        remedy=remedy,
    )


def _mismatch(
    key: str, title: str, detail: str, rows: tuple[tuple[str, str], ...], source: str
) -> Finding:
    return Finding(
        id=key,
        severity="error",
        title=title,
        detail=detail,
        evidence=tuple(Evidence(label, printable(value, 200)) for label, value in rows),
        source=source,
        remedy="Use a token that was made for this, or correct what is wanted.",
    )
