from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.core.case import Case
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
    "date", ["Wed, 04 Mar 2026 05:06:07 GMT", "Wed, 04 Mar 2026 06:06:07 +0100"]
)
def test_the_gateway_s_own_clock_says_when_it_judged(date: str) -> None:
    case = cases.reply("x", headers=[("Date", date)], sent_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert case.judged_at == factories.NOW


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 31 Dec 9999 23:59:59 -1400"])
def test_without_its_date_our_clock_is_corrected(date: str) -> None:
    case = cases.reply("x", headers=[("Date", date)], sent_at=factories.NOW, clock_offset=60.0)
    assert case.judged_at == factories.NOW + timedelta(minutes=1)
    assert replace(case, sent_at=None).judged_at is None


def test_what_is_known_of_the_method_that_was_reached() -> None:
    case = Case(**cases.called(cases.LAMBDA))
    assert case.authorization == "CUSTOM"
    assert case.authorizer == cases.LAMBDA.authorizer
    elsewhere = replace(case, prepared=factories.prepared(f"{cases.LAMBDA.url}/petz"))
    assert elsewhere.authorization == ""
    assert elsewhere.authorizer is None


def test_an_authorizer_is_none_of_a_method_that_does_not_ask_it() -> None:
    api = cases.KnownApi(
        "Open", cases.PETS.url, cases.PETS.methods, authorizer=cases.LAMBDA.authorizer
    )
    case = Case(apis=(api,), prepared=factories.prepared())
    assert case.authorization == "AWS_IAM"
    assert case.authorizer is None


@pytest.mark.parametrize("start", ["", "\n", "\ufeff<?xml version='1.0'?>\n"])
def test_an_xml_error_has_a_code_and_a_message(start: str) -> None:
    text = (
        start
        + "<Error><Code>NoSuchKey</Code><Message>The &quot;key&quot; is not there.</Message></Error>"
    )
    case = cases.reply("", content=text.encode())
    assert (case.error_code, case.said) == ("NoSuchKey", 'The "key" is not there.')
    assert case.error_type == ""
    assert case.named("NoSuchKey")
    assert case.message == ""


def test_the_header_and_the_json_message_come_first() -> None:
    case = cases.reply("words", "OneException")
    assert (case.error_code, case.said) == ("OneException", "words")
    plain = cases.reply("", content=b"Code <Code>x</Code>")
    assert (plain.error_code, plain.said) == ("", "Code <Code>x</Code>")
    assert Case().error_code == ""
    assert Case().said == ""
