from __future__ import annotations

import html
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import refusal
from apiclient_gui.core.model import Failure

CANONICAL = (
    "GET\n/prod/it's\na=1&lt=2&amp=3\nhost:h.example.com\nx-amz-date:20260304T050607Z\n\nhost;x-amz-date\n"
    + "e3" * 32
)
STRING = (
    "AWS4-HMAC-SHA256\n20260304T050607Z\n20260304/eu-west-1/execute-api/aws4_request\n" + "ab" * 32
)
TEXT = (
    "The request signature we calculated does not match the signature you provided.\n\n"
    f"The Canonical String for this request should have been\n'{CANONICAL}'\n\n"
    f"The String-to-Sign should have been\n'{STRING}'\n"
)
BOTH = refusal.GatewayStrings(CANONICAL, STRING)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.rstrip(),
        TEXT.replace("\n", "\r\n"),
        html.escape(TEXT),
        html.escape(TEXT).replace("&#x27;", "&#39;"),
        html.escape(TEXT).replace("&#x27;", "&apos;"),
        json.dumps(TEXT)[1:-1],
        json.dumps({"message": TEXT})[:-2],
        "<Error><Message>" + html.escape(TEXT) + "</Message></Error>",
    ],
    ids=["plain", "stripped", "crlf", "html", "html39", "apos", "escaped", "cut json", "xml"],
)
def test_both_strings_are_read_whatever_was_done_to_them(text: str) -> None:
    assert refusal.gateway_strings(text) == BOTH


def test_the_second_string_may_be_missing() -> None:
    first = TEXT.partition("\n\nThe String-to-Sign")[0]
    assert refusal.gateway_strings(first) == refusal.GatewayStrings(CANONICAL, "")
    cut = TEXT[: TEXT.index(STRING) + 20]
    assert refusal.gateway_strings(cut) == refusal.GatewayStrings(CANONICAL, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The Canonical String for this request should have been",
        "The Canonical String for this request should have been\n''",
        "The Canonical String for this request should have been\n'GET\n/'",
        TEXT[: TEXT.index("e3e3")],
        TEXT.replace("should have been\n'GET", "should have been\nsomething else 'GET"),
    ],
)
def test_half_a_string_is_none(text: str) -> None:
    assert refusal.gateway_strings(text) is None


@given(st.text())
def test_no_text_is_any_trouble(text: str) -> None:
    for one in (text, TEXT[:150] + text, f"User: {text} is not authorized to {text}"):
        refusal.gateway_strings(one)
        refusal.denial(one)
        refusal.time_window(one)
        refusal.missing_parameters(one)
        refusal.unsigned_header(one)
        refusal.is_no_pair(one)
        refusal.broken_in(Failure("wait", one))


@pytest.mark.parametrize(
    "text", ["20260101T000000Z", "20261301T000000Z", "20260101T250000Z", "", "x"]
)
def test_a_stamp_is_a_time_or_nothing(text: str) -> None:
    assert (refusal.stamp(text) is not None) == (text == "20260101T000000Z")


def test_a_sentence_with_fewer_times() -> None:
    window = refusal.time_window("Signature expired: 20260101T000000Z is now earlier")
    assert (window.signed_at, window.limit) == (refusal.stamp("20260101T000000Z"), None)
    assert window.minutes is None
    assert refusal.time_window("(20260101T000000Z - 15 min.)").minutes == 15


@pytest.mark.parametrize(
    ("reason", "kind", "policy"),
    [
        ("", "implicit", ""),
        (" with an explicit deny", "explicit", ""),
        (" with an explicit deny in an identity-based policy", "explicit", "identity-based policy"),
        (" with an explicit deny in a resource-based policy", "explicit", "resource-based policy"),
        (" with an explicit deny in a VPC endpoint policy", "explicit", "VPC endpoint policy"),
        (
            " with an explicit deny in a service control policy",
            "explicit",
            "service control policy",
        ),
        (
            " with an explicit deny in a resource control policy",
            "explicit",
            "resource control policy",
        ),
        (" with an explicit deny in a permissions boundary", "explicit", "permissions boundary"),
        (" with an explicit deny in a session policy", "explicit", "session policy"),
        (
            " because no session policy allows the execute-api:Invoke action",
            "implicit",
            "session policy",
        ),
        (
            " because no VPC endpoint policy allows the execute-api:Invoke action",
            "implicit",
            "VPC endpoint policy",
        ),
        (" with an explicit deny in something new", "explicit", ""),
    ],
)
def test_the_grammar_of_a_denial(reason: str, kind: str, policy: str) -> None:
    arn = "arn:aws:execute-api:us-east-1:********3333:abc/prod/GET/a b"
    found = refusal.denial(
        f"User: arn:aws:iam::1:user/x is not authorized to perform: execute-api:Invoke on resource: {arn}{reason}"
    )
    assert found == refusal.Denial(
        principal="arn:aws:iam::1:user/x",
        action="execute-api:Invoke",
        resource=arn,
        account_suffix="3333",
        kind=kind,  # type: ignore[arg-type]  # one of the two
        policy_type=policy,
    )
    short = refusal.denial(f"User is not authorized to access this resource{reason}")
    assert short == refusal.Denial(kind=kind, policy_type=policy)  # type: ignore[arg-type]  # one of the two


@pytest.mark.parametrize(
    ("principal", "role"),
    [
        ("arn:aws:sts::111122223333:assumed-role/pets-reader-role/practice", "pets-reader-role"),
        ("arn:aws-us-gov:sts::111122223333:assumed-role/a/b/c", "a"),
        ("arn:aws:sts::111122223333:federated-user/bob", ""),
        ("arn:aws:iam::111122223333:role/pets", ""),
        ("anonymous", ""),
    ],
)
def test_the_role_of_a_caller(principal: str, role: str) -> None:
    said = refusal.denial(
        f"User: {principal} is not authorized to perform: execute-api:Invoke on resource: x "
        "because no session policy allows the execute-api:Invoke action"
    )
    assert said is not None
    assert said.role == role
    assert said.by_session_policy
    assert not said.by_identity_policy


def test_the_account_of_an_arn_without_a_mask_is_not_a_suffix() -> None:
    found = refusal.denial(
        "User: a is not authorized to perform: b on resource:arn:aws:x:y:111122223333:z"
    )
    assert found is not None
    assert (found.resource, found.account_suffix) == ("arn:aws:x:y:111122223333:z", "")


@pytest.mark.parametrize("text", ["", "You are not authorized to do that", "User: a may not"])
def test_other_sentences_are_no_denial(text: str) -> None:
    assert refusal.denial(text) is None


def test_missing_parts_are_named_once() -> None:
    text = (
        "requires 'Signature' parameter. requires 'Signature' parameter. requires 'Other' parameter"
    )
    assert refusal.missing_parameters(text) == ("Signature",)


def test_s3_prints_the_strings_in_elements_of_their_own() -> None:
    text = (
        "<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code>"
        f"<StringToSign>{html.escape(STRING)}</StringToSign>"
        f"<CanonicalRequest>{html.escape(CANONICAL)}</CanonicalRequest></Error>"
    )
    assert refusal.gateway_strings(text) == BOTH
    assert refusal.gateway_strings(text.replace("\n", "\r\n")) == BOTH
    assert (
        refusal.gateway_strings("<Error><CanonicalRequest>GET</CanonicalRequest></Error>") is None
    )


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("<E><Code> a&amp;b </Code><Code>c</Code></E>", "a&b"),
        ("<E><Code>a", ""),
        ("<E><code>a</code></E>", ""),
        ("text <Code>a</Code>", ""),
        ("", ""),
    ],
)
def test_the_text_of_an_xml_element(text: str, inside: str) -> None:
    assert refusal.xml_text(text, "Code") == inside


@pytest.mark.parametrize(
    "text",
    [
        "20260304T050607Z",
        "2026-03-04T05:06:07Z",
        "2026-03-04T05:06:07.000+00:00",
        "Wed, 04 Mar 2026 05:06:07 GMT",
        "Wed, 04 Mar 2026 07:06:07 +0200",
    ],
)
def test_a_moment_in_any_form(text: str) -> None:
    assert refusal.moment(text) == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@given(st.one_of(st.text(), st.sampled_from(["", "0", "Wed, 99 Mar 99999 05:06:07 GMT"])))
def test_no_text_is_trouble_for_moment_and_xml(text: str) -> None:
    found = refusal.moment(text)
    assert found is None or found.tzinfo is not None
    refusal.xml_text("<" + text, "Code")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            '{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"x"}',
            "InvalidSignatureException",
        ),
        ('{"message":"x", "__type" : "ExpiredTokenException"}', "ExpiredTokenException"),
        ("<Error><Code>AccessDenied</Code></Error>", "AccessDenied"),
        ('{"message":"x"}', ""),
        ('["__type", "__type:1"]', ""),
        ("", ""),
    ],
)
def test_the_name_of_an_error_in_its_body(text: str, name: str) -> None:
    assert refusal.code(text) == name
