from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.incomplete_signature import MEMBER
from apiclient_gui.practice import refusals
from tests.unit.core.diagnosis import cases

ALL = (
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
    f"Authorization header requires 'SignedHeaders' parameter. {cases.NO_DATE}"
)


def test_what_is_missing_is_listed() -> None:
    case = cases.reply(ALL + "Authorization=Basic YWJjZGVmOmdoaQ==", cases.INCOMPLETE)
    found = cases.explained(MEMBER.id, case)
    assert cases.rows(found)["Missing"] == "Credential, Signature, SignedHeaders, X-Amz-Date"
    assert "YWJjZGVm" not in str(found)


def test_something_else_stands_in_the_header() -> None:
    fields = cases.with_header("Authorization", "Basic YWJjZGVmOmdoaQ==")
    found = cases.explained(MEMBER.id, cases.reply(ALL, cases.INCOMPLETE, **fields))
    assert found.title == "Authorization holds Basic, where a signature is expected"
    assert cases.rows(found)["Authorization sent"] == "Basic"


@pytest.mark.parametrize("error_type", ["", cases.INCOMPLETE, cases.NO_TOKEN])
def test_an_empty_header_under_either_type(error_type: str) -> None:
    case = cases.reply("Authorization header cannot be empty.", error_type)
    assert cases.explained(MEMBER.id, case).title == "The Authorization header is empty"
    assert [found.id for found in diagnose(case)] == [MEMBER.id]


@pytest.mark.parametrize(
    "words",
    [
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ",
        "Credential should be scoped with a valid terminator: 'aws4_request'",
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a'",
        "Date must be in ISO-8601 'basic format'. Got 'x'. See http://en.wikipedia.org/wiki/ISO_8601",
    ],
)
def test_parts_that_are_wrong(words: str) -> None:
    case = cases.reply(words, cases.INCOMPLETE)
    assert cases.explained(MEMBER.id, case).title == "A part of the signature cannot be read"
    assert [found.id for found in diagnose(case)] == [MEMBER.id]


def test_a_signature_that_was_garbled_on_the_way() -> None:
    case = cases.reply(cases.hashed("AWS4-HMAC-SHA256 Cred"), cases.INCOMPLETE, **cases.sent())
    assert [found.id for found in diagnose(case)] == [MEMBER.id]


def test_a_bearer_token_is_another_cause() -> None:
    fields = cases.with_header("Authorization", "Bearer abc=def")
    assert MEMBER.explain(cases.reply(ALL, cases.INCOMPLETE, **fields)) is None


def test_a_presigned_url_without_a_part() -> None:
    words = (
        "AWS query-string parameters must include 'X-Amz-Date'. "
        "Re-examine the query-string parameters."
    )
    case = cases.reply(words, cases.INCOMPLETE)
    assert [found.id for found in diagnose(case)] == [MEMBER.id]
    assert cases.rows(cases.explained(MEMBER.id, case))["Missing"] == "X-Amz-Date"
    life = "X-Amz-Expires must be a number of seconds from 1 to 604800, got '0'"
    assert [one.id for one in diagnose(cases.reply(life, cases.BAD_SIGNATURE))] == [MEMBER.id]


@pytest.mark.parametrize(
    ("arrived", "row", "said"),
    [
        ("Basic YTpi", "yes", "arrived exactly as it was sent"),
        ("Basic eDp5", "no", "did not arrive as it was sent"),
    ],
)
def test_the_hash_tells_which_side_changed_the_header(arrived: str, row: str, said: str) -> None:
    fields = cases.with_header("Authorization", "Basic YTpi")
    for words in (
        cases.hashed(arrived),
        refusals.incomplete(["Credential"], [], arrived.encode()).message,
    ):
        found = cases.explained(MEMBER.id, cases.reply(words, cases.INCOMPLETE, **fields))
        assert cases.rows(found)["Header arrived unchanged"] == row
        assert said in found.detail
        assert "YTpi" not in str(found)


def test_a_signature_that_was_cut_on_the_way() -> None:
    words = refusals.incomplete(["Signature"], [], b"AWS4-HMAC-SHA256 Credential=x").message
    found = cases.explained(MEMBER.id, cases.reply(words, cases.INCOMPLETE, **cases.sent()))
    assert "did not arrive as it was sent" in found.detail
    assert cases.rows(found)["Missing"] == "Signature"


def test_a_region_set_that_did_not_arrive() -> None:
    words = refusals.incomplete([], ["region set"], b"x").message
    found = cases.explained(MEMBER.id, cases.reply(words, cases.INCOMPLETE, **cases.by_sigv4a()))
    assert cases.rows(found)["Missing"] == "X-Amz-Region-Set"
