"""Keys that signatures are checked with: JWK sets (RFC 7517), PEM files and secrets, each key judged once when read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Finding, Severity
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.tokens import base64url, document

LARGEST: Final = 2**20  # bytes; API Gateway reads 150,000 of a key set
LEAST_RSA_BITS: Final = 2048  # RFC 7518 §3.3
_PUBLIC: Final = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}
_PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth"})
_PEM: Final = b"-----BEGIN "
_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"
_SMALL_PRIMES: Final = (
    *(3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89),
    *(97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167),
)


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `numbers` are the members of a public key; `secret` is base64url of an HMAC key.

    `fault` is why it must not be used, a sentence; empty when nothing is wrong with it. `key_id`, `algorithm` and
    `use` are empty where the key does not say.
    """

    kty: str
    key_id: str = ""
    algorithm: str = ""
    use: str = ""
    operations: tuple[str, ...] | None = None
    numbers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: Secret | None = None
    fault: str = ""

    @property
    def curve(self) -> str:
        """The curve of an EC or OKP key; empty for others."""
        return self.numbers.get("crv", "")

    @property
    def bits(self) -> int:
        """Length of an RSA key in bits; 0 for others."""
        return _number(self.numbers.get("n", "")).bit_length()


@dataclass(frozen=True, slots=True)
class KeySet:
    """Keys that belong together, and what was found while they were read."""

    keys: tuple[Key, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def mixed(self) -> bool:
        """Whether secrets stand among public keys: then it is not clear what is public."""
        return len({key.kty == "oct" for key in self.keys}) > 1

    def knows(self, key_id: str) -> bool:
        """Whether a key of that id is in it."""
        return any(key.key_id == key_id for key in self.keys)


def parse_keys(raw: bytes) -> KeySet:
    """Return the keys of a JWK set, a single JWK, or a PEM file with a public key, private key or certificate.

    Never raises: what is wrong is a finding of the set, what is wrong with one key its `fault`. Of private keys the
    public half is taken.
    """
    if len(raw) > LARGEST:
        return KeySet(
            findings=(_unreadable(f"{len(raw):,} bytes are more than the limit of 1 MB."),)
        )
    if _PEM in raw:
        return _of_pem(raw)
    members, findings = document.read(raw.removeprefix(b"\xef\xbb\xbf"), "keys")
    # Without what they quote: a secret key may stand in the file.
    findings = tuple(msgspec.structs.replace(one, evidence=()) for one in findings)
    if not members:
        reasons = [f"{one.title}. {one.detail}" for one in findings]
        return KeySet(findings=(_unreadable(" ".join(reasons) or "The object is empty."),))
    found = dict(members)
    if "keys" not in found and "kty" in found:
        return _of_jwks([found], findings)
    if isinstance(found.get("keys"), list):
        return _of_jwks(found["keys"], findings)
    if "jwks_uri" in found:
        detail = f"This is a discovery document; its keys are at {printable(str(found['jwks_uri']), 200)}."
    else:
        detail = "It is JSON, but neither a key (kty) nor a key set (keys)."
    return KeySet(findings=(*findings, _unreadable(detail)))


def secret_key(raw: bytes) -> KeySet:
    """Return a secret for HMAC, its bytes as they are."""
    return KeySet((Key("oct", secret=Secret(base64url.write(raw))),))


# ---------------------------------------------------------------- JWK


def _of_jwks(entries: list[Any], findings: tuple[Finding, ...]) -> KeySet:
    keys = tuple(_key(entry) for entry in entries if isinstance(entry, dict))
    found = list(findings)
    if len(keys) < len(entries):
        found.append(_finding("key_unreadable", "An entry of the key set is no key", "warning"))
    if not keys:
        found.append(_unreadable("There is no key in it."))
    private = [entry for entry in entries if isinstance(entry, dict) and _is_private(entry)]
    if private:
        found.append(
            _finding(
                "key_is_private",
                "The key set holds a private key",
                "warning",
                "Whoever can read it can make tokens. Only its public half is used here.",
                "Publish the public half, and replace the key if others could read it.",
            )
        )
    found += [
        _finding("key_unusable", f"Key {printable(key.key_id, 60) or 'without an id'} is not used", "warning", key.fault)
        for key in keys
        if key.fault
    ]  # fmt: skip
    return KeySet(keys, tuple(found))


def _is_private(entry: Mapping[str, Any]) -> bool:
    return entry.get("kty") != "oct" and not _PRIVATE.isdisjoint(entry)


def _key(entry: Mapping[str, Any]) -> Key:
    kty, operations = _text(entry, "kty"), entry.get("key_ops")
    wanted = _PUBLIC.get(kty, ())
    listed = operations is not None
    return Key(
        kty=kty,
        key_id=_text(entry, "kid"),
        algorithm=_text(entry, "alg"),
        use=_text(entry, "use"),
        # What is no list permits nothing.
        operations=tuple(one for one in operations if isinstance(one, str))
        if isinstance(operations, list)
        else (() if listed else None),
        numbers={name: _text(entry, name) for name in wanted},
        secret=Secret(_text(entry, "k")) if kty == "oct" else None,
        fault=_fault(kty, entry),
    )


def _fault(kty: str, entry: Mapping[str, Any]) -> str:
    if kty not in _PUBLIC and kty != "oct":
        return f"Its key type {printable(kty, 20) or '(none)'} is not known here."
    for name in ("k",) if kty == "oct" else _PUBLIC[kty]:
        value = _text(entry, name)
        if not value:
            return f"Its member {name} is missing or empty."
        if name != "crv" and base64url.read(value)[1]:
            return f"Its member {name} is no base64url."
    return _rsa_fault(entry) if kty == "RSA" else ""


def _rsa_fault(entry: Mapping[str, Any]) -> str:
    modulus, exponent = _number(_text(entry, "n")), _number(_text(entry, "e"))
    if modulus.bit_length() < LEAST_RSA_BITS:
        return f"It has {modulus.bit_length()} bits; {LEAST_RSA_BITS} is the least (RFC 7518 §3.3)."
    if exponent < 3 or exponent % 2 == 0:
        return f"Its exponent is {exponent if exponent < 3 else 'even'}: with it anybody can sign."
    if all(_is_power(modulus, prime) for prime in _SMALL_PRIMES):
        return "It comes from a faulty generator and can be factored (ROCA, CVE-2017-15361)."
    return ""


def _is_power(modulus: int, prime: int) -> bool:
    # Such generators make primes that are powers of 65537 for every small modulus, so their product is one, too.
    power = 1
    for _ in range(prime - 1):
        if power == modulus % prime:
            return True
        power = power * 65537 % prime
    return False


def _number(text: str) -> int:
    return int.from_bytes(base64url.read(text)[0])


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


# ---------------------------------------------------------------- PEM


def _of_pem(raw: bytes) -> KeySet:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  # 50 ms, and most need none of it

    try:
        key, private = _public_key(raw)
        entry = _as_jwk(key)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        encrypted = isinstance(error, TypeError) or b"ENCRYPTED" in raw
        detail = (
            "The private key is encrypted; its public half is enough here."
            if encrypted
            else "The PEM file holds no key or certificate that can be read."
        )
        return KeySet(findings=(_unreadable(detail),))
    if entry is None:
        return KeySet(findings=(_unreadable("A key of this kind signs no tokens."),))
    # Only its public half leaves this function.
    found = _of_jwks([entry], ())
    note = _finding(
        "key_is_private",
        "This is a private key",
        "warning",
        "Its public half is enough to check a signature, and only that is used.",
    )
    return KeySet(found.keys, (note, *found.findings)) if private else found


def _public_key(raw: bytes) -> tuple[Any, bool]:
    from cryptography import x509  # noqa: PLC0415  # see above
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # see above

    if _CERTIFICATE in raw:
        return x509.load_pem_x509_certificate(raw).public_key(), False
    if b"PRIVATE KEY-----" in raw:
        return serialization.load_pem_private_key(raw, password=None).public_key(), True
    return serialization.load_pem_public_key(raw), False


def _as_jwk(key: Any) -> Mapping[str, Any] | None:
    from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa  # noqa: PLC0415  # see above
    from jwt import algorithms  # noqa: PLC0415  # see above

    match key:
        case rsa.RSAPublicKey():
            jwk = algorithms.RSAAlgorithm.to_jwk(key, as_dict=True)
        case ec.EllipticCurvePublicKey():
            jwk = algorithms.ECAlgorithm.to_jwk(key, as_dict=True)
        case ed25519.Ed25519PublicKey() | ed448.Ed448PublicKey():
            jwk = algorithms.OKPAlgorithm.to_jwk(key, as_dict=True)
        case _:
            return None
    # PyJWT adds what this key may do; a PEM file says nothing of it.
    return {name: value for name, value in jwk.items() if name != "key_ops"}


def _unreadable(detail: str) -> Finding:
    return Finding(
        id="keys_unreadable",
        severity="error",
        title="No key can be read from it",
        detail=detail,
        source="RFC 7517 §5",
        remedy="Give a JWK set, a JWK, or a PEM file with a public key or certificate.",
    )


def _finding(
    key: str, title: str, severity: Severity, detail: str = "", remedy: str = ""
) -> Finding:
    return Finding(
        id=key, severity=severity, title=title, detail=detail, remedy=remedy, source="RFC 7517 §4"
    )
