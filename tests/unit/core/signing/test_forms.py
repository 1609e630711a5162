"""The two forms: what goes into headers and query, in which order, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.model import AwsKeys, OptionValue, Origin, Prepared
from apiclient_gui.core.signing import forms
from apiclient_gui.core.signing.algorithm import Algorithm, Unsigned
from apiclient_gui.core.signing.forms import Order
from tests import factories
from tests.factories import NOW, SESSION_TOKEN, STAMP

SEEN: list[Unsigned] = []


def order(
    options: Mapping[str, OptionValue] | None = None,
    *,
    service: str = "execute-api",
    token: str | None = None,
    keys: AwsKeys | None = None,
    now: datetime = NOW,
    region_set: bool = False,
) -> Order:
    def sign(unsigned: Unsigned) -> str:
        SEEN[:] = [unsigned]
        return "0123"

    return Order(
        "mine",
        keys or factories.keys(token=token),
        now,
        options or {},
        SigningTarget(service, "eu-west-1"),
        Algorithm("ALG", region_set, "How.", sign),
    )


def written(prepared: Prepared) -> list[tuple[str, str]]:
    found = [*prepared.headers, *prepared.query]
    return [(o.name, o.value or "") for o in found if o.origin == Origin("scheme", name="mine")]


SCOPE = "20260304/eu-west-1/execute-api/aws4_request"
CREDENTIAL = f"{factories.KEY_ID}/{SCOPE}"


def test_in_headers() -> None:
    signed = forms.in_headers(factories.prepared(), order(token=SESSION_TOKEN))
    names = "host;x-amz-date;x-amz-security-token"
    authorization = f"ALG Credential={CREDENTIAL}, SignedHeaders={names}, Signature=0123"
    assert written(signed.prepared) == [
        ("X-Amz-Date", STAMP),
        ("X-Amz-Security-Token", SESSION_TOKEN),
        ("Authorization", authorization),
    ]
    assert signed.written == ("X-Amz-Date", "X-Amz-Security-Token", "Authorization")
    assert signed.signature.authorization == authorization
    assert signed.signature.expires is None
    assert [step.title for step in signed.steps][-2:] == ["Signing key", "Authorization"]
    assert signed.steps[-2].detail == "How."


def test_in_the_query() -> None:
    before = factories.prepared("https://h/a?z=1&a=2")
    signed = forms.in_query(before, order(token=SESSION_TOKEN))
    assert signed.prepared.headers == before.headers
    assert signed.prepared.query[:2] == before.query
    names = [name for name, _ in written(signed.prepared)]
    assert names == [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Security-Token",
        "X-Amz-Signature",
    ]
    assert f"X-Amz-Credential={CREDENTIAL.replace('/', '%2F')}&" in signed.prepared.url
    assert signed.prepared.url.endswith("%2F%2Ftoken%2Bwith%3Dsigns%3D%3D&X-Amz-Signature=0123")
    assert signed.written == ()
    assert signed.signature.authorization == ""
    assert signed.signature.expires == 3600
    assert signed.steps[-1].title == "Presigned URL"
    assert signed.steps[-1].text == signed.prepared.url
    query = next(line for line in signed.signature.lines if line.part == "query")
    assert "X-Amz-Signature" not in query.text
    assert Origin("scheme", name="mine") in query.origins


def test_the_regions_are_signed_along_where_the_scope_has_none() -> None:
    signed = forms.in_headers(factories.prepared(), order(region_set=True))
    assert ("X-Amz-Region-Set", "eu-west-1") in written(signed.prepared)
    assert signed.signature.credential_scope == "20260304/execute-api/aws4_request"
    signed = forms.in_query(factories.prepared(), order(region_set=True))
    assert ("X-Amz-Region-Set", "eu-west-1") in written(signed.prepared)


@pytest.mark.parametrize("late", [False, True])
def test_the_token_in_the_query_is_signed_or_appended(late: bool) -> None:
    signed = forms.in_query(
        factories.prepared(), order({"omit_session_token": late}, token=SESSION_TOKEN)
    )
    names = [name for name, _ in written(signed.prepared)]
    assert names[-1] == ("X-Amz-Security-Token" if late else "X-Amz-Signature")
    assert ("X-Amz-Security-Token" in signed.signature.canonical_request) != late
    assert (SEEN[0].token is None) == late


def test_iot_gets_the_token_after_signing_in_a_url_alone() -> None:
    ask = order(service="iotdevicegateway", token=SESSION_TOKEN)
    signed = forms.in_query(factories.prepared(), ask)
    assert signed.prepared.query[-1].name == "X-Amz-Security-Token"
    assert SEEN[0].token is None
    signed = forms.in_headers(factories.prepared(), ask)
    assert "x-amz-security-token" in signed.signature.signed_headers


@pytest.mark.parametrize("token", [None, ""])
def test_a_blank_token_is_nowhere(token: str | None) -> None:
    for form in (forms.in_headers, forms.in_query):
        for late in (False, True):
            signed = form(factories.prepared(), order({"omit_session_token": late}, token=token))
            assert "security-token" not in repr(signed).lower()


@pytest.mark.parametrize("service", ["s3", "aoss", "vpc-lattice-svcs"])
def test_the_hash_header_where_a_service_wants_it(service: str) -> None:
    ready = factories.prepared(text="abc")
    value = "UNSIGNED-PAYLOAD" if service.startswith("vpc") else ready.body.sha256()
    signed = forms.in_headers(ready, order({"content_sha256": False}, service=service))
    assert ("X-Amz-Content-Sha256", value) in written(signed.prepared)
    assert f"x-amz-content-sha256:{value}" in signed.signature.canonical_request
    assert signed.signature.lines[-1].text == value
    presigned = forms.in_query(ready, order(service=service))
    assert "Content-Sha256" not in repr(written(presigned.prepared))


def test_the_path_of_s3_is_encoded_once_and_stays_as_it_is() -> None:
    for normalize in (True, False):
        signed = forms.in_headers(
            factories.prepared("https://h/a/../b//c%20d:e/"),
            order({"normalize": normalize}, service="s3"),
        )
        assert signed.signature.lines[1].text == "/a/../b//c%20d%3Ae/"
        assert signed.prepared.path == "/a/../b//c%20d:e/"


def test_a_url_tells_when_its_keys_end_before_it() -> None:
    keys = replace(factories.keys(token=SESSION_TOKEN), expires_at=NOW + timedelta(seconds=600))
    signed = forms.in_query(factories.prepared(), order({"expires": 900}, keys=keys))
    assert "X-Amz-Expires=900&" in signed.prepared.url
    assert signed.signature.expires == 600
    assert "the temporary keys end in 600 seconds" in signed.steps[-1].detail
    signed = forms.in_query(factories.prepared(), order({"expires": 600}, keys=keys))
    assert signed.signature.expires == 600
    assert signed.steps[-1].detail.endswith("which holds for 600 seconds.")


@pytest.mark.parametrize(("year", "stamp"), [(1, "00010101T000000Z"), (9999, "99990101T000000Z")])
def test_the_ends_of_time(year: int, stamp: str) -> None:
    now = datetime(year, 1, 1, tzinfo=UTC)
    for form in (forms.in_headers, forms.in_query):
        signed = form(factories.prepared(), order({"expires": 604_800}, now=now))
        assert ("X-Amz-Date", stamp) in written(signed.prepared)
        assert signed.signature.credential_scope.startswith(stamp[:8] + "/")


def test_what_signing_writes_is_known_in_small_letters() -> None:
    ask = order(token=SESSION_TOKEN, region_set=True)
    headers = {n.lower() for n, _ in written(forms.in_headers(factories.prepared(), ask).prepared)}
    assert headers - {"authorization"} == forms.WRITTEN_HEADERS
    items = {n.lower() for n, _ in written(forms.in_query(factories.prepared(), ask).prepared)}
    assert items == forms.WRITTEN_ITEMS
