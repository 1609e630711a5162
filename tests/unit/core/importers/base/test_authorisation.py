"""Who a command sends as: what is a credential, what stays a header, which options the host tells by itself."""

from __future__ import annotations

import pytest

from apiclient_gui.core.importers.base import authorisation
from apiclient_gui.core.model import AwsKeys, Request, Row

HOST = "https://abc123.execute-api.eu-west-1.amazonaws.com/x"


@pytest.mark.parametrize(
    ("url", "left", "user"),
    [
        ("https://h/x", "https://h/x", None),
        ("https://a:b@h/x?y=c@d", "https://h/x?y=c@d", "a:b"),
        ("a%40b:p%3Aw@h:1", "h:1", "a@b:p:w"),
        ("https://a@h", "https://h", "a"),
        ("https://h/a@b", "https://h/a@b", None),
    ],
)
def test_user_and_password_leave_the_url(url: str, left: str, user: str | None) -> None:
    assert authorisation.in_url(url) == (left, user)


@pytest.mark.parametrize(
    "value",
    ["Digest username=x", "Basic not-base64!", "Basic bm9jb2xvbg==", "Bearer two words", "Negotiate", "OAuth a=b"],
)  # fmt: skip
def test_other_ways_stay_as_typed(value: str) -> None:
    headers = (Row("Authorization", value),)
    taken = authorisation.carried(headers, HOST, None)
    assert (taken.headers, taken.auth.scheme, taken.credentials) == (
        headers,
        "none",
        None,
    ) or value == "Negotiate"


def test_a_session_token_is_taken_from_its_header() -> None:
    headers = (Row("X-Amz-Security-Token", "token"), Row("A", "b"))
    taken = authorisation.signed(headers, HOST, ("eu-west-1", "execute-api"), ("id", "key", ""))
    assert isinstance(taken.credentials, AwsKeys)
    assert taken.credentials.session_token
    assert taken.headers == (Row("A", "b"),)
    assert taken.auth.options == {}


def test_a_signature_of_sigv4a_stays_one() -> None:
    value = "AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/execute-api/aws4_request, SignedHeaders=host, Signature=00"
    taken = authorisation.carried((Row("authorization", value),), "https://h", None)
    assert (taken.auth.scheme, taken.auth.options) == ("sigv4a", {"service": "execute-api"})


def test_secrets_as_typed_are_named() -> None:
    (finding,) = authorisation.in_clear(Request(headers=(Row("Cookie", "a=b"), Row("A", "b"))))
    assert "Cookie" in finding.title
    assert not list(authorisation.in_clear(Request(headers=(Row("Cookie", "{{a}}"),))))
