"""Tokens and keys as issuers make them, for tests that read and check them."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

SECRET = b"a secret of thirty-two bytes.... and of many more, for HS512 too"


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Return an RSA key, the same in this process."""
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key() -> ec.EllipticCurvePrivateKey:
    """Return a P-256 key, the same in this process."""
    return ec.generate_private_key(ec.SECP256R1())


@cache
def ed_key() -> ed25519.Ed25519PrivateKey:
    """Return an Ed25519 key, the same in this process."""
    return ed25519.Ed25519PrivateKey.generate()


def signed(
    claims: Mapping[str, Any],
    *,
    algorithm: str = "RS256",
    key_id: str | None = "k1",
    key: Any = None,
    header: Mapping[str, Any] | None = None,
) -> str:
    """Return a token signed with the key of this process that fits the algorithm."""
    keys = {"RS": rsa_key, "PS": rsa_key, "ES": ec_key, "Ed": ed_key}
    chosen = key or (SECRET if algorithm.startswith("HS") else keys[algorithm[:2]]())
    extra = {**({"kid": key_id} if key_id is not None else {}), **(header or {})}
    return jwt.encode(dict(claims), chosen, algorithm=algorithm, headers=extra)


def raw(header: str | bytes, claims: str | bytes, signature: str = "c2ln") -> str:
    """Return a token of these bytes, signed by nobody."""
    return f"{segment(header)}.{segment(claims)}.{signature}"


def segment(content: str | bytes) -> str:
    """Return base64url without padding."""
    data = content if isinstance(content, bytes) else content.encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwk(kind: str = "RSA", **members: Any) -> dict[str, Any]:
    """Return the public half of this process's key of a kind; `members` are added, None takes one away."""
    made: dict[str, Any] = {
        "RSA": lambda: RSAAlgorithm.to_jwk(rsa_key().public_key(), as_dict=True),
        "EC": lambda: ECAlgorithm.to_jwk(ec_key().public_key(), as_dict=True),
        "OKP": lambda: OKPAlgorithm.to_jwk(ed_key().public_key(), as_dict=True),
        "oct": lambda: {"kty": "oct", "k": segment(SECRET)},
    }[kind]()
    made.pop("key_ops", None)
    whole = {**made, "kid": "k1", **members}
    return {name: value for name, value in whole.items() if value is not None}


def key_set(*keys: Mapping[str, Any]) -> bytes:
    """Return a JWK set; of the RSA key alone when none is given."""
    return json.dumps({"keys": list(keys or (jwk(),))}).encode()


def pem(key: Any) -> bytes:
    """Return the public half of a private key in PEM form."""
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
