from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.signature import (
    algorithm,
    in_query,
    looks_signed,
    payload_signed,
    signed_as,
)
from apiclient_gui.core.model import Origin, QueryItem
from tests import factories
from tests.unit.core.diagnosis import cases


def test_a_header_signature_tells_what_was_signed() -> None:
    case = cases.reply("x", **cases.sent())
    with_signature = signed_as(case)
    assert with_signature is not None
    assert with_signature == signed_as(replace(case, authorisation=None))
    assert with_signature.access_key_id == factories.KEY_ID
    assert (with_signature.region, with_signature.service) == ("eu-west-1", "execute-api")
    assert with_signature.date == "20260304"
    assert with_signature.signed_at == factories.NOW
    assert looks_signed(case)


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
    signed = signed_as(case)
    assert signed is not None
    assert (signed.access_key_id, signed.region, signed.service) == ("AKID", region, "execute-api")
    assert signed.signed_at == factories.NOW
    assert looks_signed(case)


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
    assert signed_as(Case(**cases.with_header("Authorization", value))) is None
    assert signed_as(Case()) is None


@pytest.mark.parametrize(
    ("fields", "name", "query"),
    [
        (cases.sent(), "AWS4-HMAC-SHA256", False),
        (cases.presigned(), "AWS4-HMAC-SHA256", True),
        (cases.by_sigv4a(), "AWS4-ECDSA-P256-SHA256", False),
        (cases.with_header("Authorization", "Bearer x"), "", False),
    ],
)
def test_algorithm_and_form(fields: dict[str, Any], name: str, *, query: bool) -> None:
    case = Case(**fields)
    assert algorithm(case) == algorithm(replace(case, authorisation=None)) == name
    assert in_query(case) is query


def test_what_was_signed_for_the_body() -> None:
    assert payload_signed(Case(**cases.sent())) == cases.sent()["prepared"].body.sha256()
    assert payload_signed(Case(**cases.unsigned_payload())) == "UNSIGNED-PAYLOAD"
    assert payload_signed(Case(**cases.with_header("X-Amz-Content-Sha256", "ab"))) == "ab"
    assert payload_signed(Case()) == ""
