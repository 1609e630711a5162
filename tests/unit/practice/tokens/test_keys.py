from __future__ import annotations

import json
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from apiclient_gui.practice.tokens import keys


def test_what_is_made_can_be_loaded() -> None:
    pem = keys.make()
    key = keys.load(pem)
    assert key.private.key_size == 2048
    assert keys.load(pem).key_id == key.key_id
    assert keys.load(keys.make()).key_id != key.key_id


def test_the_published_key_is_the_public_one() -> None:
    key = keys.load(keys.make())
    jwk = dict(key.jwk)
    assert set(jwk) == {"alg", "kid", "use", "e", "kty", "n"}
    published = jwt.PyJWK(jwk)
    assert published.key.public_numbers() == key.private.public_key().public_numbers()


def test_the_id_is_the_thumbprint(monkeypatch: pytest.MonkeyPatch) -> None:
    # The example of RFC 7638 §3.1, whose key is public only.
    numbers = {
        "e": "AQAB",
        "kty": "RSA",
        "n": (
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
            "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
            "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI"
            "4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        ),
    }
    monkeypatch.setattr(keys, "_public", lambda _: numbers)
    assert keys.load(keys.make()).key_id == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def pem_of(private: ec.EllipticCurvePrivateKey, *, password: bytes = b"") -> str:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption(),
    ).decode()


def test_what_is_no_key(tmp_path: Path) -> None:
    curve = ec.generate_private_key(ec.SECP256R1())
    for text in ("", "x", keys.make()[:-200], pem_of(curve), pem_of(curve, password=b"p")):
        with pytest.raises(ValueError):  # noqa: PT011  # whatever its words: nobody reads them
            keys.load(text)


def test_a_key_goes_into_json() -> None:
    json.dumps(dict(keys.load(keys.make()).jwk))
