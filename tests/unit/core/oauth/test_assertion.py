"""Tokens by which a client proves itself: signed by its key, whatever became of the line ends of the PEM."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, x25519

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.oauth.assertion import assertion
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support import signed_tokens

URL = "https://idp.example/token"


def pem(key: Any, password: bytes | None = None) -> str:
    protection = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    form = serialization.PrivateFormat.PKCS8
    text: bytes = key.private_bytes(serialization.Encoding.PEM, form, protection)
    return text.decode()


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (signed_tokens.rsa_key(), "RS256"),
        (signed_tokens.ec_key(), "ES256"),
        (ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (signed_tokens.ed_key(), "EdDSA"),
    ],
)
@pytest.mark.parametrize("between", ["\n", " ", "\r\n"])
def test_a_key_signs(key: Any, algorithm: str, between: str) -> None:
    text = f" {pem(key)} ".replace("\n", between)
    token = assertion("me", URL, Secret(text), "k1", factories.NOW).reveal()
    assert jwt.get_unverified_header(token) == {"typ": "JWT", "alg": algorithm, "kid": "k1"}
    options: Any = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(token, key.public_key(), [algorithm], options=options, audience=URL)
    assert (claims["iss"], claims["sub"]) == ("me", "me")
    assert claims["exp"] - claims["iat"] == 60
    assert claims["iat"] == int(factories.NOW.timestamp())


def test_each_is_used_once() -> None:
    key = Secret(pem(signed_tokens.ec_key()))
    ids = {
        jwt.decode(
            assertion("me", URL, key, "", factories.NOW).reveal(),
            options={"verify_signature": False},
        )["jti"]
        for _ in range(3)
    }
    assert len(ids) == 3


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no key",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        pem(signed_tokens.ec_key(), b"passphrase"),
        pem(ec.generate_private_key(ec.BrainpoolP256R1())),
        pem(x25519.X25519PrivateKey.generate()),
        "\ud800\x00",
    ],
)
def test_a_key_that_cannot_sign_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        assertion("me", URL, Secret(text), "", factories.NOW)
    assert refused.value.trouble == "refused"
    assert refused.value.finding.id == "private_key_unusable"
    assert "AAAA" not in repr(refused.value.finding)
