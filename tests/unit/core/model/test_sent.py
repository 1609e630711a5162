"""What is sent: URL, lines and head as they go on the wire."""

from __future__ import annotations

import pytest

from apiclient_gui.core.model import Header, Origin, QueryItem
from tests import factories


def test_a_query_item_without_equals_sign_differs_from_an_empty_one() -> None:
    assert QueryItem("flag", None, Origin("url")).text == "flag"
    assert QueryItem("flag", "", Origin("url")).text == "flag="
    assert QueryItem("a", "b=c", Origin("url")).text == "a=b=c"


def test_url_and_target_are_what_goes_on_the_wire() -> None:
    bare = factories.hand_made("/a//./b")
    assert (bare.target, bare.url) == ("/a//./b", "https://h.example.com/a//./b")
    asked = factories.hand_made("/", query=[("x", "1"), ("flag", None)], host="h:8443")
    assert asked.url == "https://h:8443/?x=1&flag"


def test_the_first_header_of_a_name_is_found_whatever_its_case() -> None:
    ready = factories.hand_made(headers=[("hOsT", "a"), ("X", "1"), ("x", "2")])
    assert ready.header("HOST") == "a"
    assert ready.header("x") == "1"
    assert ready.header("y") is None


def test_repeated_headers_go_out_together_at_the_place_of_the_first() -> None:
    ready = factories.hand_made(headers=[("A", "1"), ("B", "2"), ("a", "3"), ("C", "4")])
    assert [(h.name, h.value) for h in ready.lines()] == [
        ("A", "1"),
        ("a", "3"),
        ("B", "2"),
        ("C", "4"),
    ]
    assert ready.head() == b"GET / HTTP/1.1\r\nA: 1\r\na: 3\r\nB: 2\r\nC: 4\r\n\r\n"


def test_head_writes_each_character_of_a_header_as_one_byte() -> None:
    value = "é".encode().decode("latin-1")
    ready = factories.hand_made(headers=[("X", value)])
    assert ready.head().split(b"\r\n")[1] == b"X: \xc3\xa9"


def test_a_prepared_request_shows_no_more_than_it_has() -> None:
    header = Header("A", "1", Origin("header", 0, variables=("v",)))
    assert header.origin.variables == ("v",)
    with pytest.raises(AttributeError):
        header.value = "2"  # type: ignore[misc]  # frozen on purpose
