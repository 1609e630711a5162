from __future__ import annotations

from dataclasses import replace

from apiclient_gui.core import redact
from apiclient_gui.core.model import Exchange, Signature
from apiclient_gui.ui.widgets.result import signature_lines
from tests import factories
from tests.support.results import mismatch, signed_exchange


def signed() -> tuple[Exchange, Signature]:
    exchange = signed_exchange(
        factories.request(params=[("limit", "10")]), token=factories.SESSION_TOKEN
    )
    signature = exchange.authorisation.signature
    assert signature is not None
    return exchange, signature


def test_without_the_gateways_version_nothing_is_compared() -> None:
    exchange, signature = signed()
    lines = signature_lines.canonical(exchange, signature, redact.canonical)
    assert not lines.compared
    assert not lines.differ
    assert [pair.ours for pair in lines.pairs][:3] == ["GET", "/prod/pets", "limit=10"]
    assert all(pair.theirs is None for pair in lines.pairs)


def test_secrets_are_masked_and_shown_when_wanted() -> None:
    exchange, signature = signed()
    masked = signature_lines.canonical(exchange, signature, redact.canonical)
    assert not any(factories.SESSION_TOKEN in (pair.ours or "") for pair in masked.pairs)
    assert "x-amz-security-token:••••" in [pair.ours for pair in masked.pairs]
    clear = signature_lines.canonical(exchange, signature, str)
    assert f"x-amz-security-token:{factories.SESSION_TOKEN}" in [p.ours for p in clear.pairs]


def test_a_differing_secret_still_differs_when_masked() -> None:
    exchange, signature = signed()
    theirs = signature.canonical_request.replace(factories.SESSION_TOKEN, "another-token")
    refused = replace(exchange, response=mismatch(theirs, signature.string_to_sign))
    lines = signature_lines.canonical(refused, signature, redact.canonical)
    differing = [pair for pair in lines.pairs if not pair.same]
    assert [pair.theirs for pair in differing] == ["x-amz-security-token:•••• (another value)"]
    assert lines.differ


def test_the_string_to_sign_is_labelled_and_compared() -> None:
    exchange, signature = signed()
    theirs = signature.string_to_sign.replace("AWS4-HMAC-SHA256", "AWS4-OTHER")
    refused = replace(exchange, response=mismatch(signature.canonical_request, theirs))
    lines = signature_lines.to_sign(refused, signature, redact.canonical)
    assert [pair.origin for pair in lines.pairs] == [
        "algorithm",
        "time",
        "credential scope",
        "hash of the canonical request",
    ]
    assert [pair.same for pair in lines.pairs] == [False, True, True, True]


def test_header_bytes_that_are_no_utf8_can_be_shown() -> None:
    assert signature_lines.readable("x:\udcff") == "x:\ufffd"
