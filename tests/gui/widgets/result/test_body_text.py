from __future__ import annotations

import pytest

from apiclient_gui.ui.widgets.result.body_text import DUMPED_BYTES, LAID_OUT_BYTES, render


def test_json_is_laid_out_and_otherwise_left_alone() -> None:
    content = b'{"b":1.10,"a":[1e5,"\xc3\xa9"],"b":2}'
    pretty = render(content, "application/json", pretty=True)
    assert pretty.content.decode().splitlines()[:3] == ["{", '  "b": 1.10,', '  "a": [']
    assert b"1e5" in pretty.content
    assert pretty.content.count(b'"b"') == 2
    assert render(content, "application/json", pretty=False).content == content
    assert pretty.language == "json"


@pytest.mark.parametrize("kind", ["", "text/plain", "application/problem+json; charset=utf-8"])
def test_json_is_known_by_its_looks_too(kind: str) -> None:
    assert render(b' {"a":1}', kind, pretty=True).form == "json"


def test_what_only_claims_to_be_json_says_so() -> None:
    shown = render(b"<html>", "application/json", pretty=True)
    assert (shown.content, shown.form) == (b"<html>", "text")
    assert "Not valid JSON" in shown.note
    assert not render(b"{broken", "text/plain", pretty=True).note


def test_deep_nesting_is_no_crash() -> None:
    shown = render(b"[" * 200_000, "application/json", pretty=True)
    assert shown.form == "text"


def test_very_large_json_is_left_as_it_came() -> None:
    content = b"[" + b"1," * (LAID_OUT_BYTES // 2) + b"1]"
    shown = render(content, "application/json", pretty=True)
    assert (shown.content, shown.form) == (content, "text")
    assert shown.note == "JSON above 10.0 MB is not laid out"


def test_a_named_charset_is_read() -> None:
    shown = render(b"caf\xe9", "text/plain; charset=iso-8859-1", pretty=True)
    assert shown.content.decode() == "café"


@pytest.mark.parametrize("kind", ["image/png", "text/plain; charset=no-such", "a; charset=\udcff"])
def test_what_is_no_text_is_dumped(kind: str) -> None:
    shown = render(b"\x89PNG\r\n\x1a\n" + b"0123456789", kind, pretty=True)
    first, second = shown.content.decode().splitlines()
    assert first == ("00000000  89 50 4e 47 0d 0a 1a 0a  30 31 32 33 34 35 36 37  .PNG....01234567")
    assert second.startswith("00000010  38 39  ")
    assert shown.form == "hex"


def test_text_with_nul_is_dumped() -> None:
    assert render(b"a\0b", "text/plain", pretty=True).form == "hex"


def test_a_long_dump_shows_its_beginning_and_says_so() -> None:
    shown = render(b"\xff" * (DUMPED_BYTES + 1), "", pretty=True)
    assert len(shown.content.splitlines()) == DUMPED_BYTES // 16
    assert "the first 64 KB of 64.0 KB" in shown.note
