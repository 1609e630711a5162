"""Is the signature right? Strict where leniency was ever a hole: which key, for which algorithm, and nothing taken from the token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.tokens import algorithms, base64url
from apiclient_gui.core.tokens.decoding import decode, trim
from apiclient_gui.core.tokens.keyset import Key, KeySet
from apiclient_gui.core.tokens.token import Token

_SIGNATURE_SIZES: Final = {"P-256": 64, "P-384": 96, "P-521": 132, "secp256k1": 64}
_PUBLIC_MARKS: Final = (b"-----BEGIN", b"ssh-rsa ", b"ssh-ed25519 ", b"ecdsa-sha2-")


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of a check: `verified` True after a check that held, False when refused, None when nothing could be checked.

    `reason` is a sentence; `findings` hold what the token's own findings do not say yet.
    """

    verified: bool | None
    algorithm: str
    key_id: str
    reason: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Why a token does not get to the arithmetic; `verified` as above."""

    key: str
    verified: bool | None
    reason: str
    source: str = "RFC 8725 §3"
    remedy: str = ""


def verify(text: str, keys: KeySet | None) -> Verification:
    """Check a token's signature with these keys, and only these; pure, never raises for any text or keys.

    Refused: `alg` none, `crit` and `b64` (no extension is understood here), a secret among public keys, an id that
    two keys share, a key that is not for this (use, key_ops, alg, kty, crv, length), HMAC with what is public
    (RFC 7515 §5.2, RFC 7517 §4, RFC 8725 §3).
    """
    token = decode(text)
    refusal = _unfit(token)
    if refusal is None and not keys:
        note = _Refusal("signature_not_checked", None, "No key was given to check it with.")
        return _answer(token, note)
    if refusal is None and keys:
        chosen = _choose(token, keys)
        refusal = chosen if isinstance(chosen, _Refusal) else _check(text, token, chosen)
    if refusal is not None:
        return _answer(token, refusal)
    return Verification(True, token.algorithm, token.key_id, "The signature is right.")


def _answer(token: Token, refusal: _Refusal) -> Verification:
    told = not refusal.key  # by the token's own findings
    finding = Finding(
        id=refusal.key,
        severity="note" if refusal.key == "signature_not_checked" else "error",
        title=_TITLES.get(refusal.key, "The signature was refused"),
        detail=refusal.reason,
        evidence=tuple(
            Evidence(label, printable(value, 80))
            for label, value in (("alg", token.algorithm), ("kid", token.key_id))
            if value
        ),
        source=refusal.source,
        remedy=refusal.remedy,
    )
    return Verification(
        refusal.verified,
        token.algorithm,
        token.key_id,
        refusal.reason,
        () if told else (finding,),
    )


_TITLES: Final = {
    "signature_not_checked": "The signature was not checked",
    "signature_wrong": "The signature is wrong",
    "key_not_found": "No key for this token was found",
    "keys_ambiguous": "It is not clear which key counts",
    "key_unfit": "The key must not be used for this token",
    "algorithm_confusion": "A public key is no secret",
    "critical_extension": "The token demands what is not understood here",
    "algorithm_unknown": "This algorithm is not known here",
}


def _unfit(token: Token) -> _Refusal | None:  # noqa: PLR0911  # one for each refusal
    """Return what of the token itself stands in the way of any check."""
    if token.kind == "jwe":
        return _Refusal("", None, "It is encrypted, not signed.")
    if token.kind == "opaque":
        return _Refusal("", None, "An opaque token has no signature.")
    if token.kind == "invalid":
        return _Refusal("", False, "It is no token that could be checked.")
    if not token.algorithm:
        return _Refusal("", False, "The header does not say how it was signed.")
    if token.algorithm.lower() == "none":
        return _Refusal("", False, "Nobody signed it (alg is none).")
    if any(row.repeated for row in token.header_rows):
        reason = (
            "A member of the header stands twice, and readers do not agree on which one counts."
        )
        return _Refusal("header_ambiguous", False, reason, "RFC 7515 §4")
    if "crit" in token.header or token.header.get("b64", True) is not True:
        reason = "Its header names extensions that must be understood (crit or b64); none is here."
        return _Refusal("critical_extension", False, reason, "RFC 7515 §4.1.11, RFC 7797 §6")
    if token.algorithm not in algorithms.TABLE:
        reason = f"{printable(token.algorithm, 40)} is no signature algorithm that is known here."
        return _Refusal("algorithm_unknown", False, reason, "RFC 7518 §3.1")
    if not token.signed:
        return _Refusal("", False, "There is no signature.")
    return None


# ---------------------------------------------------------------- the key


def _choose(token: Token, keys: KeySet) -> Key | _Refusal:  # noqa: PLR0911  # one for each answer
    if keys.mixed:
        reason = "Secrets stand among public keys in the set, so it is not clear what is public."
        return _Refusal("keys_ambiguous", False, reason, remedy="Keep secrets out of the key set.")
    wanted = token.key_id
    named = [key for key in keys.keys if wanted and key.key_id == wanted]
    if len(named) > 1:
        reason = f"{len(named)} keys of the set have the id {printable(wanted, 60)}."
        return _Refusal("keys_ambiguous", False, reason, "RFC 7517 §4.5")
    if named:
        return named[0]
    # A key without an id (a PEM file, a secret) is meant for whatever it is given with.
    open_ = [key for key in keys.keys if not (wanted and key.key_id)]
    fitting = [key for key in open_ if not _unsuited(token.algorithm, key)]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        reason = f"The token names no key, and {len(fitting)} keys would do."
        return _Refusal("key_not_found", None, reason, "RFC 7515 §4.1.4")
    if len(open_) == 1:
        return open_[0]
    reason = (
        f"No key with the id {printable(wanted, 60)} is among the {len(keys.keys)} given."
        if wanted
        else f"The token names no key, and none of the {len(keys.keys)} given is fit for it."
    )
    return _Refusal(
        "key_not_found",
        None,
        reason,
        "RFC 7515 §4.1.4",
        "Give the keys of this token's issuer; after a rotation, its newest.",
    )


def _unsuited(algorithm: str, key: Key) -> str:  # noqa: PLR0911  # one for each reason
    """Return why a key must not check a token of this algorithm; empty when it may (RFC 7517 §4, RFC 7518 §3)."""
    wanted = algorithms.TABLE[algorithm]
    if key.kty != wanted.kty:
        return f"{algorithm} wants a key of type {wanted.kty}; this one is {printable(key.kty, 20) or 'of none'}."
    if key.fault:
        return key.fault
    if wanted.curves and key.curve not in wanted.curves:
        return f"{algorithm} wants the curve {' or '.join(wanted.curves)}; this key is on {printable(key.curve, 20)}."
    if key.use not in {"", "sig"}:
        return f"The key is for {printable(key.use, 20)}, not for signatures (use)."
    if key.operations is not None and "verify" not in key.operations:
        return "The key is not for checking signatures (key_ops)."
    if key.algorithm and not algorithms.permits(key.algorithm, algorithm):
        return f"The key is for {printable(key.algorithm, 20)}, the token says {algorithm}."
    if key.secret is not None and len(_secret(key)) < wanted.least_bytes:
        return f"The secret has {len(_secret(key))} bytes; {algorithm} wants at least {wanted.least_bytes}."
    return ""


def _secret(key: Key) -> bytes:
    assert key.secret is not None
    return base64url.read(key.secret.reveal())[0]


# ---------------------------------------------------------------- the arithmetic


def _check(text: str, token: Token, key: Key) -> _Refusal | None:
    wanted = algorithms.TABLE[token.algorithm]
    if wanted.kty == "oct" and (key.kty != "oct" or _is_public(_secret(key))):
        reason = f"{token.algorithm} needs a secret that only issuer and reader know; what was given is public."
        remedy = "Refuse such tokens: whoever knows the public key can make them."
        return _Refusal("algorithm_confusion", False, reason, "RFC 8725 §2.1, §3.1", remedy)
    if unsuited := _unsuited(token.algorithm, key):
        return _Refusal("key_unfit", False, unsuited, "RFC 7517 §4, RFC 7518 §3")
    head, claims, signature = trim(text).split(".")
    raw = base64url.read(signature)[0]
    if _holds(wanted, key, f"{head}.{claims}".encode(), raw):
        return None
    reason = (
        "The token was changed after it was signed, or another key signed it."
        if wanted.kty != "oct"
        else "The token was changed after it was signed, or this is not the secret it was signed with."
    )
    return _Refusal("signature_wrong", False, reason, "RFC 7515 §5.2")


def _holds(wanted: algorithms.Algorithm, key: Key, message: bytes, signature: bytes) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  # 50 ms, and decoding needs none of it
    from jwt import InvalidKeyError, get_algorithm_by_name  # noqa: PLC0415  # the same

    size = _SIGNATURE_SIZES.get(key.curve)
    if size is not None and len(signature) != size:
        return False
    algorithm = get_algorithm_by_name(wanted.library)
    try:
        ready: Any
        if wanted.kty == "oct":
            ready = algorithm.prepare_key(_secret(key))
        else:
            jwk: Mapping[str, str] = {"kty": key.kty, **key.numbers}
            ready = algorithm.from_jwk(dict(jwk))
        return algorithm.verify(message, ready, signature)
    except (
        InvalidKeyError,
        ValueError,
        UnsupportedAlgorithm,
    ):  # a point that is not on its curve, and the like
        return False


def _is_public(secret: bytes) -> bool:
    start = secret.lstrip()
    return start.startswith(_PUBLIC_MARKS) or (start.startswith(b"{") and b'"kty"' in start)
