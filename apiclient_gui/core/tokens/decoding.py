"""From any text to a token, without trusting it: whatever is wrong is a finding, never an exception."""

from __future__ import annotations

import re
from typing import Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Finding, Severity
from apiclient_gui.core.tokens import base64url, document, lifetime
from apiclient_gui.core.tokens.claims import claim_rows, header_rows
from apiclient_gui.core.tokens.document import Members
from apiclient_gui.core.tokens.token import Kind, Token

LARGEST: Final = 2**20  # characters; API Gateway takes 10,240 bytes of headers in all
_MOST_LENGTHS: Final = 8
_MOST_LAYERS: Final = 8  # of what stands around a token: each is taken off by a copy of the whole
_WRAPPING: Final = re.compile(r"(?i)\s*(?:authorization\s*:\s*)?(?:bearer(?:\s+|$))?")
_QUOTES: Final = ('"', "'", "`")
_VISIBLE: Final = re.compile(r"[!-~]+")
_NO_HEADER: Final = frozenset(
    f"header_{what}" for what in ("not_json", "not_object", "not_utf8", "too_deep")
)
# RFC 7515 §4.1: a token that names its own key proves nothing.
_OWN_KEYS: Final = ("jku", "jwk", "x5u", "x5c")


def decode(text: str) -> Token:
    """Return what a text says as a token: compact JWS (RFC 7515), JWE (RFC 7516), opaque, or invalid.

    Blanks, quotation marks, `Bearer` and `Authorization:` around it are taken off. Nothing is checked against keys
    or the clock here.
    """
    if len(text) > LARGEST and len(text.strip()) > LARGEST:
        return _invalid(len(text), _too_large(len(text)))
    bare = trim(text)
    notes = () if bare == text.strip() else (_unwrapped(),)
    if not bare:
        return _invalid(0, *notes, _empty())
    if bare.startswith("{"):
        return _invalid(len(bare), *notes, _json_form())
    parts = bare.split(".")
    if len(parts) == 3:
        return _signed(bare, parts, notes)
    if len(parts) == 5:
        return _encrypted(bare, parts, notes)
    return _other(bare, parts, notes)


def trim(text: str) -> str:
    """Return the token of a text without what people copy along with it; never changes what lies within."""
    bare = text.strip()
    for _ in range(_MOST_LAYERS):
        inner = bare[_WRAPPING.match(bare).end() :].rstrip()  # type: ignore[union-attr]  # it matches the empty text
        if len(inner) > 1 and inner[0] == inner[-1] and inner[0] in _QUOTES:
            inner = inner[1:-1].strip()
        if inner == bare:
            break
        bare = inner
    return bare


# ---------------------------------------------------------------- the forms


def _signed(bare: str, parts: list[str], notes: tuple[Finding, ...]) -> Token:
    findings = list(notes)
    header = _part(parts[0], "header", findings)
    claims = _part(parts[1], "claims", findings)
    _, wrong = base64url.read(parts[2])
    if wrong:
        findings.append(_not_base64url("signature", wrong))
    # What cannot be checked by anybody is invalid; claims that are no JSON can be, RFC 7515 signs any bytes.
    found = {one.id for one in findings}
    broken = found & {"segment_not_base64url", *_NO_HEADER}
    if not found & _NO_HEADER:
        findings += _header_faults(dict(header), signed=bool(parts[2]))
    said, faults = lifetime.read(dict(claims))
    return Token(
        kind="invalid" if broken else "jws",
        size=len(bare),
        lengths=tuple(map(len, parts)),
        header=dict(header),
        claims=dict(claims),
        header_rows=header_rows(header),
        claim_rows=claim_rows(claims),
        lifetime=said,
        findings=(*findings, *faults),
    )


def _encrypted(bare: str, parts: list[str], notes: tuple[Finding, ...]) -> Token:
    findings = list(notes)
    header = _part(parts[0], "header", findings)
    for name, segment in zip(
        ("encrypted key", "initialization vector", "ciphertext", "tag"), parts[1:], strict=True
    ):
        _, wrong = base64url.read(segment)
        if wrong:
            findings.append(_not_base64url(name, wrong))
    kind: Kind = "invalid" if any(one.severity == "error" for one in findings) else "jwe"
    if kind == "jwe":
        findings.append(_is_encrypted())
    return Token(
        kind=kind,
        size=len(bare),
        lengths=tuple(map(len, parts)),
        header=dict(header),
        header_rows=header_rows(header),
        findings=tuple(findings),
    )


def _other(bare: str, parts: list[str], notes: tuple[Finding, ...]) -> Token:
    lengths = tuple(map(len, parts[:_MOST_LENGTHS]))
    raw, _ = base64url.read(parts[0])
    if raw.lstrip().startswith(b"{"):
        findings = list(notes)
        header = _part(parts[0], "header", findings)
        claims = _part(parts[1], "claims", findings) if len(parts) > 1 else ()
        return Token(
            kind="invalid",
            size=len(bare),
            lengths=lengths,
            header=dict(header),
            claims=dict(claims),
            header_rows=header_rows(header),
            claim_rows=claim_rows(claims),
            lifetime=lifetime.read(dict(claims))[0],
            findings=(*findings, _wrong_count(len(parts))),
        )
    if _VISIBLE.fullmatch(bare):
        return Token("opaque", len(bare), lengths, findings=(*notes, _opaque()))
    return _invalid(len(bare), *notes, _unreadable(bare))


def _part(segment: str, name: str, findings: list[Finding]) -> Members:
    raw, wrong = base64url.read(segment)
    if wrong:
        findings.append(_not_base64url(name, wrong))
    members, faults = document.read(raw, name)
    findings += faults
    return members


# ---------------------------------------------------------------- what can be said


def _header_faults(header: dict[str, object], *, signed: bool) -> list[Finding]:
    found = []
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or not algorithm:
        found.append(
            _finding(
                "alg_missing",
                "The header does not say how it was signed",
                "Without alg no signature can be checked, and every reader refuses it.",
                source="RFC 7515 §4.1.1",
            )
        )
    elif algorithm.lower() == "none":
        found.append(
            _finding(
                "alg_none",
                "Nobody signed this token (alg is none)",
                "Anybody could have written it. It is never valid here, and no gateway takes it.",
                source="RFC 7518 §3.6, RFC 8725 §3.2",
                remedy="Get a token that is signed.",
            )
        )
    elif not signed:
        found.append(
            _finding(
                "signature_missing",
                "The signature is missing",
                f"The header says {printable(algorithm, 40)}, but nothing follows the second dot.",
                source="RFC 7515 §7.1",
                remedy="Copy the whole token: a signature may have been cut off on the way.",
            )
        )
    own = [name for name in _OWN_KEYS if name in header]
    if own:
        found.append(
            _finding(
                "header_names_key",
                f"The token brings or names its own key ({', '.join(own)})",
                "Whoever makes a token can name any key: it is shown and not used.",
                "warning",
                source="RFC 8725 §3.10",
            )
        )
    return found


def _unwrapped() -> Finding:
    return _finding(
        "token_unwrapped",
        "What stood around the token was left out",
        "Quotation marks, Bearer or the name of the header do not belong to it.",
        "note",
    )


def _empty() -> Finding:
    return _finding(
        "token_empty", "There is no token", "The text is empty.", remedy="Paste a token."
    )


def _too_large(length: int) -> Finding:
    return _finding(
        "token_too_large",
        f"{length:,} characters are too many for a token",
        f"It is not read: the limit here is {LARGEST:,}. API Gateway takes 10,240 bytes of headers in all.",
        remedy="Paste the token alone.",
    )


def _not_base64url(name: str, wrong: str) -> Finding:
    return _finding(
        "segment_not_base64url",
        f"The {name} {'are' if name == 'claims' else 'is'} no base64url",
        f"{wrong[0].upper()}{wrong[1:]}. What is shown is a guess; a strict reader refuses it.",
        source="RFC 7515 §2",
        remedy="Copy the token again, whole and from its source.",
    )


def _is_encrypted() -> Finding:
    return _finding(
        "token_encrypted",
        "This token is encrypted (JWE)",
        "Its header can be read, its content only by who has the key. Cognito's refresh tokens are of this kind.",
        "note",
        source="RFC 7516 §3.1",
    )


def _json_form() -> Finding:
    return _finding(
        "token_not_compact",
        "This is JSON, not a token in compact form",
        "A token is sent as three base64url segments with dots between them.",
        source="RFC 7515 §7.1, §7.2",
        remedy="Paste the value of access_token or id_token alone, without what stands around it.",
    )


def _wrong_count(count: int) -> Finding:
    some = "1 segment" if count == 1 else f"{count} segments"
    return _finding(
        "segments_wrong",
        f"It has {some}; a signed token has 3, an encrypted one 5",
        "It begins like a token, so a part was lost or added on the way.",
        source="RFC 7515 §7.1, RFC 7516 §7.1",
        remedy="Copy the whole token again.",
    )


def _opaque() -> Finding:
    return _finding(
        "token_opaque",
        "This token is opaque",
        "It holds nothing that can be read: only its issuer knows what it stands for, and JWT authorizers refuse it.",
        "note",
    )


def _unreadable(bare: str) -> Finding:
    place = next(place for place, one in enumerate(bare, 1) if not "!" <= one <= "~")
    return _finding(
        "token_unreadable",
        "This is no token",
        f"Character {place} is U+{ord(bare[place - 1]):04X}: blanks, controls and foreign letters stand in no token.",
        remedy="Paste the token alone.",
    )


def _invalid(size: int, *findings: Finding) -> Token:
    return Token("invalid", size, findings=findings)


def _finding(
    key: str,
    title: str,
    detail: str,
    severity: Severity = "error",
    *,
    source: str = "",
    remedy: str = "",
) -> Finding:
    return Finding(
        id=key,
        severity=severity,
        title=title,
        detail=detail,
        source=source,
        remedy=remedy,
    )
