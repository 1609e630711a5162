"""The documents about requests: masked, or in clear for who asked."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from apiclient_gui.cli.base.documents import exchange_document, request_document
from apiclient_gui.core.model import (
    Authorisation,
    Body,
    Exchange,
    Header,
    Origin,
    Prepared,
    QueryItem,
    Request,
    Response,
    Timings,
)

TYPED = Origin("url", 0)
PREPARED = Prepared(
    method="GET",
    scheme="https",
    host="h",
    path="/p",
    query=(QueryItem("X-Amz-Signature", "planted", TYPED), QueryItem("a", "1", TYPED)),
    headers=(Header("Cookie", "planted", TYPED), Header("A", "1", TYPED)),
    body=Body(b"x"),
)


def test_secrets_are_masked_unless_asked_for() -> None:
    masked = request_document(PREPARED, Authorisation("none"), clear=False)
    clear = request_document(PREPARED, Authorisation("none"), clear=True)
    assert "planted" not in str(masked)
    assert masked["url"] == "https://h/p?X-Amz-Signature=••••&a=1"
    assert clear["url"] == "https://h/p?X-Amz-Signature=planted&a=1"
    assert ("Cookie", "planted") in clear["headers"]


def test_a_body_that_is_no_text_is_base64_and_set_cookie_masked() -> None:
    content = b"\xff\x00"
    response = Response(
        200, "OK", (("Set-Cookie", "planted"),), Body(content), datetime(2026, 1, 1, tzinfo=UTC)
    )
    exchange = Exchange(
        request=Request(),
        environment="",
        prepared=PREPARED,
        authorisation=Authorisation("none"),
        sent_at=datetime(2026, 1, 1, tzinfo=UTC),
        response=response,
        failure=None,
        timings=Timings(total=0.5),
    )
    document = exchange_document(exchange)
    assert base64.b64decode(document["response"]["body_base64"]) == content
    assert document["response"]["headers"] == [("Set-Cookie", "••••")]
    assert document["timings"]["total"] == 0.5
    assert "planted" not in str(document)
