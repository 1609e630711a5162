"""What a workspace keeps: short in its file, and refused with the place named when it is wrong."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core.model import Auth, Part, Payload, Request, Row, Settings


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
    "payload",
    [
        Payload("form", rows=(Row("a", "1"), Row("b", enabled=False))),
        Payload("multipart", parts=(Part("a", "1"), Part("f", file="/x", content_type="a/b"))),
        Payload("file", file="/x", guessed=False),
    ],
)
def test_a_body_survives_its_file(payload: Payload) -> None:
    request = Request(body=payload, settings=Settings(cert_file="/c", proxy="none", follow=True))
    assert msgspec.convert(msgspec.to_builtins(request), Request) == request


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b'{"method": 1}', "method"),
        (b'{"params": [{"name": "a", "enabled": "yes"}]}', "enabled"),
        (b'{"body": {"kind": "xml"}}', "kind"),
        (b'{"settings": {"timeout": "long"}}', "timeout"),
        (b'{"settings": {"follow": 1}}', "follow"),
        (b'{"body": {"parts": [{"value": "a"}]}}', "parts"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_named(text: bytes, place: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=place):
        msgspec.json.decode(text, type=Request)
