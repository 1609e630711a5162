"""What a scope holds: a Region only where none is signed along."""

from __future__ import annotations

from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.signing.ecdsa_p256 import ECDSA_P256
from apiclient_gui.core.signing.hmac_sha256 import HMAC_SHA256

TARGET = SigningTarget("execute-api", "eu-west-1")


def test_the_credential_scope() -> None:
    scope = HMAC_SHA256.scope("20260304", TARGET)
    assert scope == "20260304/eu-west-1/execute-api/aws4_request"
    assert ECDSA_P256.scope("20260304", TARGET) == "20260304/execute-api/aws4_request"


def test_a_key_is_told_of_and_never_shown() -> None:
    for one in (HMAC_SHA256, ECDSA_P256):
        assert one.key.endswith("Never shown, never sent.")
