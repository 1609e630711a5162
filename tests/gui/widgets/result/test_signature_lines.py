from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core import redact
from apiclient_gui.core.model import Exchange, Header, Origin, Signature
from apiclient_gui.ui.widgets.diff_lines import text_of
from apiclient_gui.ui.widgets.result import signature_lines
from apiclient_gui.ui.widgets.result.signature_lines import Lines
from tests import factories
from tests.support.results import mismatch, presigned_exchange, signed_exchange

REQUEST = factories.request(
    factories.URL + "?page=1",
    params=[("limit", "10"), ("kind", "dog")],
    headers=[("X-Pet", "Rex"), ("User-Agent", "me")],
)


def signed(token: str | None = factories.SESSION_TOKEN) -> tuple[Exchange, Signature]:
    exchange = signed_exchange(REQUEST, token=token)
    return exchange, signature_of(exchange)


def signature_of(exchange: Exchange) -> Signature:
    assert exchange.authorisation.signature is not None
    return exchange.authorisation.signature


def compared(old: str, new: str) -> Lines:
    exchange, signature = signed(None)
    theirs = signature.canonical_request.replace(old, new)
    answer = mismatch(theirs, signature.string_to_sign)
    return signature_lines.canonical(replace(exchange, response=answer), signature, str)


def texts(lines: Lines) -> list[str | None]:
    return [line.shown[0] for line in lines.shown]


def test_the_query_has_a_row_for_each_item_and_stays_one_line() -> None:
    exchange, signature = signed()
    lines = signature_lines.canonical(exchange, signature, str)
    assert not lines.compared
    assert texts(lines)[:5] == ["GET", "/prod/pets", "kind=dog", "&limit=10", "&page=1"]
    assert [line.number for line in lines.shown][:6] == [1, 2, 3, 0, 0, 4]
    assert [line.origin for line in lines.shown][2:5] == [
        "parameter row 2: kind",
        "parameter row 1: limit",
        "item 1 of the URL's query",
    ]
    assert [row.origins for row in lines.rows][2:5] == [
        (Origin("param", 1),),
        (Origin("param", 0),),
        (Origin("url", 0),),
    ]
    pieces = [(line.joints[0], line.ours or "") for line in lines.shown]
    assert text_of(pieces) == signature.canonical_request


def test_lines_of_nothing_lead_nowhere() -> None:
    exchange, signature = signed()
    lines = signature_lines.canonical(exchange, signature, str)
    silent = [line.origin for line in lines.shown if not line.leads]
    assert silent == ["ends the headers", "names of the headers above"]


def test_a_query_of_very_many_items_is_one_row() -> None:
    count = signature_lines.MOST_PARTS + 1
    request = factories.request(params=[(f"n{number:03}", "1") for number in range(count)])
    exchange = signed_exchange(request)
    lines = signature_lines.canonical(exchange, signature_of(exchange), str)
    assert [line.number for line in lines.shown][:4] == [1, 2, 3, 4]
    assert lines.shown[2].origin == f"{count} items: parameter rows and the URL"
    assert len(lines.rows[2].origins) == count


def test_what_signing_added_to_the_query_says_what_it_is() -> None:
    exchange = presigned_exchange(REQUEST)
    lines = signature_lines.canonical(exchange, signature_of(exchange), str)
    origins = {(line.ours or "").partition("=")[0]: line.origin for line in lines.shown}
    assert origins["X-Amz-Expires"] == "added by SigV4: seconds that the URL holds"
    assert origins["X-Amz-Date"] == "added by SigV4: time of signing"
    assert origins["limit"] == "parameter row 1: limit"


# ---- beside the gateway's


def test_only_the_item_that_differs_is_marked_and_the_reason_follows_the_line() -> None:
    lines = compared("limit=10", "limit=11&more=1")
    assert (lines.compared, lines.differing) == (True, 1)
    marked = [(line.ours, line.theirs) for line in lines.shown if not line.same]
    assert marked == [("limit=10", "limit=11"), (None, "more=1")]
    at = next(n for n, line in enumerate(lines.shown) if line.reason)
    assert lines.shown[at - 1].ours == "page=1"
    assert "rewrote the query" in lines.shown[at].reason
    assert lines.shown[at].link == "Show parameter row 1: limit"
    assert lines.rows[at].origins == (Origin("param", 0),)
    only_theirs = next(row for row in lines.rows if row.line.theirs == "more=1")
    assert (only_theirs.line.leads, only_theirs.origins) == (True, (Origin("param"),))
    theirs = [(line.joints[1], line.theirs) for line in lines.shown if line.theirs is not None]
    assert "kind=dog&limit=11&more=1&page=1\n" in text_of(theirs)  # type: ignore[arg-type]  # None is left out


@pytest.mark.parametrize(
    ("old", "new", "reason", "link", "origins"),
    [
        (
            "host:abc123",
            "host:internal",
            "A proxy, a CDN or a custom domain replaced Host",
            "Show the URL",
            (Origin("default", name="Host"),),
        ),
        (
            "x-pet:Rex",
            "x-pet:Rex, Bella",
            "x-pet",
            "Show header row 1: X-Pet",
            (Origin("header", 0),),
        ),
        (
            "\nx-pet:",
            "\nx-other:1\nx-pet:",
            "was not signed",
            "Show the headers",
            (Origin("header"),),
        ),
        ("/prod/pets", "/pets", "base path", "Show the URL", (Origin("url"),)),
    ],
)
def test_each_difference_has_its_likely_reason_and_a_way_to_its_place(
    old: str, new: str, reason: str, link: str, origins: tuple[Origin, ...]
) -> None:
    lines = compared(old, new)
    assert lines.differing == 1
    (at,) = [n for n, line in enumerate(lines.shown) if line.reason]
    assert not lines.shown[at - 1].same
    assert reason in lines.shown[at].reason
    assert lines.shown[at].link == link
    assert lines.rows[at].origins == origins


def test_a_header_only_the_gateway_has_takes_no_number_away() -> None:
    lines = compared("\nx-pet:", "\nx-other:1\nx-pet:")
    numbers = [line.number for line in lines.shown if line.number]
    assert numbers == list(range(1, numbers[-1] + 1))


def test_the_same_on_both_sides_differs_nowhere() -> None:
    lines = compared("nothing of that kind", "")
    assert (lines.compared, lines.differing) == (True, 0)
    assert all(line.same and not line.reason for line in lines.shown)


def test_bytes_that_are_no_utf8_can_be_shown_and_keep_their_row() -> None:
    exchange = factories.exchange(REQUEST)
    odd = Header("X-Odd", "a\xff", Origin("header", 0))
    ready = replace(exchange.prepared, headers=(*exchange.prepared.headers, odd))
    prepared, authorisation = factories.sign(ready)
    exchange = replace(exchange, prepared=prepared, authorisation=authorisation)
    lines = signature_lines.canonical(exchange, signature_of(exchange), str)
    (row,) = [row for row in lines.rows if (row.line.ours or "").startswith("x-odd")]
    assert row.line.ours == "x-odd:a\ufffd"
    assert row.origins == (Origin("header", 0),)


# ---- secrets


def test_secrets_are_masked_and_shown_when_wanted() -> None:
    exchange, signature = signed()
    masked = signature_lines.canonical(exchange, signature, redact.canonical)
    assert not any(factories.SESSION_TOKEN in (text or "") for text in texts(masked))
    assert "x-amz-security-token:••••" in texts(masked)
    clear = signature_lines.canonical(exchange, signature, str)
    assert f"x-amz-security-token:{factories.SESSION_TOKEN}" in texts(clear)


def test_a_secret_in_the_query_is_masked_in_its_row() -> None:
    exchange = presigned_exchange(REQUEST, token=factories.SESSION_TOKEN)
    lines = signature_lines.canonical(exchange, signature_of(exchange), redact.canonical)
    assert "&X-Amz-Security-Token=••••" in texts(lines)


def test_a_differing_secret_still_differs_when_masked() -> None:
    exchange, signature = signed()
    theirs = signature.canonical_request.replace(factories.SESSION_TOKEN, "another-token")
    refused = replace(exchange, response=mismatch(theirs, signature.string_to_sign))
    lines = signature_lines.canonical(refused, signature, redact.canonical)
    differing = [line for line in lines.shown if not line.same]
    assert [line.theirs for line in differing] == ["x-amz-security-token:•••• (another value)"]


# ---- the string to sign


def test_each_line_of_the_string_to_sign_has_its_name() -> None:
    exchange, signature = signed()
    lines = signature_lines.to_sign(exchange, signature, redact.canonical)
    assert [line.ours for line in lines.shown] == signature.string_to_sign.split("\n")
    assert [line.origin for line in lines.shown] == [
        "algorithm",
        "time, as in X-Amz-Date",
        "credential scope",
        "SHA-256 of the canonical request",
    ]
    assert [line.leads for line in lines.shown] == [True, False, True, False]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("AWS4-HMAC-SHA256", "AWS4-OTHER", "another algorithm"),
        (factories.STAMP, "20260304T060000Z", "another time"),
        ("/eu-west-1/", "/us-east-1/", "another day, region or service"),
    ],
)
def test_a_line_of_it_that_differs_has_its_reason(old: str, new: str, reason: str) -> None:
    exchange, signature = signed()
    theirs = signature.string_to_sign.replace(old, new)
    refused = replace(exchange, response=mismatch(signature.canonical_request, theirs))
    lines = signature_lines.to_sign(refused, signature, str)
    assert lines.differing == 1
    (said,) = [line.reason for line in lines.shown if line.reason]
    assert reason in said


@pytest.mark.parametrize(
    ("canonical", "reason"), [("x-pet:Max", "It follows from"), ("x-pet:Rex", "look alike")]
)
def test_another_hash_follows_from_what_differs_or_from_what_cannot_be_seen(
    canonical: str, reason: str
) -> None:
    exchange, signature = signed()
    theirs = signature.string_to_sign[:-64] + "0" * 64
    request = signature.canonical_request.replace("x-pet:Rex", canonical)
    refused = replace(exchange, response=mismatch(request, theirs))
    lines = signature_lines.to_sign(refused, signature, str)
    assert [reason in line.reason for line in lines.shown if line.reason] == [True]


# ---- from the request to its lines


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        (Origin("param", 0), ["limit=10"]),
        (Origin("url", 0), ["page=1"]),
        (Origin("url"), ["/prod/pets", "page=1", "host:…"]),
        (Origin("url", name="method"), ["GET"]),
        (Origin("header", 0), ["x-pet:Rex"]),
        (Origin("header", 1), []),
        (Origin("header", 9), []),
        (Origin("body"), ["e3b0…"]),
        (Origin("scheme"), ["x-amz-date:…"]),
    ],
)
def test_a_place_of_the_request_has_its_rows(origin: Origin, found: list[str]) -> None:
    exchange, signature = signed(None)
    lines = signature_lines.canonical(exchange, signature, str)
    rows = [lines.shown[number].ours or "" for number in lines.of(origin)]
    assert len(rows) == len(found)
    for text, wanted in zip(rows, found, strict=True):
        assert text.startswith(wanted.rstrip("…"))


def test_remarks_are_made_of_nothing() -> None:
    lines = compared("x-pet:Rex", "x-pet:Max")
    assert [lines.shown[at].ours for at in lines.of(Origin("header", 0))] == ["x-pet:Rex"]
