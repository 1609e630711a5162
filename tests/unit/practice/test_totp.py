"""One-time codes: the vectors of RFC 6238, and each code good once."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.practice import totp
from apiclient_gui.practice.totp import Verifier

SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 10, 1, 12, 0, 15, tzinfo=UTC)
STEP = timedelta(seconds=totp.STEP)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.code(SECRET, at, digits=8) == code
    assert totp.code(SECRET, at) == code[-6:]


@pytest.mark.parametrize(
    ("steps", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_step_before_and_after(steps: int, right: bool) -> None:
    code = totp.code(SECRET, NOW + steps * STEP)
    assert Verifier().accepts("device", SECRET, code, NOW) == right


def test_a_code_is_good_once() -> None:
    verifier = Verifier()
    first, next_ = totp.code(SECRET, NOW), totp.code(SECRET, NOW + STEP)
    assert verifier.accepts("device", SECRET, first, NOW)
    assert not verifier.accepts("device", SECRET, first, NOW)
    assert not verifier.accepts("device", SECRET, first, NOW + STEP)
    assert verifier.accepts("device", SECRET, next_, NOW)
    assert not verifier.accepts("device", SECRET, next_, NOW + STEP)
    assert verifier.accepts("another device", SECRET, first, NOW)


def test_a_wrong_one_uses_nothing_up() -> None:
    verifier = Verifier()
    code = totp.code(SECRET, NOW)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for given in (wrong, "", "12345", code + "0", "１２３４５６"):
        assert not verifier.accepts("device", SECRET, given, NOW)
    assert verifier.accepts("device", SECRET, code, NOW)
