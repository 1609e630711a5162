"""The shared nouns: what they derive from what they hold."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from apiclient_gui.core.model import (
    Auth,
    Body,
    CanonicalLine,
    Header,
    Origin,
    Payload,
    QueryItem,
    Request,
    Row,
    Signature,
)
from tests import factories


def test_a_query_item_without_equals_sign_differs_from_an_empty_one() -> None:
    assert QueryItem("flag", None, Origin("url")).text == "flag"
    assert QueryItem("flag", "", Origin("url")).text == "flag="
    assert QueryItem("a", "b=c", Origin("url")).text == "a=b=c"


def test_body_size_and_hash_are_those_of_the_bytes() -> None:
    body = Body("é".encode())
    assert body.size == 2
    assert body.sha256() == hashlib.sha256(b"\xc3\xa9").hexdigest()
    assert Body().sha256().startswith("e3b0c442")


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


def test_response_headers_and_text() -> None:
    answer = factories.response(headers=[("Date", "x"), ("DATE", "y")], content=b"a\xffb")
    assert answer.header("date") == "x"
    assert answer.header("etag") is None
    assert answer.text() == "a\ufffdb"


def test_the_canonical_request_is_its_lines() -> None:
    signature = Signature(
        lines=(CanonicalLine("GET", "method"), CanonicalLine("/", "path")),
        string_to_sign="",
        credential_scope="",
        signed_headers=(),
        signature="",
        authorization="",
        access_key_id="",
        region="",
        service="",
        signed_at=factories.NOW,
    )
    assert signature.canonical_request == "GET\n/"


def test_a_request_survives_its_file_and_keeps_it_short() -> None:
    request = Request(
        name="pets",
        url="https://h/{{stage}}",
        params=(Row("a", "1", enabled=False),),
        body=Payload("json", "{}"),
        auth=Auth("sigv4", "me", {"region": "eu-west-1", "normalize": False}),
    )
    kept = msgspec.to_builtins(request)
    assert "method" not in kept
    assert msgspec.convert(kept, Request) == request


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b'{"method": 1}', "method"),
        (b'{"params": [{"name": "a", "enabled": "yes"}]}', "enabled"),
        (b'{"body": {"kind": "xml"}}', "kind"),
        (b'{"settings": {"timeout": "long"}}', "timeout"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_named(text: bytes, place: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=place):
        msgspec.json.decode(text, type=Request)


def test_a_prepared_request_shows_no_more_than_it_has() -> None:
    header = Header("A", "1", Origin("header", 0, variables=("v",)))
    assert header.origin.variables == ("v",)
    with pytest.raises(AttributeError):
        header.value = "2"  # type: ignore[misc]  # frozen on purpose
