"""The practice STS over real sockets, called by botocore's own client; and its keys at the practice API."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import botocore.session
import pytest
from botocore import UNSIGNED
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from conftest import Answer, Desk

READER = "pets-reader-role"
SESSION = botocore.session.Session()  # reads the service's model once


def role(desk: Desk, name: str) -> str:
    assert desk.description.sts
    return next(one.arn for one in desk.description.sts.roles if one.name == name)


@contextmanager
def client(desk: Desk, user: str = "alice", **how: Any) -> Iterator[Any]:
    """Give botocore's own client; `keys` are those of a reply, `unsigned` takes none."""
    assert desk.description.sts
    who = next(one for one in desk.description.iam if one.user == user)
    keys = how.get("keys") or {
        "AccessKeyId": who.access_key_id,
        "SecretAccessKey": who.secret_access_key,
    }
    config: dict[str, Any] = {"retries": {"total_max_attempts": 1}}
    if how.get("unsigned"):
        config["signature_version"] = UNSIGNED
    made = SESSION.create_client(
        "sts",
        region_name=how.get("region", "us-east-1"),
        endpoint_url=desk.description.sts.endpoint,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
        config=Config(parameter_validation=False, **config),
    )
    yield made
    made.close()


def assume(desk: Desk, name: str, user: str = "alice", keys: Any = None, **how: Any) -> Any:
    with client(desk, user, keys=keys) as sts:
        parameters = {"RoleArn": role(desk, name), "RoleSessionName": "practice", **how}
        return sts.assume_role(**parameters)


def error(desk: Desk, call: Any) -> tuple[str, str, int]:
    """Return code, words and status of a refused call."""
    desk.judgements.clear()
    with pytest.raises(ClientError) as caught:
        call()
    found = caught.value.response
    (judgement,) = desk.judgements
    assert (judgement.api_id, judgement.verdict) == ("sts", "refused")
    assert found["ResponseMetadata"]["RequestId"]
    assert found["Error"]["Type"] == "Sender"
    status = found["ResponseMetadata"]["HTTPStatusCode"]
    return found["Error"]["Code"], found["Error"]["Message"], status


def pets(desk: Desk, keys: Mapping[str, str], method: str = "GET", **how: Any) -> Answer:
    """Send a call with temporary keys to the practice API, signed by botocore."""
    path = how.get("path", "/pets")
    body = b'{"name": "Rex"}' if method == "POST" else b""
    request = AWSRequest(method, f"{desk.description.apis[0].url}{path}", data=body)
    request.headers["Host"] = desk.host
    credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    if how.get("presigned"):
        SigV4QueryAuth(credentials, "execute-api", "us-east-1", 3600).add_auth(request)
        return desk.call(str(request.url), method=method)
    SigV4Auth(credentials, "execute-api", "us-east-1").add_auth(request)
    headers = {**dict(request.headers.items()), **how.get("headers", {})}
    return desk.ask(
        desk.raw([line for line in headers.items() if line[1] is not None], method, path, body)
    )


@pytest.fixture
def keys(desk: Desk) -> dict[str, str]:
    """Give temporary keys of the reader's role."""
    return dict(assume(desk, READER)["Credentials"])


# ---------------------------------------------------------------- the protocol


def test_who_a_user_is(desk: Desk) -> None:
    account = desk.description.account
    with client(desk, "bob") as sts:
        found = sts.get_caller_identity()
    assert found["Account"] == account
    assert found["Arn"] == f"arn:aws:iam::{account}:user/practice/bob"
    assert re.fullmatch(r"AIDA[A-Z2-7]{17}", found["UserId"])
    assert found["ResponseMetadata"]["HTTPHeaders"]["content-type"] == "text/xml"
    (judgement,) = desk.judgements
    assert (judgement.api_id, judgement.path, judgement.reason) == ("sts", "/sts", "allowed")


def asked(desk: Desk, query: str, **how: Any) -> AWSRequest:
    """Return a GET signed for STS."""
    assert desk.description.sts
    alice = desk.description.iam[0]
    request = AWSRequest("GET", f"{desk.description.sts.endpoint}?{query}")
    request.headers["Host"] = desk.host
    own = Credentials(alice.access_key_id, alice.secret_access_key)
    credentials = how.get("credentials", own)
    how.get("signer", SigV4Auth)(credentials, how.get("service", "sts"), "us-east-1").add_auth(
        request
    )
    return request


IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15"


def test_a_get_signed_in_the_header_or_the_query(desk: Desk) -> None:
    for signer in (SigV4Auth, SigV4QueryAuth):
        request = asked(desk, IDENTITY, signer=signer)
        answer = desk.call(str(request.url), dict(request.headers.items()))
        assert answer.status == 200
        root = ET.fromstring(answer.body)  # noqa: S314  # our own gateway
        space = {"s": "https://sts.amazonaws.com/doc/2011-06-15/"}
        assert root.tag == f"{{{space['s']}}}GetCallerIdentityResponse"
        arn = root.findtext("s:GetCallerIdentityResult/s:Arn", namespaces=space)
        assert str(arn).endswith("user/practice/alice")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Could not find operation  for version NO_VERSION_SPECIFIED"),
        ("Action=GetCallerIdentity", "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED"),
        ("Action=%3Cb%3E&Version=2011-06-15", "Could not find operation <b> for version 2011-06-15"),
        ("Action=Decode&Version=1", "Could not find operation Decode for version 1"),
    ],
)  # fmt: skip
def test_no_such_operation(desk: Desk, query: str, words: str) -> None:
    assert desk.description.sts
    answer = desk.call(f"{desk.description.sts.endpoint}?{query}")
    root = ET.fromstring(answer.body)  # noqa: S314  # our own gateway
    assert (answer.status, [one.text for one in root[0]]) == (
        400,
        ["Sender", "InvalidAction", words],
    )


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/sts"), ("POST", "/sts/x"), ("HEAD", "/sts")]
)
def test_what_stands_nowhere(desk: Desk, method: str, path: str) -> None:
    answer = desk.call(path, method=method)
    assert answer.status == 404
    assert desk.judgements[0].reason == "no_such_path"


def test_any_bytes_are_answered(desk: Desk) -> None:
    for body in (b"\xff\xfe=\0&&==", b"Action=\xf0\x9f", b"Action=A%00%0d&Version=%ed%a0%80"):
        answer = desk.call("/sts", method="POST", body=body)
        assert answer.status == 400
        ET.fromstring(answer.body)  # noqa: S314  # our own gateway


# ---------------------------------------------------------------- signatures


def test_an_unsigned_call(desk: Desk) -> None:
    with client(desk, unsigned=True) as sts:
        assert error(desk, sts.get_caller_identity) == (
            "MissingAuthenticationToken",
            "Request is missing Authentication Token",
            403,
        )


def test_wrong_keys(desk: Desk) -> None:
    alice = desk.description.iam[0]
    wrong = {"AccessKeyId": alice.access_key_id, "SecretAccessKey": "x"}
    with client(desk, keys=wrong) as sts:
        code, words, status = error(desk, sts.get_caller_identity)
    assert (code, status) == ("SignatureDoesNotMatch", 403)
    assert words.endswith("Consult the service documentation for details.")
    unknown = {"AccessKeyId": "AKIAXXXXXXXXXXXXXXXX", "SecretAccessKey": "x"}
    with client(desk, keys=unknown) as sts:
        assert error(desk, sts.get_caller_identity) == (
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
            403,
        )


def test_another_region_service_and_time(desk: Desk) -> None:
    with client(desk, region="eu-west-1") as sts:
        assert error(desk, sts.get_caller_identity) == (
            "SignatureDoesNotMatch",
            "Credential should be scoped to a valid region.",
            403,
        )
    request = asked(desk, IDENTITY, service="execute-api")
    answer = desk.call(str(request.url), dict(request.headers.items()))
    assert b"Credential should be scoped to correct service: 'sts'." in answer.body
    desk.hands.ahead = 400
    with client(desk) as sts:
        code, words, _ = error(desk, sts.get_caller_identity)
    assert code == "SignatureDoesNotMatch"
    assert words.startswith("Signature expired: ")


def test_something_that_is_not_sigv4(desk: Desk) -> None:
    answer = desk.call(f"/sts?{IDENTITY}", {"Authorization": "Bearer x"})
    assert answer.status == 403
    assert b"<Code>IncompleteSignature</Code>" in answer.body


def test_temporary_keys_are_known_here_too(desk: Desk, keys: dict[str, str]) -> None:
    with client(desk, keys=keys) as sts:
        found = sts.get_caller_identity()
        assert found["Arn"].endswith(f":assumed-role/{READER}/practice")
        assert found["UserId"].endswith(":practice")
    with client(desk, keys={**keys, "SessionToken": ""}) as sts:
        assert error(desk, sts.get_caller_identity)[0] == "InvalidClientTokenId"


def test_an_ended_session(desk: Desk) -> None:
    keys = assume(desk, READER, DurationSeconds=900)["Credentials"]
    desk.hands.ahead = 1000
    at = desk.hands.now()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda: at)
        credentials = Credentials(*list(keys.values())[:3])
        request = asked(desk, IDENTITY, credentials=credentials)
    answer = desk.call(str(request.url), dict(request.headers.items()))
    root = ET.fromstring(answer.body)  # noqa: S314  # our own gateway
    words = "The security token included in the request is expired"
    assert answer.status == 403
    assert [one.text for one in root[0]] == ["Sender", "ExpiredToken", words]


# ---------------------------------------------------------------- keys of a role at the API


def test_a_reader_reads(desk: Desk, keys: dict[str, str]) -> None:
    assert re.fullmatch(r"ASIA[A-Z2-7]{16}", keys["AccessKeyId"])
    for presigned in (False, True):
        assert pets(desk, keys, presigned=presigned).status == 200
        assert desk.judgements[-1].detail == "The role's policy allows it."


def test_a_reader_does_not_add(desk: Desk, keys: dict[str, str]) -> None:
    answer = pets(desk, keys, "POST")
    account = desk.description.account
    assert (answer.status, answer.error_type) == (403, "AccessDeniedException")
    assert answer.content["Message"] == (
        f"User: arn:aws:sts::{account}:assumed-role/{READER}/practice is not authorized to perform: "
        f"execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********{account[-4:]}:"
        f"{desk.api_id}/prod/POST/pets because no identity-based policy allows the execute-api:Invoke action"
    )
    assert desk.judgements[-1].detail == "No statement of the role's policy allows it."


@pytest.mark.parametrize("presigned", [False, True])
@pytest.mark.parametrize("token", ["", "undefined", "other"])
def test_without_its_token(desk: Desk, keys: dict[str, str], token: str, presigned: bool) -> None:
    if token == "other":
        token = assume(desk, READER)["Credentials"]["SessionToken"]
    answer = pets(desk, {**keys, "SessionToken": token}, presigned=presigned)
    assert (answer.status, answer.error_type) == (403, "UnrecognizedClientException")
    assert answer.content == {"message": "The security token included in the request is invalid."}
    expected = "session_token_unknown" if token else "no_session_token"
    assert desk.judgements[-1].reason == expected


def test_a_user_s_key_with_a_token_of_a_session(desk: Desk, keys: dict[str, str]) -> None:
    alice = desk.description.iam[0]
    mixed = {
        "AccessKeyId": alice.access_key_id,
        "SecretAccessKey": alice.secret_access_key,
        "SessionToken": keys["SessionToken"],
    }
    assert pets(desk, mixed).error_type == "UnrecognizedClientException"


def test_a_token_has_to_be_signed(desk: Desk, keys: dict[str, str]) -> None:
    # Signed as if there were none, and added afterwards.
    bare = {**keys, "SessionToken": ""}
    answer = pets(desk, bare, headers={"X-Amz-Security-Token": keys["SessionToken"]})
    assert answer.content["message"] == (
        "'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."
    )
    request = AWSRequest("GET", f"{desk.description.apis[0].url}/pets")
    credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"])
    SigV4QueryAuth(credentials, "execute-api", "us-east-1").add_auth(request)
    added = quote(keys["SessionToken"], safe="")
    answer = desk.call(f"{request.url}&X-Amz-Security-Token={added}")
    assert answer.error_type == "InvalidSignatureException"
    assert desk.judgements[-1].reason == "signature_mismatch"


def test_a_token_in_the_query_and_in_a_header(desk: Desk, keys: dict[str, str]) -> None:
    request = AWSRequest("GET", f"{desk.description.apis[0].url}/pets")
    request.headers["X-Amz-Security-Token"] = keys["SessionToken"]
    credentials = Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    SigV4QueryAuth(credentials, "execute-api", "us-east-1").add_auth(request)
    answer = desk.call(str(request.url), {"X-Amz-Security-Token": keys["SessionToken"]})
    assert answer.status == 403


@pytest.mark.parametrize("presigned", [False, True])
def test_keys_that_are_over(desk: Desk, presigned: bool) -> None:
    keys = assume(desk, READER, DurationSeconds=900)["Credentials"]
    with pytest.MonkeyPatch.context() as patch:
        at = datetime.now(UTC) + timedelta(seconds=1000)
        patch.setattr("botocore.auth.get_current_datetime", lambda: at)
        desk.hands.ahead = 1000
        answer = pets(desk, keys, presigned=presigned)
    assert (answer.status, answer.error_type) == (403, "ExpiredTokenException")
    assert answer.content == {"message": "The security token included in the request is expired"}
    assert desk.judgements[-1].reason == "session_ended"


def test_a_session_policy(desk: Desk) -> None:
    for action, words in (
        ("Deny", "with an explicit deny in a session policy"),
        ("Allow", "because no session policy allows the execute-api:Invoke action"),
    ):
        statement = {"Effect": action, "Action": "execute-api:Invoke", "Resource": "*"}
        if action == "Allow":
            statement["Resource"] = "arn:aws:execute-api:*:*:*/GET/pets/*"
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        made = assume(desk, READER, Policy=policy)
        assert 0 < made["PackedPolicySize"] < 20
        answer = pets(desk, made["Credentials"])
        assert answer.content["Message"].endswith(words)
    assert pets(desk, made["Credentials"], path="/pets/1").status == 200


def test_a_tampered_token_and_secret(desk: Desk, keys: dict[str, str]) -> None:
    token = keys["SessionToken"]
    changed = token[:50] + ("A" if token[50] != "A" else "B") + token[51:]
    assert pets(desk, {**keys, "SessionToken": changed}).error_type == "UnrecognizedClientException"
    wrong = {**keys, "SecretAccessKey": "x"}
    assert pets(desk, wrong).error_type == "InvalidSignatureException"


def test_keys_outlive_the_gateway(fresh_desk: Desk, tmp_path: Any) -> None:
    from apiclient_gui.practice import state, temporary_keys

    made = assume(fresh_desk, READER)["Credentials"]
    kept = state.load(tmp_path / "practice")
    opened = temporary_keys.opened(kept.session_key, made["SessionToken"])
    assert opened
    assert opened.secret_access_key == made["SecretAccessKey"]
    assert urlencode({"t": made["SessionToken"]}) != f"t={made['SessionToken']}"
