from __future__ import annotations

import html

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.secret_key_wrong import MEMBER
from tests import factories
from tests.unit.core.diagnosis import cases


def test_the_same_canonical_request_leaves_only_the_secret() -> None:
    made = cases.signature()
    words = cases.mismatch(made.canonical_request, made.string_to_sign)
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE, **cases.sent()))
    assert found.confidence == "certain"
    assert cases.rows(found)["Access key sent"] == factories.KEY_ID
    assert cases.rows(found)["Gateway's words"] == cases.MISMATCH
    assert cases.keys(found) == ["open_identity", "send_again"]


def test_the_string_to_sign_may_be_missing() -> None:
    words = cases.mismatch(cases.signature().canonical_request)
    found = cases.explained(MEMBER.id, cases.reply(words, **cases.sent()))
    assert found.confidence == "certain"


def test_without_the_gateway_s_version_it_is_likely() -> None:
    found = cases.explained(
        MEMBER.id, cases.reply(cases.mismatch(), cases.BAD_SIGNATURE, **cases.sent())
    )
    assert found.confidence == "likely"
    assert "cannot be ruled out" in found.detail


def test_without_ours_it_is_possible() -> None:
    made = cases.signature()
    words = cases.mismatch(made.canonical_request, made.string_to_sign)
    found = cases.explained(MEMBER.id, cases.reply(words, cases.BAD_SIGNATURE))
    assert found.confidence == "possible"


def test_another_string_to_sign_clears_the_secret() -> None:
    words = cases.mismatch(cases.signature().canonical_request, "AWS4-HMAC-SHA256\nother")
    case = cases.reply(words, cases.BAD_SIGNATURE, **cases.sent())
    assert MEMBER.explain(case) is None


def test_a_header_that_is_no_utf_8_is_compared_as_it_is_printed() -> None:
    ready, how = factories.sign(
        factories.hand_made(headers=(("Host", "h"), ("X-Amz-Meta", "caf\xe9")))
    )
    assert how.signature is not None
    printed = how.signature.canonical_request.encode("utf-8", "surrogateescape")
    words = cases.mismatch(printed.decode("utf-8", "replace"), how.signature.string_to_sign)
    case = cases.reply(words, cases.BAD_SIGNATURE, prepared=ready, authorisation=how)
    assert cases.explained(MEMBER.id, case).confidence == "certain"


def test_the_strings_of_s3_are_read_as_well() -> None:
    made = cases.signature()
    words = (
        "<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does "
        f"not match the signature you provided.</Message><StringToSign>{html.escape(made.string_to_sign)}</StringToSign>"
        f"<CanonicalRequest>{html.escape(made.canonical_request)}</CanonicalRequest></Error>"
    )
    (found,) = diagnose(cases.reply("", content=words.encode(), **cases.sent()))
    assert (found.id, found.confidence) == (MEMBER.id, "certain")
    assert cases.rows(found)["Gateway's words"].startswith("The request signature")
