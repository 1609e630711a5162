"""Keys from files and sets."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.x509.oid import NameOID

from apiclient_gui.core import tokens
from tests.support.signed_tokens import (
    SECRET,
    ec_key,
    ed_key,
    jwk,
    key_set,
    pem,
    rsa_key,
    segment,
    signed,
)


def private_pem(key: Any, password: bytes | None = None) -> bytes:
    raw: bytes = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption(),
    )
    return raw


def certificate() -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(rsa_key().public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(rsa_key(), hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )


def test_a_set_is_read() -> None:
    keys = tokens.parse_keys(
        key_set(jwk(alg="RS256", use="sig"), jwk("EC", kid="k2", key_ops=["verify"]))
    )
    first, second = keys.keys
    assert keys.findings == ()
    assert (first.kty, first.key_id, first.algorithm, first.use) == ("RSA", "k1", "RS256", "sig")
    assert (first.bits, first.operations, first.fault) == (2048, None, "")
    assert (second.curve, second.operations, second.bits) == ("P-256", ("verify",), 0)
    assert keys.knows("k2")
    assert not keys.knows("k3")


@pytest.mark.parametrize(
    ("raw", "kty", "algorithm"),
    [
        (pem(rsa_key()), "RSA", "RS256"),
        (pem(ec_key()), "EC", "ES256"),
        (pem(ed_key()), "OKP", "EdDSA"),
        (private_pem(rsa_key()), "RSA", "RS256"),
        (certificate(), "RSA", "RS256"),
        (json.dumps(jwk("EC", kid=None)).encode(), "EC", "ES256"),
        (b"\xef\xbb\xbf" + key_set(), "RSA", "RS256"),
    ],
)
def test_each_form_checks_its_tokens(raw: bytes, kty: str, algorithm: str) -> None:
    keys = tokens.parse_keys(raw)
    assert [key.kty for key in keys.keys] == [kty]
    assert tokens.verify(signed({}, algorithm=algorithm), keys).verified is True


def test_of_a_private_key_the_public_half_is_taken() -> None:
    d = rsa_key().private_numbers().d
    text = segment(d.to_bytes(256))
    for keys in (
        tokens.parse_keys(private_pem(rsa_key())),
        tokens.parse_keys(key_set(jwk(d=text))),
    ):
        assert [one.id for one in keys.findings] == ["key_is_private"]
        assert text not in repr(keys.keys) + repr(keys.keys[0].numbers)


def test_a_secret_does_not_show() -> None:
    keys = tokens.parse_keys(key_set(jwk("oct")))
    assert segment(SECRET) not in repr(keys)
    assert SECRET.decode() not in repr(tokens.secret_key(SECRET))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"keys":[]}',
        b'{"keys":{}}',
        b'{"keys":[1,null]}',
        b'{"issuer":"i","jwks_uri":"https://i/keys"}',
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        b"-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PRIVATE KEY-----",
        private_pem(ec_key(), b"password"),
        pem(x25519.X25519PrivateKey.generate()),
        b" " * (2**20 + 1),
    ],
)
def test_what_holds_no_key_is_a_finding(raw: bytes) -> None:
    keys = tokens.parse_keys(raw)
    assert keys.keys == ()
    assert any(one.severity == "error" for one in keys.findings)
    assert tokens.verify(signed({}), keys).verified is None


def test_what_is_no_key_is_not_quoted() -> None:
    raw = b"sk_secret"
    for one in (raw, b'{"k":"sk_secret","k":"sk_secret","kty":"oct"}', b'["sk_secret"]'):
        assert "sk_secret" not in repr(tokens.parse_keys(one).findings)


def test_a_discovery_document_says_where_the_keys_are() -> None:
    keys = tokens.parse_keys(b'{"issuer":"i","jwks_uri":"https://i/keys"}')
    assert "https://i/keys" in keys.findings[-1].detail


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ({"kty": "AKP", "kid": "x"}, "AKP"),
        ({"kid": "x"}, "key type"),
        ({"kty": 1}, "key type"),
        (jwk(n=None), "n is missing"),
        (jwk(n="!"), "base64url"),
        (jwk(e="AQ"), "exponent is 1"),
        (jwk(e="AA"), "exponent is 0"),
        (jwk(e=segment((65536).to_bytes(3))), "even"),
        (jwk(n=segment(b"\x80" + b"\1" * 127)), "1024 bits"),
        (jwk(n=segment(pow(65537, 130).to_bytes(512))), "ROCA"),
        (jwk("EC", x=None), "x is missing"),
        ({"kty": "oct", "k": ""}, "k is missing"),
    ],
)
def test_a_key_that_must_not_be_used_says_why(entry: dict[str, Any], word: str) -> None:
    (key,) = tokens.parse_keys(key_set(entry)).keys
    assert word in key.fault


def test_faulty_keys_do_not_spoil_a_set() -> None:
    keys = tokens.parse_keys(key_set({"kty": "AKP", "kid": "x"}, jwk(), jwk(kid="k3", e="AQ")))
    assert [one.id for one in keys.findings] == ["key_unusable", "key_unusable"]
    assert tokens.verify(signed({}), keys).verified is True
