"""The documents about requests: masked, or in clear for who asked."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from apiclient_gui.cli.base.documents import exchange_document, request_document
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import (
    Authorisation,
    Body,
    Exchange,
    FilePart,
    Header,
    Hop,
    Origin,
    Prepared,
    QueryItem,
    Request,
    Response,
    Timings,
)
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from tests import factories

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
    masked = request_document(PREPARED, Authorisation("none"), Redactor())
    clear = request_document(PREPARED, Authorisation("none"), None)
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
    document = exchange_document(exchange, Redactor())
    assert base64.b64decode(document["response"]["body_base64"]) == content
    assert document["response"]["headers"] == [("Set-Cookie", "••••")]
    assert document["timings"]["total"] == 0.5
    assert "planted" not in str(document)


def test_a_secret_in_a_header_of_any_name_is_masked_by_its_value() -> None:
    redactor = Redactor()
    redactor.learn(Secret("a-planted-token"))
    token = Header("X-Token", "Bearer a-planted-token", Origin("scheme", name="bearer"))
    sent = replace(PREPARED, headers=(token,), path="/a-planted-token")
    assert "a-planted-token" not in str(request_document(sent, Authorisation("bearer"), redactor))
    assert "a-planted-token" in str(request_document(sent, Authorisation("bearer"), None))


def test_a_large_body_is_in_the_document_or_named(tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_bytes(b"large")
    answer = replace(factories.response(), body=Body(pieces=(FilePart(file, 5),)), received=3)
    exchange = factories.exchange(answer=answer)
    shown = exchange_document(exchange, Redactor())["response"]
    assert (shown["body"], shown["size"], shown["received"]) == ("large", 5, 3)
    named = exchange_document(exchange, Redactor(), "saved")["response"]
    assert named["body_file"] == "saved"
    assert "body" not in named


def test_a_file_that_changed_since_has_no_hash(tmp_path: Path) -> None:
    gone = replace(PREPARED, body=Body(pieces=(FilePart(tmp_path / "gone", 5),)))
    assert request_document(gone, Authorisation("none"), None)["body_sha256"] is None


def test_redirects_are_told_without_their_secrets() -> None:
    hop = Hop("GET", "https://h/?X-Amz-Signature=planted", 302, "/x?x-api-key=planted", True)
    exchange = replace(factories.exchange(), hops=(hop,))
    (told,) = exchange_document(exchange, Redactor())["redirects"]
    assert "planted" not in str(told)
    assert (told["status"], told["authorised"]) == (302, True)


def test_what_a_server_repeats_is_masked_everywhere_but_in_the_body() -> None:
    redactor = Redactor()
    redactor.learn(Secret("learnt-value"))
    words = "typed-token-value learnt-value"
    finding = Finding(
        id="x", severity="note", title=words, actions=(Action("a", "b", {"url": words}),)
    )
    exchange = factories.exchange(
        factories.request("https://h/", headers=[("Authorization", "Bearer typed-token-value")]),
        answer=factories.response(403, words, headers=[("X-Echo", words)], content=words.encode()),
        findings=(finding,),
    )
    document = exchange_document(exchange, redactor)
    assert document["response"].pop("body") == words
    assert document["response"]["reason"] == "•••• ••••"
    assert document["response"]["headers"] == [("X-Echo", "•••• ••••")]
    assert "value" not in repr(document)
