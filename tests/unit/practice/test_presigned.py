"""Presigned URLs, made by botocore and by AWS's own suite, judged over real sockets."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiclient_gui.practice import presigned, sigv4
from apiclient_gui.practice.callers import Caller
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.wire import Received

if TYPE_CHECKING:
    from conftest import Answer, Desk

VECTORS = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "sigv4" / "v4"
NAMES = sorted(path.stem for path in VECTORS.glob("*.json"))
INVALID, INCOMPLETE = "InvalidSignatureException", "IncompleteSignatureException"


def url(
    desk: Desk,
    path: str = "/pets",
    *,
    method: str = "GET",
    expires: int = 60,
    token: str | None = None,
    region: str = "us-east-1",
) -> str:
    alice = desk.description.iam[0]
    request = AWSRequest(method, desk.description.apis[0].url + path)
    keys = Credentials(alice.access_key_id, alice.secret_access_key, token)
    signer: Any = SigV4QueryAuth(keys, "execute-api", region, expires)
    signer.add_auth(request)
    return str(request.url)


def refused(answer: Answer, kind: str) -> str:
    assert (answer.status, answer.error_type) == (403, kind)
    return str(answer.content["message"])


@pytest.mark.parametrize("path", ["/pets", "/pets?limit=2&b=%20x", "/pets/1", "//pets?flag="])
def test_botocore_s_url_is_allowed(desk: Desk, path: str) -> None:
    assert desk.call(url(desk, path)).status == 200
    (judgement,) = desk.judgements
    assert (judgement.reason, judgement.api_id) == ("allowed", desk.api_id)
    assert "X-Amz" not in judgement.path
    assert "?" not in judgement.path


def test_a_body_is_hashed(desk: Desk) -> None:
    signed = url(desk, method="POST")
    answer = desk.call(signed, method="POST", body='{"name": "Rex"}')
    assert "does not match" in refused(answer, INVALID)


@pytest.mark.parametrize("life", [1, 30, 60, 3600, 604_800])
def test_it_lives_as_long_as_it_says(desk: Desk, life: int) -> None:
    signed = url(desk, expires=life)
    desk.hands.ahead = life - 1
    # The seconds of stamp and clock are cut: within the last of them it may be either.
    assert desk.call(signed).status == 200 or life == 1
    desk.hands.ahead = life + 2
    words = refused(desk.call(signed), INVALID)
    span = f"{life // 60} min" if life % 60 == 0 else f"{life} sec"
    stamp = r"\d{8}T\d{6}Z"
    pattern = rf"Signature expired: {stamp} is now earlier than {stamp} \({stamp} - {span}\.\)"
    assert re.fullmatch(pattern, words)
    assert desk.judgements[-1].reason == "signature_expired"


def test_it_is_not_valid_before_its_time(desk: Desk) -> None:
    signed = url(desk)
    desk.hands.ahead = -299.0
    assert desk.call(signed).status == 200
    desk.hands.ahead = -302.0
    words = refused(desk.call(signed), INVALID)
    assert words.startswith("Signature not yet current: ")
    assert words.endswith(" + 5 min.)")


@pytest.mark.parametrize("expires", ["0", "604801", "x", "", "-1", "1.5", "9999999"])
def test_a_life_that_there_is_not(desk: Desk, expires: str) -> None:
    signed = url(desk).replace("X-Amz-Expires=60", f"X-Amz-Expires={expires}")
    words = refused(desk.call(signed), INVALID)
    assert words == f"X-Amz-Expires must be a number of seconds from 1 to 604800, got '{expires}'"
    assert desk.judgements[0].reason == "expires_malformed"


def test_without_a_life_the_usual_window_holds() -> None:
    query = (
        b"X-Amz-Algorithm=a&X-Amz-Credential=c&X-Amz-Signature=s&X-Amz-SignedHeaders=h&X-Amz-Date=d"
    )
    found = presigned.claim(Received("GET", b"/?" + query, ()))
    assert found is not None
    assert found[0].life == sigv4.WINDOW


@pytest.mark.parametrize(
    "name", ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Date"]
)
def test_a_missing_parameter(desk: Desk, name: str) -> None:
    signed = re.sub(rf"{name}=[^&]*&?", "", url(desk))
    assert refused(desk.call(signed), INCOMPLETE) == (
        f"AWS query-string parameters must include '{name}'. Re-examine the query-string parameters."
    )
    assert desk.judgements[0].reason == "authorization_incomplete"


def test_a_lost_signature(desk: Desk) -> None:
    words = refused(desk.call(url(desk).partition("&X-Amz-Signature")[0]), INCOMPLETE)
    assert words.startswith("AWS query-string parameters must include 'X-Amz-Signature'.")


def changed_signature(signed: str) -> str:
    return signed[:-1] + ("0" if signed[-1] != "0" else "1")


def changed_query(signed: str) -> str:
    return signed + "&added=by-a-proxy"


def changed_path(signed: str) -> str:
    return signed.replace("/pets?", "/pets/1?")


def changed_life(signed: str) -> str:
    return signed.replace("X-Amz-Expires=60", "X-Amz-Expires=61")


@pytest.mark.parametrize("change", [changed_signature, changed_query, changed_path, changed_life])
def test_what_changes_on_the_way_is_found(desk: Desk, change: Any) -> None:
    words = refused(desk.call(change(url(desk))), INVALID)
    assert "The Canonical String for this request should have been" in words
    canonical = words.split("'")[1]
    assert "X-Amz-Credential" in canonical
    assert "X-Amz-Signature" not in canonical
    assert desk.judgements[0].reason == "signature_mismatch"


def test_a_header_of_amazon_s_has_to_be_signed_here_too(desk: Desk) -> None:
    words = refused(desk.call(url(desk), {"X-Amz-Meta": "x"}), INVALID)
    assert words == "'x-amz-meta' must be a 'SignedHeader' in the AWS Authorization."


def test_a_session_token_belongs_to_nobody(desk: Desk) -> None:
    answer = desk.call(url(desk, token="planted/+="))
    assert refused(answer, "UnrecognizedClientException")
    assert desk.judgements[0].reason == "session_token_unknown"
    assert "planted" not in str(desk.judgements)


def test_the_wrong_region_is_told_with_the_words_of_a_header(desk: Desk) -> None:
    words = refused(desk.call(url(desk, region="eu-west-1")), INVALID)
    assert words == "Credential should be scoped to a valid region."


def test_an_unknown_path_is_told_first(desk: Desk) -> None:
    answer = desk.call(url(desk, "/petz"))
    assert refused(answer, "MissingAuthenticationTokenException")


@pytest.mark.parametrize("query", ["", "X-Amz-Meta=1", "limit=1", "X-Amz-Date=1"])
def test_a_query_that_claims_nothing(query: str) -> None:
    assert presigned.claim(Received("GET", f"/?{query}".encode(), ())) is None


def test_a_header_stands_before_the_query(desk: Desk) -> None:
    request = Received("GET", b"/?X-Amz-Signature=s", (("authorization", b"Bearer x"),))
    with pytest.raises(Refused) as caught:
        presigned.either(request)
    assert str(caught.value) == "not_sigv4"
    assert presigned.either(Received("GET", b"/?a=1", ())) is None
    assert desk.call(url(desk), {"Authorization": "Bearer x"}).status == 403


def test_any_bytes_are_taken() -> None:
    query = b"X-Amz-Signature=%ff&X-Amz-Date=\xff%zz&X-Amz-Algorithm&&=&X-Amz-Credential=+"
    with pytest.raises(Refused):
        presigned.claim(Received("GET", b"/?" + query, ()))


@pytest.mark.skipif(not NAMES, reason="the shared vectors are not beside this checkout")
@pytest.mark.parametrize("name", NAMES)
def test_aws_s_own_vectors(name: str) -> None:
    vector: dict[str, Any] = json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
    context = vector["context"]
    if not context["normalize"] or "query_signed_request" not in vector:
        pytest.skip("execute-api normalises paths; or the vector has no query form")
    head, _, body = vector["query_signed_request"].partition("\n\n")
    first, *lines = head.strip("\n").split("\n")
    headers = [line.partition(":") for line in lines]
    request = Received(
        first.partition(" ")[0],
        first.partition(" ")[2].removesuffix(" HTTP/1.1").encode(),
        tuple((key.lower(), value.encode()) for key, _, value in headers),
        body.encode(),
    )
    found = presigned.claim(request)
    assert found is not None
    claim, signed = found
    canonical = sigv4.canonical_request(signed, claim.signed_headers).decode()
    assert canonical == vector["query_canonical_request"]
    assert claim.signature == vector["query_signature"]
    assert claim.life == timedelta(seconds=context["expiration_in_seconds"])
    secret = context["credentials"]["secret_access_key"]
    token = context["credentials"].get("token", "")

    def caller(key_id: str, session: str, _: datetime) -> Caller:
        assert (key_id, session) == ("AKIDEXAMPLE", token)
        return Caller("arn", "id", "111122223333", secret)

    judge = sigv4.Judge(context["region"], context["service"], caller)
    at = datetime.fromisoformat(context["timestamp"]).astimezone(UTC)
    if context.get("omit_session_token"):
        # Appended after signing: here that changes what was signed.
        with pytest.raises(Refused) as caught:
            judge.verify(signed, claim, at)
        assert caught.value.refusal.reason == "signature_mismatch"
        return
    assert judge.verify(signed, claim, at + claim.life).secret == secret
    with pytest.raises(Refused):
        judge.verify(signed, claim, at + claim.life + timedelta(seconds=1))
