from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis import base
from apiclient_gui.core.diagnosis.base import Case
from apiclient_gui.core.finding import Evidence
from apiclient_gui.core.model import Origin, QueryItem
from tests import factories
from tests.unit.core.diagnosis import cases


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("AccessDeniedException", "AccessDeniedException"),
        ("AccessDeniedException:http://internal.amazon.com/", "AccessDeniedException"),
        (" AccessDenied ", "AccessDenied"),
        ("com.amazon.coral#AccessDeniedException", "com.amazon.coral#AccessDeniedException"),
    ],
)
def test_the_error_type_loses_its_suffix(value: str, name: str) -> None:
    case = cases.reply("x", value)
    assert case.error_type == name
    assert case.named("AccessDenied")
    assert case.fits("AccessDenied")
    assert not case.fits("InvalidSignature")


def test_without_the_header_every_type_fits_and_none_is_named() -> None:
    assert cases.reply("x").fits("AccessDenied")
    assert not cases.reply("x").named("AccessDenied")
    assert not cases.reply("x", ":").named("")


@pytest.mark.parametrize("key", ["message", "Message", "errorMessage"])
def test_the_message_under_each_key(key: str) -> None:
    assert cases.reply("Hello", key=key).message == "Hello"


def test_words_are_the_text_when_there_is_no_message() -> None:
    assert cases.reply("", content=b"plain \xff text").words == "plain � text"
    assert cases.reply("hi").words == "hi"
    assert Case().words == ""


def test_a_huge_body_is_not_parsed() -> None:
    content = b'{"message":"hi"}' + b" " * 300_000
    assert cases.reply("", content=content).message == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.6, "1 min"),
        (372.4, "6 min 12 s"),
        (-60, "1 min"),
        (7380, "2 h 3 min"),
        (7200, "2 h"),
        (4 * 86_400, "4 days"),
    ],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert base.in_words(seconds) == words


def test_what_is_shown_can_be_shown() -> None:
    assert base.readable("a\x00b\ud800\x1b[31m") == "a b? [31m"
    assert len(base.readable("x" * 5000)) == 1000
    assert base.row("a", "") is None
    assert base.row("a", "b") == Evidence("a", "b")


def test_what_was_sent_is_masked_wherever_it_is_repeated() -> None:
    case = cases.reply("x", **cases.with_header("X-Api-Key", "s3cret-key"))
    assert "s3cret-key" not in base.quoted(case, "the key s3cret-key is unknown")
    case = cases.reply("x", **cases.with_header("Authorization", "Bearer tok-en"))
    assert base.quoted(case, "no 'tok-en' here") == "no '••••' here"


def test_a_header_signature_tells_what_was_signed() -> None:
    case = cases.reply("x", **cases.sent())
    with_signature = base.signed_as(case)
    assert with_signature is not None
    assert with_signature == base.signed_as(replace(case, authorisation=None))
    assert with_signature.access_key_id == factories.KEY_ID
    assert (with_signature.region, with_signature.service) == ("eu-west-1", "execute-api")
    assert with_signature.date == "20260304"
    assert with_signature.signed_at == factories.NOW
    assert base.looks_signed(case)


@pytest.mark.parametrize(
    ("scope", "region"),
    [
        ("20260304/eu-west-1/execute-api/aws4_request", "eu-west-1"),
        ("20260304/execute-api/aws4_request", ""),
    ],
)
def test_a_signature_in_the_query_too(scope: str, region: str) -> None:
    pairs = (
        ("X-Amz-Credential", f"AKID%2F{scope.replace('/', '%2F')}"),
        ("X-Amz-Date", "20260304T050607Z"),
        ("X-Amz-SignedHeaders", "host"),
        ("X-Amz-Signature", "ab"),
    )
    query = tuple(QueryItem(name, value, Origin("scheme")) for name, value in pairs)
    case = Case(prepared=replace(factories.prepared(), query=query))
    signed = base.signed_as(case)
    assert signed is not None
    assert (signed.access_key_id, signed.region, signed.service) == ("AKID", region, "execute-api")
    assert signed.signed_at == factories.NOW
    assert base.looks_signed(case)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Bearer x",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b",
        "AWS4-x Credential=/1/2/3/4",
    ],
)
def test_what_is_no_signature_claims_nothing(value: str) -> None:
    assert base.signed_as(Case(**cases.with_header("Authorization", value))) is None
    assert base.signed_as(Case()) is None


def test_the_gateway_s_canonical_request() -> None:
    made = cases.signature()
    case = cases.reply(cases.mismatch(made.canonical_request, made.string_to_sign))
    assert base.gateway_canonical(case) == made.canonical_request
    assert base.gateway_canonical(cases.reply("nothing")) is None
