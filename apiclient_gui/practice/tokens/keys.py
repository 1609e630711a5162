"""RSA keys that sign tokens: made, kept as PEM, and published as JSON Web Keys (RFC 7517)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

ALGORITHM: Final = "RS256"
_BITS: Final = 2048
_EXPONENT: Final = 65_537


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key and its id, the SHA-256 thumbprint of the public one (RFC 7638)."""

    key_id: str
    private: RSAPrivateKey

    @property
    def jwk(self) -> Mapping[str, str]:
        """The public key as it stands in a key set."""
        public = _public(self.private)
        return {"alg": ALGORITHM, "kid": self.key_id, "use": "sig", **public}


def make() -> str:
    """Return a new key as PEM (PKCS 8); takes some tenths of a second."""
    private = generate_private_key(_EXPONENT, _BITS)
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def load(pem: str) -> SigningKey:
    """Return the key of a PEM text; raise ValueError when it is not an RSA key without a password."""
    try:
        private = serialization.load_pem_private_key(pem.encode(), None)
    except TypeError as error:  # it has a password
        raise ValueError(str(error)) from error
    if not isinstance(private, RSAPrivateKey):
        raise ValueError("not an RSA key")  # noqa: TRY004  # a text of the wrong content, not of the wrong type
    # Members in lexicographic order and no blanks: RFC 7638 §3.
    thumbprint = hashlib.sha256(msgspec.json.encode(_public(private), order="sorted")).digest()
    return SigningKey(_base64url(thumbprint), private)


def _public(private: RSAPrivateKey) -> dict[str, str]:
    numbers = private.public_key().public_numbers()
    return {"e": _number(numbers.e), "kty": "RSA", "n": _number(numbers.n)}


def _number(value: int) -> str:
    return _base64url(value.to_bytes((value.bit_length() + 7) // 8))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
