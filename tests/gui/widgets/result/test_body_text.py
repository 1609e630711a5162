from __future__ import annotations

import pytest

from apiclient_gui.ui.widgets.result.body_text import DUMPED_BYTES, render


def test_text_stays_to_the_byte() -> None:
    content = b'{"b":1.10,"a":[1e5,"\xc3\xa9"],"b":2}'
    assert render(content, "application/json") == content


def test_a_named_charset_is_read() -> None:
    assert render(b"caf\xe9", "text/plain; charset=iso-8859-1").decode() == "café"


@pytest.mark.parametrize("kind", ["image/png", "text/plain; charset=no-such", "a; charset=\udcff"])
def test_what_is_no_text_is_dumped(kind: str) -> None:
    shown = render(b"\x89PNG\r\n\x1a\n" + b"0123456789", kind).decode()
    first, second = shown.splitlines()
    assert first == ("00000000  89 50 4e 47 0d 0a 1a 0a  30 31 32 33 34 35 36 37  ·PNG····01234567")
    assert second.startswith("00000010  38 39  ")


def test_a_long_dump_shows_its_beginning_and_says_so() -> None:
    lines = render(b"\xff" * (DUMPED_BYTES + 1), "").decode().splitlines()
    assert len(lines) == DUMPED_BYTES // 16 + 1
    assert lines[-1] == "… the first 64 KB of 65,537 bytes"
