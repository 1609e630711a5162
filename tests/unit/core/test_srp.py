"""The client's half of the handshake, against the practice gateway's half, which was written apart from it."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from apiclient_gui.core import srp
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.srp import Challenge, Handshake
from apiclient_gui.practice import srp as server
from tests import factories

GROUP, USER = "AbCdEfGhI", "7c1e3a52-1111-4222-8333-944455556666"
PASSWORD = "correct hörse 🐎"


def passes(
    handshake: Handshake,
    exchange: server.Exchange,
    *,
    password: str = PASSWORD,
    group: str = GROUP,
    filled: int = 0,
) -> bool:
    """Tell whether a login goes through; `filled` is how many digits the salt and B are at least sent with."""
    sent = exchange.parameters()
    challenge = Challenge(
        group,
        sent["USER_ID_FOR_SRP"],
        sent["SALT"],
        sent["SRP_B"].zfill(filled),
        sent["SECRET_BLOCK"],
    )
    claim = handshake.claim(challenge, Secret(password), factories.NOW)
    return exchange.accepts(claim.signature, sent["SECRET_BLOCK"], claim.timestamp)


def begun(
    handshake: Handshake, salt: int | None = None, number: int | None = None
) -> server.Exchange:
    kept = server.account(GROUP, USER, PASSWORD, salt)
    exchange = server.begin(kept, handshake.public)
    if number is None:
        return exchange
    return server.Exchange(kept, exchange.theirs, number, exchange.block)


def test_the_group_is_the_one_that_follows_from_pi() -> None:
    # The server derives it from pi (RFC 3526 §4); here it is a constant.
    assert server.MODULUS == srp.N
    content = srp.padded(srp.N) + srp.padded(srp.G)
    expected = "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6"
    assert hashlib.sha256(content).hexdigest() == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "00"), (1, "01"), (0x7F, "7f"), (0x80, "0080"), (0xABC, "0abc"), (0xF500, "00f500")],
)
def test_numbers_have_their_first_bit_clear(number: int, expected: str) -> None:
    assert srp.padded(number).hex() == expected


def test_forty_random_logins() -> None:
    for _ in range(40):
        handshake = Handshake.begin()
        assert passes(handshake, begun(handshake))


@pytest.mark.parametrize(
    "salt",
    [
        int("f5" + "11" * 15, 16),
        int("0005" + "11" * 14, 16),
        int("05" + "11" * 15, 16),
        int("0095" + "11" * 14, 16),
        1,
        0,
    ],
)
def test_salts_are_numbers(salt: int) -> None:
    handshake = Handshake.begin()
    assert passes(handshake, begun(handshake, salt))


@pytest.mark.parametrize("filled", [0, 768])
@pytest.mark.parametrize(
    "wanted",
    [
        lambda number: number.bit_length() == 3072,
        lambda number: number.bit_length() == 3071,
        lambda number: number.bit_length() <= 3068,
    ],
    ids=["top bit", "no top bit", "a digit less"],
)
def test_numbers_long_and_short(wanted: Callable[[int], bool], filled: int) -> None:
    # About every sixteenth is short by a digit; small exponents come from doubling, which is quick.
    handshake = next(
        made
        for number in itertools.count(5000)
        if wanted(int((made := Handshake(number)).public, 16))
    )
    kept = server.account(GROUP, USER, PASSWORD, 7)
    theirs = int(handshake.public, 16)
    exchange = next(
        made
        for number in itertools.count(5000)
        if wanted((made := server.Exchange(kept, theirs, number, b"block")).public)
    )
    assert passes(handshake, exchange, filled=filled)


def test_what_is_wrong_is_refused() -> None:
    handshake = Handshake.begin()
    exchange = begun(handshake)
    assert not passes(handshake, exchange, password="another")
    assert not passes(handshake, exchange, group="eu-west-1_AbCdEfGhI")
    assert not passes(Handshake.begin(), exchange)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"public": "0"}, "multiple of the modulus"),
        ({"public": f"{srp.N:x}"}, "multiple of the modulus"),
        ({"public": "-1"}, "SRP_B is not a number"),
        ({"public": "f" * 1025}, "SRP_B is not a number"),
        ({"salt": ""}, "salt is not a number"),
        ({"salt": "١"}, "salt is not a number"),
        ({"block": "?"}, "SECRET_BLOCK is not base64"),
    ],
)
def test_a_challenge_that_is_none(change: dict[str, str], words: str) -> None:
    whole = {"group": GROUP, "user": USER, "salt": "1", "public": "2", "block": "AAAA"} | change
    with pytest.raises(ValueError, match=words):
        Handshake.begin().claim(Challenge(**whole), Secret("p"), factories.NOW)


def test_the_time_is_english_without_a_leading_zero() -> None:
    at = datetime(2023, 11, 4, 9, 5, 7, tzinfo=UTC)
    assert srp.timestamp(at) == "Sat Nov 4 09:05:07 UTC 2023"


def test_the_number_is_not_shown() -> None:
    handshake = Handshake.begin()
    assert str(handshake.number) not in repr(handshake)
    assert Handshake.begin() != handshake


def test_any_text_is_a_password() -> None:
    for password in ("", "\0", "\ud800", "x" * 10_000):
        handshake = Handshake.begin()
        kept = server.account(GROUP, USER, password)
        assert passes(handshake, server.begin(kept, handshake.public), password=password)


def test_a_signature_is_base64_of_32_bytes() -> None:
    challenge = Challenge(GROUP, USER, "1", "2", "AAAA")
    claim = Handshake(5).claim(challenge, Secret("p"), factories.NOW)
    assert len(base64.b64decode(claim.signature)) == 32
