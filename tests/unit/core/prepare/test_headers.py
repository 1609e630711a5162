"""Header lines: the program's own before those typed, in the order typed."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core import prepare
from apiclient_gui.core.model import Origin
from tests import factories
from tests.support.refusals import refused


def test_default_headers_and_their_order() -> None:
    ready = factories.prepared("https://h:81/", headers=[("X", "1")], json="{}", method="POST")
    assert [(header.name, header.value) for header in ready.headers] == [
        ("Host", "h:81"),
        ("User-Agent", prepare.USER_AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Content-Type", "application/json"),
        ("Content-Length", "2"),
        ("X", "1"),
    ]


@pytest.mark.parametrize(
    ("method", "text", "length"),
    [
        ("GET", None, None),
        ("DELETE", None, None),
        ("HEAD", None, None),
        ("POST", None, "0"),
        ("PUT", "", "0"),
        ("PATCH", None, "0"),
        ("GET", "é", "2"),
    ],
)
def test_content_length(method: str, text: str | None, length: str | None) -> None:
    assert factories.prepared(method=method, text=text).header("content-length") == length


def test_only_a_json_body_that_is_there_brings_a_content_type() -> None:
    assert factories.prepared(text="{}").header("content-type") is None
    assert factories.prepared(json="").header("content-type") is None
    own = factories.prepared(json="{}", headers=[("content-type", "application/x+json")])
    assert [h.value for h in own.headers if h.name.lower() == "content-type"] == [
        "application/x+json"
    ]


@pytest.mark.parametrize("name", ["Host", "user-agent", "ACCEPT", "Accept-Encoding"])
def test_an_own_header_replaces_the_default(name: str) -> None:
    ready = factories.prepared("https://h/", headers=[(name, "own.example")])
    same = [header for header in ready.headers if header.name.lower() == name.lower()]
    assert [(header.name, header.value, header.origin) for header in same] == [
        (name, "own.example", Origin("header", 0))
    ]
    assert ready.host == "h"


def test_repeated_headers_and_values_stay_as_typed() -> None:
    ready = factories.prepared(headers=[("A", " 1 "), ("B", "x: y"), ("a", "")])
    assert [(h.name, h.value) for h in ready.headers[-3:]] == [
        ("A", " 1 "),
        ("B", "x: y"),
        ("a", ""),
    ]


def test_values_beyond_ascii_go_out_as_utf_8() -> None:
    ready = factories.prepared(headers=[("X-Name", "Žofie 日本")])
    assert "X-Name: Žofie 日本".encode() in ready.head().split(b"\r\n")


@pytest.mark.parametrize(
    "name", ["a b", "a:", ":a", "a\r\nb", "a\x00", "é", '"a"', "a/b", "(a)", "X" * 100 + " x"]
)
def test_names_that_are_none(name: str) -> None:
    assert refused(headers=[("Fine", "1"), (name, "x")]).id == "header_invalid"


def test_a_value_without_a_name_is_refused_rather_than_dropped() -> None:
    assert refused(headers=[("", "x")]).id == "header_invalid"


def test_blanks_around_a_name_are_not_part_of_it() -> None:
    assert factories.prepared(headers=[(" X-A\t", "1")]).headers[-1].name == "X-A"


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\rb", "a\x00", "a\x7f", "\x1b[0m", "a\n"])
def test_values_that_would_break_the_message(value: str) -> None:
    finding = refused(headers=[("X-Secret", value + "hunter2")])
    assert finding.id == "header_invalid"
    assert "hunter2" not in msgspec.json.encode(finding).decode()
    assert refused(headers=[("X", "{{v}}")], values={"v": value}).id == "header_invalid"


def test_a_tab_in_a_value_is_allowed() -> None:
    assert factories.prepared(headers=[("X", "a\tb")]).header("X") == "a\tb"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Length", "4"),
        ("content-length", "0x5"),
        ("Content-Length", ""),
        ("Transfer-Encoding", "chunked"),
        ("transfer-encoding", "5"),
    ],
)
def test_the_length_of_the_body_cannot_be_said_wrong(name: str, value: str) -> None:
    assert refused(headers=[(name, value)], text="12345").id == "framing_header"


def test_the_right_length_may_be_typed() -> None:
    ready = factories.prepared(headers=[("Content-Length", "5")], text="12345")
    assert [h.value for h in ready.headers if h.name.lower() == "content-length"] == ["5"]
