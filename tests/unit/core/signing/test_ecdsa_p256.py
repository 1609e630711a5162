"""SigV4a's signature: verified with a key that is derived here, refused where the library would sign something else."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import OptionValue, Prepared, Signature
from tests import factories
from tests.support import sigv4a_key

KEY = sigv4a_key.public_key(factories.KEY_ID, factories.SECRET_KEY)

word = st.text("abcXYZ019-._~", min_size=1, max_size=8)
plain = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="{}\x7f"), max_size=12
)


def sign(ready: Prepared, options: dict[str, OptionValue], token: str | None = None) -> Signature:
    terms = factories.terms(options, credentials=factories.keys(token=token))
    signature = TABLE["sigv4a"].apply(ready, terms)[1].signature
    assert signature is not None
    return signature


def refused(ready: Prepared, options: dict[str, OptionValue]) -> Finding:
    with pytest.raises(Problem) as problem:
        sign(ready, options)
    assert problem.value.trouble == "refused"
    assert factories.SECRET_KEY not in msgspec.json.encode(problem.value.finding).decode()
    return problem.value.finding


@settings(deadline=None)
@given(
    method=st.sampled_from(["GET", "POST", "PURGE"]),
    path=st.lists(word | st.sampled_from(["", ".", "..", "@c", "a b", "é", "%2F"]), max_size=5),
    query=st.lists(st.tuples(word | st.just(""), plain), max_size=4),
    headers=st.lists(
        st.tuples(st.sampled_from(["X-A", "x-a", "Content-Type", "X-Amz-Meta"]), plain), max_size=4
    ),
    body=st.none() | plain,
    token=st.none() | st.just(factories.SESSION_TOKEN),
    options=st.fixed_dictionaries(
        {},
        optional={
            "expires": st.integers(1, 604_800),
            "region": st.sampled_from(["*", "eu-west-1", "eu-west-1, us-east-1"]),
            "normalize": st.booleans(),
            "omit_session_token": st.booleans(),
            "content_sha256": st.booleans(),
            "service": st.sampled_from(["s3", "execute-api", "aoss"]),
        },
    ),
)
def test_it_signs_exactly_our_string(
    method: str,
    path: list[str],
    query: list[tuple[str, str]],
    headers: list[tuple[str, str]],
    body: str | None,
    token: str | None,
    options: dict[str, OptionValue],
) -> None:
    ready = factories.prepared(
        "https://h.example.com/" + "/".join(path),
        method=method,
        params=query,
        headers=headers,
        text=body,
    )
    made = sign(ready, options, token)
    assert sigv4a_key.verifies(KEY, made.signature, made.string_to_sign)
    assert not sigv4a_key.verifies(KEY, made.signature, made.string_to_sign + " ")


def test_an_own_hash_header_is_signed_in_headers() -> None:
    ready = factories.prepared(headers=[("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")], text="x")
    made = sign(ready, {"region": "*"})
    assert "x-amz-content-sha256" in made.signed_headers
    assert sigv4a_key.verifies(KEY, made.signature, made.string_to_sign)


@pytest.mark.parametrize("options", [{}, {"expires": 60}])
@pytest.mark.parametrize("name", ["user-agent", "expect", "upgrade", "x-amzn-trace-id"])
def test_headers_that_the_library_leaves_out_are_refused(
    name: str, options: dict[str, OptionValue]
) -> None:
    ready = factories.prepared(headers=[(name, "1")])
    finding = refused(ready, {**options, "sign_headers": name})
    assert finding.id == "sigv4a_not_exact"
    assert finding.evidence[0].value == name


def test_a_presigned_url_with_an_own_hash_header_is_refused() -> None:
    ready = factories.prepared(headers=[("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")])
    assert refused(ready, {"expires": 60}).id == "sigv4a_not_exact"


def test_the_last_year() -> None:
    terms = factories.terms(now=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    made = TABLE["sigv4a"].apply(factories.prepared(), terms)[1].signature
    assert made is not None
    assert sigv4a_key.verifies(KEY, made.signature, made.string_to_sign)


def test_a_year_that_the_library_writes_otherwise_is_refused() -> None:
    terms = factories.terms(now=datetime(1, 1, 1, tzinfo=UTC))
    with pytest.raises(Problem) as problem:
        TABLE["sigv4a"].apply(factories.prepared(), terms)
    assert problem.value.finding.id == "sigv4a_not_exact"


def test_bytes_that_are_no_text_are_refused() -> None:
    ready = factories.hand_made(headers=[("Host", "h"), ("X", "\xff")])
    assert refused(ready, {}).id == "sigv4a_not_exact"


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "awscrt", None)
    for name in ("auth", "http", "exceptions"):
        monkeypatch.delitem(sys.modules, f"awscrt.{name}", raising=False)
    finding = refused(factories.prepared(), {})
    assert finding.id == "sigv4a_unavailable"
    assert 'pip install "apiclient-gui[sigv4a]"' in finding.remedy
    assert (finding.actions[0].key, finding.actions[0].parameters) == (
        "send_with_scheme",
        {"scheme": "sigv4"},
    )


def test_the_keys_are_in_nothing_that_is_kept() -> None:
    ready = factories.prepared()
    terms = replace(factories.terms(), credentials=factories.keys(token=factories.SESSION_TOKEN))
    _, how = TABLE["sigv4a"].apply(ready, terms)
    assert factories.SECRET_KEY not in repr(how)
