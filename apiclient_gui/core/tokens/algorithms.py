"""The signature algorithms of RFC 7518 §3.1, RFC 8037, RFC 8812 and RFC 9864, and what each wants of a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Algorithm:
    """What an algorithm wants: the key type, one of these curves (none for RSA and HMAC), bytes of an HMAC key.

    `library` is the name PyJWT has for it.
    """

    library: str
    kty: str
    curves: tuple[str, ...] = ()
    least_bytes: int = 0


TABLE: Final = {
    # RFC 7518 §3.2: a key of the same size as the hash output or larger.
    "HS256": Algorithm("HS256", "oct", least_bytes=32),
    "HS384": Algorithm("HS384", "oct", least_bytes=48),
    "HS512": Algorithm("HS512", "oct", least_bytes=64),
    "RS256": Algorithm("RS256", "RSA"),
    "RS384": Algorithm("RS384", "RSA"),
    "RS512": Algorithm("RS512", "RSA"),
    "PS256": Algorithm("PS256", "RSA"),
    "PS384": Algorithm("PS384", "RSA"),
    "PS512": Algorithm("PS512", "RSA"),
    "ES256": Algorithm("ES256", "EC", ("P-256",)),
    "ES384": Algorithm("ES384", "EC", ("P-384",)),
    "ES512": Algorithm("ES512", "EC", ("P-521",)),
    "ES256K": Algorithm("ES256K", "EC", ("secp256k1",)),
    "EdDSA": Algorithm("EdDSA", "OKP", ("Ed25519", "Ed448")),
    "Ed25519": Algorithm("EdDSA", "OKP", ("Ed25519",)),
    "Ed448": Algorithm("EdDSA", "OKP", ("Ed448",)),
}

_SAME_KEYS: Final = {
    # A wide-spread slip: the curve is P-521, the algorithm ES512 (RFC 7518 §3.4).
    "ES521": ("ES512",),
    # RFC 9864 §2.2 splits EdDSA into one name for each curve.
    "EdDSA": ("EdDSA", "Ed25519", "Ed448"),
    "Ed25519": ("EdDSA", "Ed25519"),
    "Ed448": ("EdDSA", "Ed448"),
}


def permits(key_algorithm: str, algorithm: str) -> bool:
    """Whether a key whose `alg` is the first may check a token whose `alg` is the second (RFC 7517 §4.4)."""
    return algorithm in _SAME_KEYS.get(key_algorithm, (key_algorithm,))
