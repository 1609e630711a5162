from __future__ import annotations

import mmap
from pathlib import Path

import pytest

from apiclient_gui.core.formatter import reading
from apiclient_gui.core.formatter.reading import as_text, is_deep, read


def test_json_is_laid_out_and_otherwise_left_alone() -> None:
    content = b'{"b":1.10,"a":[1e5,"\xc3\xa9"],"b":2}'
    pretty = read(content, "application/json", pretty=True).content
    assert pretty is not None
    assert pretty.decode().splitlines()[:3] == ["{", '  "b": 1.10,', '  "a": [']
    assert b"1e5" in pretty
    assert pretty.count(b'"b"') == 2
    raw = read(content, "application/json", pretty=False)
    assert (raw.form, raw.content) == ("json", None)


@pytest.mark.parametrize("kind", ["", "text/plain", "application/problem+json; charset=utf-8"])
def test_json_is_known_by_its_looks_too(kind: str) -> None:
    assert read(b' {"a":1}', kind, pretty=True).form == "json"


def test_what_only_claims_to_be_json_says_so() -> None:
    shown = read(b"<html>", "application/json", pretty=True)
    assert (shown.content, shown.form) == (None, "text")
    assert "Not valid JSON" in shown.note
    assert not read(b"{broken", "text/plain", pretty=True).note


def test_deep_nesting_is_no_crash() -> None:
    assert read(b"[" * 200_000, "application/json", pretty=True).form == "text"


def test_very_large_json_is_left_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LAID_OUT_BYTES", 2**20)
    content = b"[" + b"1," * 2**19 + b"1]"
    shown = read(content, "application/json", pretty=True)
    assert (shown.content, shown.form) == (None, "text")
    assert shown.note == "JSON above 1 MB is not laid out"


def test_json_that_takes_too_much_memory_is_left_as_it_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("msgspec.json.format", fail)
    shown = read(b"[1]", "application/json", pretty=True)
    assert (shown.content, shown.form) == (None, "text")
    assert "too large" in shown.note


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16"])
def test_a_named_charset_is_read(charset: str) -> None:
    shown = read("{é}".encode(charset), f"text/plain; charset={charset}", pretty=True)
    assert shown.content is not None
    assert shown.content.decode() == "{é}"
    assert as_text("é".encode(charset), f"a/b; charset={charset}") == "é".encode()


@pytest.mark.parametrize(
    "kind", ["image/png", "text/plain; charset=no-such", "a; charset=\udcff", "a; charset=utf-8"]
)
def test_what_is_no_text_is_bytes(kind: str) -> None:
    shown = read(b"\x89PNG\r\n\x1a\n0123", kind, pretty=True)
    assert (shown.form, shown.content) == ("hex", None)
    assert "Not text" in shown.note
    assert as_text(b"\xff", kind) is None


def test_text_with_nul_is_bytes() -> None:
    assert read(b"a\0b", "text/plain; charset=iso-8859-1", pretty=True).form == "hex"


def test_a_character_across_two_blocks_is_text(tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"x" * (2**20 - 1) + "é".encode())
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        assert read(data, "text/plain", pretty=True).form == "text"
    path.write_bytes(b"x" * (2**20 - 1) + b"\xc3")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        assert read(data, "text/plain", pretty=True).form == "hex"


@pytest.mark.parametrize(
    ("content", "deep"),
    [
        (b'[{"a":[1,[2]]},{"b":{}}]' * 100, False),
        (b"[" * 40 + b"]" * 40, True),
        (b'{"a":[' * 20 + b"]}" * 20, True),
        (b'["]",' * 40 + b"1" + b"]" * 40, True),
        (b"[" * 40, True),
        (b"no brackets", False),
    ],
)
def test_deep_nesting_is_told_before_it_is_laid_out(content: bytes, deep: bool) -> None:
    assert is_deep(content) is deep
