from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Evidence, Finding
from apiclient_gui.core.model import Body, FilePart, Response
from apiclient_gui.ui.widgets.result import exchange_texts
from tests import factories
from tests.support.results import signed_exchange


@pytest.mark.parametrize(
    ("amount", "words"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KB"), (5 * 1024 * 1024, "5.0 MB")],
)
def test_sizes(amount: int, words: str) -> None:
    assert exchange_texts.size(amount) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "—"),
        (0.0, "< 0.1 ms"),
        (0.0004, "0.4 ms"),
        (0.084, "84 ms"),
        (1.239, "1.24 s"),
    ],
)
def test_spans(seconds: float | None, words: str) -> None:
    assert exchange_texts.span(seconds) == words


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (None, "not known: the reply carries no Date"),
        (1.2, "agrees with this computer's"),
        (372.0, "6 min 12 s ahead of this computer's"),
        (-65.0, "1 min 5 s behind this computer's"),
    ],
)
def test_the_servers_clock_in_words(offset: float | None, words: str) -> None:
    assert exchange_texts.clock_words(offset) == words


def test_a_raw_response_masks_its_secrets() -> None:
    answer = factories.response(
        403, "Forbidden", headers=[("Set-Cookie", "session=abcdef"), ("A", "1")], content=b"{}"
    )
    text = exchange_texts.raw_response(answer, str)
    assert text == "HTTP/1.1 403 Forbidden\nSet-Cookie: ••••\nA: 1\n\n{}"


def test_only_the_raw_request_holds_the_signature() -> None:
    exchange = signed_exchange(factories.request(text="Rex"))
    signature = exchange.authorisation.signature
    assert signature is not None
    raw = exchange_texts.raw_request(exchange)
    assert raw.startswith("GET /prod/pets HTTP/1.1\r\n")
    assert raw.endswith("\r\n\r\nRex")
    assert signature.signature in raw
    masked = exchange_texts.request_headers(exchange)
    assert "Authorization: ••••" in masked
    assert signature.signature not in masked


def test_a_url_is_copied_without_its_secrets() -> None:
    exchange = factories.exchange(factories.request(factories.URL + "?X-Amz-Signature=abc"))
    assert exchange_texts.request_url(exchange).endswith("?X-Amz-Signature=••••")


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/prod/pets", "application/json; charset=utf-8", "pets.json"),
        ("/prod/pets.json", "application/json", "pets.json"),
        ("/a/%2e%2e%2fetc", "text/plain", "etc.txt"),
        ("/", "", "body"),
        ("/pets", "no/such-type", "pets"),
    ],
)
def test_a_file_name_for_the_body(path: str, kind: str, name: str) -> None:
    answer = factories.response(headers=[("Content-Type", kind)] if kind else ())
    exchange = factories.exchange(factories.request("https://h.example" + path), answer=answer)
    assert exchange_texts.file_name(exchange) == name


def test_an_explanation_reads_as_text() -> None:
    finding = Finding(
        id="x",
        severity="error",
        title="The clock is wrong",
        detail="By an hour.",
        confidence="certain",
        evidence=(Evidence("Date", "now"),),
        source="RFC 9110",
        remedy="Set it.",
    )
    said = "The clock is wrong (certain)\nBy an hour.\n  Date: now\nSet it.\nRFC 9110"
    assert exchange_texts.explanation((finding, finding)) == f"{said}\n\n{said}"


@pytest.mark.parametrize(
    ("status", "location", "words"),
    [
        (302, "/next", "leads to /next (not followed)"),
        (308, "https://u:planted@h/", "leads to https://u:••••@h/ (not followed)"),
        (302, None, ""),
        (201, "/made", ""),
    ],
)
def test_a_redirect_says_where_it_leads(status: int, location: str | None, words: str) -> None:
    headers = (("Location", location),) if location else ()
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert exchange_texts.redirect(Response(status, "", headers, Body(), moment)) == words


def test_both_sizes_are_told_when_the_body_was_packed() -> None:
    packed = replace(factories.response(content=b"x" * 2048), received=100)
    assert exchange_texts.sizes(packed) == "2.0 KB (100 B received)"
    assert exchange_texts.exact_sizes(packed).endswith("unpacked from 100 bytes received")
    assert exchange_texts.sizes(replace(packed, received=2048)) == "2.0 KB"


def test_what_was_streamed_from_files_is_named(tmp_path: Path) -> None:
    file = tmp_path / "pets.bin"
    body = Body(pieces=(b"before ", FilePart(file, 1500), b" after"))
    assert exchange_texts.sent_body(body) == b"before [1.5 KB of the file pets.bin] after"
