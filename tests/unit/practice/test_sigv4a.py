"""SigV4a: AWS's own vectors, and what changes the signature's meaning."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from apiclient_gui.practice import presigned, sigv4, sigv4a
from apiclient_gui.practice.callers import Caller
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.wire import Received

if TYPE_CHECKING:
    from conftest import Desk

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "sigv4" / "v4a"
NAMES = sorted(path.stem for path in VECTORS.glob("*.json"))
PART = "AWS4-ECDSA-P256-SHA256"


def received(text: str) -> Received:
    head, _, body = text.partition("\n\n")
    first, *lines = head.strip("\n").split("\n")
    method, _, rest = first.partition(" ")
    headers = [line.partition(":") for line in lines]
    return Received(
        method,
        rest.removesuffix(" HTTP/1.1").encode(),
        tuple((name.lower(), value.encode()) for name, _, value in headers),
        body.encode(),
    )


@pytest.mark.skipif(not NAMES, reason="the shared vectors are not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["header", "query"])
def test_aws_s_own_vectors(name: str, form: str) -> None:
    vector: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    context = vector["context"]
    key_id, secret = (context["credentials"][key] for key in ("access_key_id", "secret_access_key"))
    numbers = sigv4a.public_key(key_id, secret).public_numbers()
    assert [f"{one:064x}" for one in (numbers.x, numbers.y)] == [
        vector["public_key"][axis].rjust(64, "0") for axis in "XY"
    ]
    text, signature = vector[f"{form}_string_to_sign"], vector[f"{form}_signature"]
    assert sigv4a.is_right(key_id, secret, text, signature)
    assert not sigv4a.is_right(key_id, secret, text + " ", signature)
    assert not sigv4a.is_right(key_id, secret + "x", text, signature)
    if not context["normalize"]:
        return  # execute-api normalises paths
    request = received(vector[f"{form}_signed_request"])
    found = presigned.either(request)
    assert found
    claim, signed = found
    canonical = sigv4.canonical_request(signed, claim.signed_headers).decode()
    if form == "query" or not context["sign_body"]:
        assert canonical == vector[f"{form}_canonical_request"]
    token = context["credentials"].get("token", "")

    def caller(given: str, session: str, _: datetime) -> Caller:
        assert (given, session) == (key_id, token)
        return Caller("arn", "id", "111122223333", secret)

    judge = sigv4.Judge(context["region"], context["service"], caller)
    at = datetime.fromisoformat(context["timestamp"]).astimezone(UTC)
    assert judge.verify(signed, claim, at).secret == secret
    elsewhere = sigv4.Judge("eu-west-1", context["service"], caller)
    with pytest.raises(Refused) as caught:
        elsewhere.verify(signed, claim, at)
    assert str(caught.value) == "wrong_region"


@pytest.mark.parametrize("signature", ["", "zz", "é", "00", "3006020101020101", "ff" * 5000])
def test_what_is_no_signature(signature: str) -> None:
    assert not sigv4a.is_right("AKID", "secret", "text", signature)


@pytest.mark.parametrize(
    ("region_set", "inside"),
    [
        ("us-east-1", True),
        ("*", True),
        ("us-*", True),
        ("eu-west-1,us-east-1", True),
        ("eu-west-1, us-east-1", True),
        ("eu-west-1", False),
        ("eu-*", False),
        ("us-east-10", False),
        ("", False),
    ],
)
def test_region_sets(region_set: str, inside: bool) -> None:
    assert sigv4a.holds(region_set, "us-east-1") == inside


def headers(desk: Desk, region_set: str = "*", **how: Any) -> list[tuple[str, str]]:
    """Return header lines signed by AWS's own signer in C."""
    crt = pytest.importorskip("botocore.crt.auth", reason="awscrt is not installed")
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    alice = desk.description.iam[0]
    secret = how.get("secret", alice.secret_access_key)
    request = AWSRequest("GET", f"http://{desk.host}{desk.stage}/pets")
    credentials = Credentials(alice.access_key_id, secret)
    crt.CrtSigV4AsymAuth(credentials, how.get("service", "execute-api"), region_set).add_auth(
        request
    )
    lines = [("Host", desk.host), *request.headers.items()]
    return [(name, value) for name, value in dict(lines).items() if name != "host"]


def url(desk: Desk, region_set: str = "*") -> str:
    crt = pytest.importorskip("botocore.crt.auth", reason="awscrt is not installed")
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    alice = desk.description.iam[0]
    request = AWSRequest("GET", f"http://{desk.host}{desk.stage}/pets?limit=1")
    credentials = Credentials(alice.access_key_id, alice.secret_access_key)
    crt.CrtSigV4AsymQueryAuth(credentials, "execute-api", region_set).add_auth(request)
    return str(request.url)


@pytest.mark.parametrize("region_set", ["*", "us-east-1", "eu-west-1,us-*"])
def test_the_signer_of_awscrt_is_allowed(desk: Desk, region_set: str) -> None:
    answer = desk.ask(desk.raw(headers(desk, region_set)))
    assert answer.status == 200, answer.body
    assert desk.call(url(desk, region_set)).status == 200


def test_another_region_and_service(desk: Desk) -> None:
    for raw in (desk.raw(headers(desk, "eu-west-1")), None):
        answer = desk.ask(raw) if raw else desk.call(url(desk, "eu-west-1"))
        assert answer.content == {"message": "Credential should be scoped to a valid region."}
        assert (answer.status, answer.error_type) == (403, "InvalidSignatureException")
    answer = desk.ask(desk.raw(headers(desk, service="apigateway")))
    assert "correct service: 'execute-api'" in answer.content["message"]


def test_a_wrong_secret_is_told_with_both_texts(desk: Desk) -> None:
    words = desk.ask(desk.raw(headers(desk, secret="x"))).content["message"]
    assert "The Canonical String for this request should have been\n'GET\n" in words
    assert "\nx-amz-region-set:*\n" in words
    assert f"The String-to-Sign should have been\n'{PART}\n" in words
    assert desk.judgements[0].reason == "signature_mismatch"


def test_a_changed_query(desk: Desk) -> None:
    words = desk.call(url(desk).replace("limit=1", "limit=2")).content["message"]
    assert "does not match the signature" in words


def test_without_a_region_set(desk: Desk) -> None:
    bare = [line for line in headers(desk) if line[0] != "X-Amz-Region-Set"]
    answer = desk.ask(desk.raw(bare))
    assert answer.error_type == "IncompleteSignatureException"
    assert answer.content["message"].startswith(
        "Authorization header requires existence of a 'X-Amz-Region-Set' header."
    )
    answer = desk.call(url(desk).replace("X-Amz-Region-Set=%2A&", ""))
    assert answer.content["message"].startswith(
        "AWS query-string parameters must include 'X-Amz-Region-Set'."
    )


def test_a_credential_with_a_region(desk: Desk) -> None:
    spoilt = [(name, value.replace("/execute-api/", "/us-east-1/execute-api/")) for name, value in headers(desk)]  # fmt: skip
    answer = desk.ask(desk.raw(spoilt))
    assert answer.content["message"].startswith("Credential must have exactly 4 slash-delimited")
