"""Canonical request and string to sign: each line, in order, with the pieces that it was made of."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import canonical, urls
from apiclient_gui.core.model import Header, Origin
from tests import factories


def test_the_lines_in_order_with_their_parts() -> None:
    ready = factories.hand_made(
        "/a b", query=[("b", "2"), ("a", None)], headers=[("Host", "h"), ("X-B", "1")], body=b"x"
    )
    lines = canonical.canonical_lines(ready, {"x-b", "host"}, "hash")
    assert [(line.part, line.text) for line in lines] == [
        ("method", "GET"),
        ("path", "/a%20b"),
        ("query", "a=&b=2"),
        ("header", "host:h"),
        ("header", "x-b:1"),
        ("blank", ""),
        ("signed_headers", "host;x-b"),
        ("payload", "hash"),
    ]


def test_each_line_knows_its_pieces() -> None:
    ready = factories.prepared(
        "https://h/{{p}}?b={{v}}",
        params=[("a", "1")],
        headers=[("X-Two", "1"), ("x-two", "{{v}}")],
        values={"p": "path", "v": "value"},
        text="{{v}}",
    )
    lines = {
        line.part if line.part != "header" else line.text.partition(":")[0]: line.origins
        for line in canonical.canonical_lines(ready, {"host", "x-two"}, "hash")
    }
    assert lines["path"] == (Origin("url", variables=("p",)),)
    # In the order of the line, not of the URL.
    assert lines["query"] == (Origin("param", 0), Origin("url", 0, variables=("v",)))
    assert lines["x-two"] == (Origin("header", 0), Origin("header", 1, variables=("v",)))
    assert lines["host"] == (Origin("default", name="Host"),)
    assert lines["payload"] == (Origin("body", variables=("v",)),)


def test_normalising_can_be_left_out() -> None:
    ready = factories.hand_made("/a/../b//c")
    paths = [
        canonical.canonical_lines(ready, {"host"}, "", normalize=on)[1].text for on in (True, False)
    ]
    assert paths == ["/b/c", "/a/../b//c"]


@pytest.mark.parametrize(
    ("value", "signed"),
    [
        ("", ""),
        ("  a   b  ", "a b"),
        ("a\t \tb", "a b"),
        ('"a   b"', '"a b"'),
        ("a: b", "a: b"),
        ("é".encode().decode("latin-1"), "é"),
        ("\u00a0a\u00a0".encode().decode("latin-1"), "\u00a0a\u00a0"),  # no blank of HTTP
    ],
)
def test_header_values(value: str, signed: str) -> None:
    assert canonical.header_value(value) == signed


def test_header_bytes_that_are_no_utf_8_are_signed_as_they_are() -> None:
    ready = factories.hand_made(headers=[("Host", "h"), ("X", "\xff")])
    text = "\n".join(line.text for line in canonical.canonical_lines(ready, {"host", "x"}, ""))
    to_sign = canonical.string_to_sign("A", factories.NOW, "s", text)
    raw = b"GET\n/\n\nhost:h\nx:\xff\n\nhost;x\n"
    assert to_sign.rpartition("\n")[2] == hashlib.sha256(raw).hexdigest()


def test_string_to_sign() -> None:
    text = canonical.string_to_sign("AWS4-HMAC-SHA256", factories.NOW, "scope", "")
    assert text == f"AWS4-HMAC-SHA256\n{factories.STAMP}\nscope\n{canonical.EMPTY_SHA256}"


def test_time_stamp() -> None:
    assert canonical.amz_date(datetime(2026, 1, 2, 3, 4, 5, 999_999, UTC)) == "20260102T030405Z"


@pytest.mark.parametrize(
    ("name", "value", "pair"),
    [("a", None, ("a", "")), ("a+b", "c=d", ("a%20b", "c%3Dd")), ("%61", "%2f", ("a", "%2F"))],
)
def test_pairs_come_to_strict_form_whatever_they_were(
    name: str, value: str | None, pair: tuple[str, str]
) -> None:
    assert canonical.canonical_pair(name, value) == pair


@given(
    st.text(st.sampled_from("ab%2DdEeFf3~-_. +=&é\udc80"), max_size=9),
    st.text(st.sampled_from("zZ%0479AaC/:*"), max_size=9),
)
def test_a_short_cut_leads_to_the_same_pair(name: str, value: str) -> None:
    name = name.replace("=", "").encode("utf-8", "replace").decode()
    strict_name, strict_value = urls.wire_query_item(f"{name}={value}", strict=True)
    assert canonical.canonical_pair(name, value) == (strict_name, strict_value)
    assert canonical.canonical_pair(strict_name, strict_value) == (strict_name, strict_value)


@pytest.mark.parametrize("byte", range(256))
def test_every_byte_has_one_form(byte: int) -> None:
    for escape in (f"%{byte:02X}", f"%{byte:02x}"):
        pair = urls.wire_query_item(f"={escape}", strict=True)
        assert canonical.canonical_pair("", escape) == pair


@pytest.mark.parametrize(
    ("path", "once", "again"),
    [
        ("/a%20b", "/a%20b", "/a%2520b"),
        ("/a:b/(c)", "/a%3Ab/%28c%29", "/a%3Ab/%28c%29"),
        ("/%C3%A9//x", "/%C3%A9//x", "/%25C3%25A9//x"),
        ("/a b", "/a%20b", "/a%20b"),
    ],
)
def test_a_path_is_encoded_again_or_not(path: str, once: str, again: str) -> None:
    ready = factories.hand_made(path)
    for wanted, anew in ((once, False), (again, True)):
        lines = canonical.canonical_lines(ready, {"host"}, "", normalize=False, encode_again=anew)
        assert lines[1].text == wanted


@pytest.mark.parametrize(("year", "stamp"), [(1, "00010203T040506Z"), (9999, "99990203T040506Z")])
def test_a_year_has_four_digits(year: int, stamp: str) -> None:
    assert canonical.amz_date(datetime(year, 2, 3, 4, 5, 6, tzinfo=UTC)) == stamp


def test_a_header_is_the_same_whichever_case_it_has() -> None:
    ready = factories.hand_made(headers=[("HOST", "h")])
    header = Header("HOST", "h", Origin("header", 0))
    assert ready.headers == (header,)
    assert canonical.canonical_lines(ready, {"host"}, "")[3].text == "host:h"
