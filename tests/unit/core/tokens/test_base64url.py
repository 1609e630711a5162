"""Base64url, strictly; and a guess where it is none."""

from __future__ import annotations

import pytest

from apiclient_gui.core.tokens import base64url


@pytest.mark.parametrize("raw", [b"", b"f", b"fo", b"foo", b"\xff\xfe\xfd", bytes(range(256))])
def test_what_is_written_is_read(raw: bytes) -> None:
    assert base64url.read(base64url.write(raw)) == (raw, "")


@pytest.mark.parametrize(
    ("text", "guess", "word"),
    [
        ("Zm8=", b"fo", "padding"),
        ("Zg==", b"f", "padding"),
        ("Zm9v=", b"foo", "padding"),
        ("=", b"", "padding"),
        ("__-+", b"\xff\xff\xbe", "plain Base64"),
        ("Zm 9v", b"foo", "character 3"),
        ("Zm9v\n", b"foo", "line break"),
        ("Zm9v?", b"foo", "U+003F (character 5)"),
        ("\ud800Zm9v", b"foo", "U+D800"),
        ("Zm9v\0", b"foo", "U+0000"),
        ("Zm9vé", b"foo", "U+00E9"),
        ("Zm9vZ", b"foo", "missing"),
        ("Zm9", b"fo", "bits"),  # 9 is 111101: the last two bits are left over
        ("AB", b"\0", "bits"),
    ],
)
def test_what_is_not_strict_is_told_and_guessed(text: str, guess: bytes, word: str) -> None:
    raw, wrong = base64url.read(text)
    assert raw == guess
    assert word in wrong
