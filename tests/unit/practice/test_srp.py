"""The server's half of the handshake by itself; that it is right is shown by clients that log in."""

from __future__ import annotations

import pytest

from apiclient_gui.practice import srp


def test_the_modulus_is_a_safe_prime_of_3072_bits() -> None:
    assert srp.MODULUS.bit_length() == 3072
    half = (srp.MODULUS - 1) // 2
    assert pow(2, half - 1, half) == 1
    assert pow(2, srp.MODULUS - 1, srp.MODULUS) == 1


@pytest.mark.parametrize("public", ["", "x", "-1", "0", f"{srp.MODULUS:x}", "f" * 1025])
def test_a_number_that_cannot_be_used(public: str) -> None:
    with pytest.raises(ValueError, match="SRP_A"):
        srp.begin(srp.account("g", "u", "p"), public)


@pytest.mark.parametrize(
    ("signature", "stamp"),
    [
        ("?", "Sat Nov 4 09:05:07 UTC 2023"),
        ("AAAA", "Sat Nov 4 09:05:07 UTC 2023"),
        ("AAAA", "Sat Nov 04 09:05:07 UTC 2023"),
        ("AAAA", "2023-11-04T09:05:07Z"),
        ("é", ""),
    ],
)
def test_what_is_no_proof(signature: str, stamp: str) -> None:
    exchange = srp.begin(srp.account("g", "u", "p"), "2")
    block = exchange.parameters()["SECRET_BLOCK"]
    assert not exchange.accepts(signature, block, stamp)
    assert not exchange.accepts("AAAA", "AAAA", "Sat Nov 4 09:05:07 UTC 2023")


def test_nothing_secret_is_shown() -> None:
    kept = srp.account("g", "u", "p")
    exchange = srp.begin(kept, "2")
    assert str(kept.verifier) not in repr(exchange)
    assert str(exchange.number) not in repr(exchange)
    assert srp.account("g", "u", "p").salt != kept.salt
