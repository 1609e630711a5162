"""Presigned URLs: what goes into the query, what is refused before, and that botocore comes to the same signature."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.auth.base import Terms
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Authorisation, Prepared, Signature
from tests import factories
from tests.factories import SESSION_TOKEN, STAMP

SCHEME = TABLE["sigv4_query"]


def sign(ready: Prepared, terms: Terms | None = None) -> tuple[Prepared, Authorisation]:
    return SCHEME.apply(ready, terms or factories.terms())


def signature(how: Authorisation) -> Signature:
    assert how.signature is not None
    return how.signature


def refused(ready: Prepared, **known: Any) -> Finding:
    with pytest.raises(Problem) as problem:
        sign(ready, factories.terms(**known))
    assert problem.value.trouble == "refused"
    return problem.value.finding


def test_the_url_is_all_that_it_writes() -> None:
    before = factories.prepared("https://h/a?b=1", headers=[("X-Own", "1")])
    ready, how = sign(before, factories.terms({"expires": 60}))
    credential = f"{factories.KEY_ID}%2F20260304%2Fus-east-1%2Fexecute-api%2Faws4_request"
    made = signature(how)
    assert ready.url == (
        "https://h/a?b=1&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        f"&X-Amz-Credential={credential}&X-Amz-Date={STAMP}&X-Amz-Expires=60"
        f"&X-Amz-SignedHeaders=host%3Bx-own&X-Amz-Signature={made.signature}"
    )
    assert ready.headers == before.headers
    assert ready.body == before.body
    assert how.headers == ()
    assert how.scheme == "sigv4_query"
    assert made.signed_headers == ("host", "x-own")
    assert made.signed_at + timedelta(seconds=made.expires or 0) == factories.NOW + timedelta(
        seconds=60
    )


@pytest.mark.parametrize("value", [0, 604_801, "a week"])
def test_a_lifetime_out_of_range_is_refused_before_signing(value: str | int) -> None:
    assert refused(factories.prepared(), options={"expires": value}).id == "expiry_out_of_range"


@pytest.mark.parametrize(
    "typed",
    [
        {"headers": [("Authorization", "x")]},
        {"headers": [("X-Amz-Date", STAMP)]},
        {"headers": [("x-amz-date", STAMP), ("X-Amz-Date", STAMP)]},
        {"headers": [("X-Amz-Security-Token", "x")]},
        {"params": [("X-Amz-Signature", "00")]},
        {"params": [("x-amz-expires", "60")]},
        {"params": [("X-Amz-Date", STAMP)]},
        {"params": [("X-Amz-Security-Token", "x")]},
        {"url": "https://h/?X%2DAmz%2DAlgorithm=x"},
    ],
    ids=str,
)
def test_who_signed_already_is_not_signed_again(typed: dict[str, Any]) -> None:
    assert refused(factories.prepared(**typed)).id == "two_authorizations"


def test_own_items_of_amazons_kind_are_kept_and_signed() -> None:
    ready, how = sign(factories.prepared("https://h/?X-Amz-Own=1"))
    assert ready.query[0].text == "X-Amz-Own=1"
    assert factories.lines(how, "query")[0].endswith("&X-Amz-Own=1&X-Amz-SignedHeaders=host")


def test_a_header_to_be_signed_has_to_be_there() -> None:
    finding = refused(factories.prepared(), options={"sign_headers": "x-amz-date"})
    assert finding.id == "sign_header_absent"


def by_botocore(ready: Prepared, token: str | None) -> str:
    """Return the signature that botocore writes for the same bytes and time."""
    query = "&".join(one.text for one in ready.query if one.origin.place != "scheme")
    url = f"{ready.scheme}://{ready.host}{ready.path}" + f"?{query}" * bool(query)
    request = AWSRequest(method=ready.method, url=url)
    for header in ready.headers:
        if header.origin.place == "header" or header.name == "Host":
            request.headers[header.name] = header.value
    request.context["timestamp"] = STAMP
    keys = Credentials(factories.KEY_ID, factories.SECRET_KEY, token)
    signer = SigV4QueryAuth(keys, "execute-api", "us-east-1", expires=3600)
    signer._modify_request_before_signing(request)
    request.data = ready.body.content  # now only: it would have moved a body of JSON into the query
    to_sign = signer.string_to_sign(request, signer.canonical_request(request))
    return str(signer.signature(to_sign, request))


word = st.text("abcXYZ019-._~", min_size=1, max_size=8)
plain = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="{}\x7f\x85\xa0"),
    min_size=1,
    max_size=12,
)


@given(
    path=st.lists(
        word | st.sampled_from(["", ".", "..", "@c", "a b", "é", "a=b", "%2F"]), max_size=5
    ),
    # botocore loses repeated parameters and empty ones.
    query=st.dictionaries(word, plain, max_size=4),
    headers=st.dictionaries(
        st.sampled_from(["X-A", "X-B", "X-Amz-Meta"]), st.text("abc12:,;=\"'", min_size=1)
    ),
    body=st.none() | plain,
    token=st.none() | st.just(SESSION_TOKEN),
)
def test_botocore_signs_the_same(
    path: list[str],
    query: dict[str, str],
    headers: dict[str, str],
    body: str | None,
    token: str | None,
) -> None:
    ready, how = sign(
        factories.prepared(
            "https://h.example.com/" + "/".join(path),
            method="POST",
            params=list(query.items()),
            headers=list(headers.items()),
            text=body,
        ),
        factories.terms(credentials=factories.keys(token=token)),
    )
    assert signature(how).signature == by_botocore(ready, token)
