"""Bodies: exact bytes of a text, a form, parts or a file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import prepare
from apiclient_gui.core.model import FilePart, Origin, Part, Payload, Prepared, Request, Row
from tests import factories
from tests.factories import URL
from tests.support.refusals import refusing


def ready(
    payload: Payload, *headers: tuple[str, str], values: dict[str, str] | None = None
) -> Prepared:
    request = Request(method="POST", url=URL, body=payload, headers=factories.rows(headers))
    return prepare.prepare(request, values or {}, strict=True)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{n}}", "7"),
        ('"{{s}}"', r'"a\"b\\c\nd"'),
        ('{"a": "x {{s}} y"}', r'{"a": "x a\"b\\c\nd y"}'),
        ('{"a\\"b": "{{s}}"}', r'{"a\"b": "a\"b\\c\nd"}'),
        ('{"a\\\\": "{{s}}"}', r'{"a\\": "a\"b\\c\nd"}'),
        ('{"a": {{o}}, "b": "{{o}}"}', r'{"a": {"x":"y"}, "b": "{\"x\":\"y\"}"}'),
        ('["{{n}}", {{n}}, "{{n}}{{n}}", {{n}}]', '["7", 7, "77", 7]'),
        ('"{{u}}"', '"é日"'),
    ],
)
def test_a_value_in_a_json_string_is_escaped_and_elsewhere_it_is_json(
    text: str, filled: str
) -> None:
    values = {"n": "7", "s": 'a"b\\c\nd', "o": '{"x":"y"}', "u": "é日"}
    ready = factories.prepared(json=text, values=values)
    assert ready.body.content.decode() == filled
    json.loads(filled)


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("a", "1 2", b"a=1+2"),
        ("a b", "", b"a+b="),
        ("", "x", b"=x"),
        ("k", "+&=%", b"k=%2B%26%3D%25"),
        ("k", "é~*-._", b"k=%C3%A9%7E*-._"),
        ("k", "a\r\nb", b"k=a%0D%0Ab"),
    ],
)
def test_a_form_is_urlencoded(name: str, value: str, sent: bytes) -> None:
    made = ready(Payload("form", rows=(Row(name, value),)))
    assert made.body.content == sent
    assert made.header("content-type") == "application/x-www-form-urlencoded"
    assert made.header("content-length") == str(len(sent))


@given(st.lists(st.tuples(st.text(min_size=1, max_size=9), st.text(max_size=9)), max_size=4))
def test_a_form_reads_as_it_was_typed(pairs: list[tuple[str, str]]) -> None:
    values = {f"n{number}": text for number, pair in enumerate(pairs) for text in pair}
    values |= {
        f"{side}{i}": text
        for i, pair in enumerate(pairs)
        for side, text in zip("nv", pair, strict=True)
    }
    rows = tuple(Row(f"{{{{n{i}}}}}", f"{{{{v{i}}}}}") for i in range(len(pairs)))
    if any("{{" in text for pair in pairs for text in pair):
        return
    sent = ready(Payload("form", rows=rows), values=values).body.content.decode("ascii")
    assert parse_qsl(sent, keep_blank_values=True) == pairs


def test_a_form_keeps_its_order_fills_variables_and_leaves_out_rows_that_are_off() -> None:
    rows = (Row("b", "{{v}}"), Row("a", "2", enabled=False), Row("", ""), Row("a", "{{v}}&"))
    made = ready(Payload("form", rows=rows), values={"v": "x&y"})
    assert made.body.content == b"b=x%26y&a=x%26y%26"
    assert made.body.origin == Origin("body", variables=("v",))


def test_an_empty_form_is_no_body() -> None:
    made = ready(Payload("form", rows=(Row("a", "1", enabled=False),)))
    assert made.body.size == 0
    assert made.header("content-type") is None


def test_a_typed_content_type_stays() -> None:
    made = ready(Payload("form", rows=(Row("a", "1"),)), ("content-type", "text/x-own"))
    assert [h.value for h in made.headers if h.name.lower() == "content-type"] == ["text/x-own"]


def test_a_file_is_hashed_and_measured_and_not_read_into_memory(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(bytes(range(256)) * 5000)
    made = ready(Payload("file", file=str(file)))
    assert made.body.pieces == (FilePart(file, 1_280_000, file.stat().st_mtime_ns),)
    assert made.body.content == b""
    assert made.header("content-type") == "image/png"
    assert made.header("content-length") == "1280000"
    assert made.body.sha256() == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_files_type_is_not_guessed_when_that_is_not_wanted(tmp_path: Path) -> None:
    file = tmp_path / "photo.png"
    file.write_bytes(b"x")
    assert ready(Payload("file", file=str(file), guessed=False)).header("content-type") is None
    typed = ready(Payload("file", file=str(file)), ("Content-Type", "text/plain"))
    assert typed.header("content-type") == "text/plain"


def test_a_files_path_may_hold_a_variable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    made = ready(Payload("file", file="{{folder}}/a.txt"), values={"folder": str(tmp_path)})
    assert b"".join(made.body.blocks()) == b"hello"
    assert made.body.origin.variables == ("folder",)


def test_what_belongs_to_another_kind_is_not_looked_at() -> None:
    payload = Payload(
        "text", "t", rows=(Row("{{a}}"),), parts=(Part("p", file="/nowhere"),), file="{{b}}"
    )
    made = ready(payload)
    assert made.body.content == b"t"
    assert made.body.origin.variables == ()


@pytest.mark.parametrize(
    "payload",
    [
        Payload("form", rows=(Row("a", "\ud800"),)),
        Payload("form", rows=(Row("\ud800", ""),)),
        Payload("multipart", parts=(Part("\ud800", "x"),)),
        Payload("multipart", parts=(Part("a", "\ud800"),)),
        Payload("multipart", parts=(Part("a", file="\ud800"),)),
        Payload("file", file="\ud800"),
    ],
)
def test_half_a_character_is_told(payload: Payload) -> None:
    assert refusing(Request(url=URL, body=payload)).id == "text_not_unicode"
