"""Rows of the signing cases that need a server, a file or another part of the program, by their number in that table.

The others stand in tests/unit/core/auth/test_signing_cases.py; that no row is forgotten is checked at the end.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import msgspec
import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.gateway.policy import document, evaluate
from apiclient_gui.core.model import Auth, Request
from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from apiclient_gui.practice.server import serve
from tests.support.cli import Ended, apiclient
from tests.support.signed_tokens import SECRET, key_set, pem, raw, rsa_key
from tests.support.sockets import RawServer, ok

TESTS = Path(__file__).resolve().parents[1]
TABLE = TESTS.parents[1] / "shared" / "cases" / "signing-cases.md"
FOR = ("--region", "us-east-1", "--service", "execute-api", "--json")


def row(number: str, *values: object) -> Any:
    return pytest.param(*values, id=number)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def sent(server: RawServer, *words: str) -> tuple[bytes, bytes, dict[str, Any]]:
    """Send to the server; return head and body as they came, and the document of the send."""
    before = len(server.requests)
    ended = apiclient("send", *words, *FOR)
    assert ended.code == 0, ended.err or ended.out
    head, _, body = server.requests[before].partition(b"\r\n\r\n")
    return head, body, ended.document


# ---------------------------------------------------------------- bodies


@pytest.mark.parametrize("auth", [row("B2", "sigv4"), row("B2-presigned", "sigv4_query")])
def test_a_binary_file_is_hashed_as_it_is_sent(auth: str, tmp_path: Path) -> None:
    content = bytes(range(256)) * 20_000
    file = tmp_path / "photo.bin"
    file.write_bytes(content)
    with RawServer(ok()) as server:
        words = ("POST", f"http://{server.host}/", "--aws-env", "--auth", auth, "-d", f"@{file}")
        _, body, told = sent(server, *words)
    assert body == content
    digest = hashlib.sha256(content).hexdigest()
    assert told["request"]["body_sha256"] == digest
    assert told["request"]["auth"]["canonical_request"].endswith(f"\n{digest}")


@pytest.mark.parametrize("auth", [row("B3", "sigv4"), row("B3-presigned", "sigv4_query")])
def test_parts_with_a_file_are_made_once_hashed_and_sent(auth: str, tmp_path: Path) -> None:
    file = tmp_path / "žofie.bin"
    file.write_bytes(b"\xff\x00\r\n" * 1000)
    with RawServer(ok()) as server:
        words = ("POST", f"http://{server.host}/", "--aws-env", "--auth", auth)
        head, body, told = sent(server, *words, "-F", "a=1", "-F", f"f=@{file}")
    canonical = told["request"]["auth"]["canonical_request"]
    assert canonical.endswith(f"\n{hashlib.sha256(body).hexdigest()}")
    boundary = re.search(rb"boundary=(\S+)", head)
    assert boundary is not None
    assert body.count(boundary[1]) == 3
    assert f"boundary={boundary[1].decode()}\n" in canonical
    assert file.read_bytes() in body


# ---------------------------------------------------------------- variables


@pytest.mark.parametrize("auth", [row("V1-options", "sigv4_query")])
def test_v1_variables_in_what_is_signed_for(auth: str) -> None:
    words = ["sign", "GET", "https://h/", "--aws-env", "--auth", auth, "--json"]
    given = ["--var", "where=eu-west-1", "--var", "what=lambda"]
    told = apiclient(*words, *given, "--region", "{{where}}", "--service", "{{what}}").document
    assert told["auth"]["credential_scope"].endswith("/eu-west-1/lambda/aws4_request")
    ended = apiclient(*words, *given, "--region", "{{gone}}", "--service", "s")
    assert (ended.code, ended.document["error"]["id"]) == (6, "variable_unknown")


@pytest.mark.parametrize("scheme", [row("V1-lifetime", "sigv4_query"), row("V1-sigv4a", "sigv4a")])
def test_v1_a_lifetime_may_be_a_variable(
    scheme: str, gateway: Description, data_folder: Path
) -> None:
    program = Program(data_folder)
    seed.remember_keys(program)
    around = program.surroundings(
        program.environment(seed.ENVIRONMENT), variables={"ttl": "60", "far": "604801"}
    )
    request = Request(url="{{gateway}}/pets", auth=Auth(scheme, "alice", {"expires": " {{ttl}} "}))
    outgoing = program.prepare(request, around)
    assert "&X-Amz-Expires=60&" in outgoing.prepared.url
    exchange = program.deliver(outgoing, around)
    assert exchange.response is not None
    assert exchange.response.status == 200
    late = msgspec.structs.replace(request, auth=Auth(scheme, "alice", {"expires": "{{far}}"}))
    with pytest.raises(Problem) as refused:
        program.prepare(late, around)
    assert refused.value.finding.id == "expiry_out_of_range"
    program.close()


# ---------------------------------------------------------------- presigned and redirected


@pytest.mark.parametrize("query", [row("S4", "a=b%2fc&x=%7e+%20"), row("S4-bare", "flag&a=(b)*'")])
def test_a_presigned_url_goes_out_as_it_came(query: str) -> None:
    signed = f"{query}&X-Amz-Credential=AKID%2f20260304&X-Amz-Signature=0aF9&X-Amz-Date=1"
    with RawServer(ok()) as server:
        ended = apiclient("send", "GET", f"http://{server.host}/a/../%7eb?{signed}", "--json")
        assert ended.code == 0
        line, *headers = server.requests[0].decode().split("\r\n")
        assert line == f"GET /a/../%7eb?{signed} HTTP/1.1"
        assert not any(one.lower().startswith("authorization") for one in headers)
        again = apiclient("send", "GET", f"http://{server.host}/?{signed}", "--aws-env", *FOR)
        assert (again.code, again.document["error"]["id"]) == (6, "two_authorizations")
        assert len(server.requests) == 1


def test_s4_our_own_presigned_url_is_sent_as_it_stands(gateway: Description) -> None:
    user = next(one for one in gateway.iam if one.allowed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", user.access_key_id)
        patch.setenv("AWS_SECRET_ACCESS_KEY", user.secret_access_key)
        url = f"{gateway.apis[0].url}/pets?limit=2&q=a+b%2fc"
        words = ("GET", url, "--aws-env", "--auth", "sigv4_query", *FOR)
        presigned = apiclient("sign", *words).document["url"]
    assert "X-Amz-Signature=" in presigned
    assert apiclient("send", "GET", presigned, "--json").code == 0
    assert apiclient("send", "GET", presigned.replace("limit=2", "limit=3"), "--json").code == 4


@pytest.mark.parametrize("auth", [row("R1", "sigv4"), row("R1-presigned", "sigv4_query")])
def test_no_authorization_goes_to_another_host(auth: str) -> None:
    with RawServer(ok()) as other:
        moved = ok(b"", f"Location: http://{other.host}/x", status="307 Moved")
        with RawServer(moved) as server:
            words = ("GET", f"http://{server.host}/", "--aws-env", "--auth", auth, "--follow")
            ended = apiclient("send", *words, *FOR)
        assert ended.document["response"]["status"] == 307
        assert [one["id"] for one in ended.document["findings"]] == ["redirect_to_other_origin"]
        assert other.connections == 0


# ---------------------------------------------------------------- the clock


@pytest.fixture
def slow(data_folder: Path) -> Iterator[Description]:
    """Give a practice gateway whose clock is six minutes ahead of this computer's."""
    program = Program(data_folder)
    with serve(
        data_folder / "practice",
        port=None,
        fresh=False,
        judged=lambda _: None,
        clock=lambda: datetime.now(UTC) + timedelta(minutes=6, seconds=12),
    ) as practice:
        seed.seed(program, practice.description)
        yield practice.description
    program.close()


def first_finding(ended: Ended) -> dict[str, Any]:
    found: dict[str, Any] = ended.document["findings"][0]
    return found


@pytest.mark.parametrize("auth", [row("C1", "sigv4"), row("C1-sigv4a", "sigv4a")])
def test_a_clock_that_is_six_minutes_slow(auth: str, slow: Description) -> None:
    words = ("send", "List pets, signed", "--auth", auth, "--json")
    ended = apiclient(*words)
    assert ended.code == 4
    assert first_finding(ended)["id"] == "time_stamp_too_old"
    action = first_finding(ended)["actions"][0]
    assert action["key"] == "send_with_clock"
    assert abs(int(action["parameters"]["offset"]) - 372) <= 1
    assert abs(ended.document["clock_offset"] - 372) < 2
    corrected = apiclient(*words, "--clock-offset", action["parameters"]["offset"])
    assert corrected.code == 0


# ---------------------------------------------------------------- tokens and policies


@pytest.mark.parametrize(
    ("claims", "decoded"),
    [
        row("J1", '{"a":"???>>>"}', {"a": "???>>>"}),
        row("J2", '{"name":"Žofie 日本"}', {"name": "Žofie 日本"}),
    ],
)
def test_claims_are_decoded(claims: str, decoded: dict[str, str]) -> None:
    token = raw('{"alg":"RS256"}', claims)
    payload = token.split(".")[1]
    assert "=" not in payload
    assert "-" in payload or "_" in payload or "Ž" in claims
    assert apiclient("decode", token, "--json").document["claims"] == decoded


@pytest.mark.parametrize(
    "key", [row("J3", b"another secret of thirty-two bytes"), row("J3-long", SECRET * 2)]
)
def test_another_key_never_verifies(key: bytes, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(key)
    token = jwt.encode({"a": 1}, SECRET, algorithm="HS256")
    ended = apiclient("decode", token, "--secret-file", str(file), "--json")
    assert ended.code == 7
    assert ended.document["signature"]["verified"] is False
    # It only reads: no token that this key would have signed is in what it says.
    assert (
        jwt.encode({"a": 1}, key, algorithm="HS256").encode().rpartition(b".")[2] not in ended.out
    )


def by_public_key() -> str:
    """Return a token of HS256 whose secret is the public key that stands in the key set."""
    # PyJWT refuses to make one.
    import base64
    import hmac

    head = raw('{"alg":"HS256","kid":"k1"}', '{"a":1}').rpartition(".")[0]
    digest = hmac.digest(pem(rsa_key()), head.encode(), "sha256")
    return f"{head}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    ("token", "option", "content"),
    [
        row("J4", raw('{"alg":"none"}', '{"a":1}', ""), "--jwks", key_set()),
        row("J4-confusion", by_public_key(), "--secret-file", pem(rsa_key())),
        row("J4-confusion-set", by_public_key(), "--jwks", key_set()),
    ],
)
def test_what_proves_nothing_is_refused_and_said_aloud(
    token: str, option: str, content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    ended = apiclient("decode", token, option, str(file), "--json")
    assert ended.code == 7
    assert ended.document["signature"]["verified"] is not True
    assert ended.document["findings"][0]["severity"] == "error"


@pytest.mark.parametrize(
    ("allowed", "decision"),
    [row("G1", "pet", "implicit_deny"), row("G1-same", "pets", "allow")],
)
def test_a_resource_is_matched_as_a_whole(allowed: str, decision: str) -> None:
    arn = "arn:aws:execute-api:us-east-1:111122223333:abcde12345/prod/GET"
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{arn}/{allowed}"}
    read, _ = document.read(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert read is not None
    call = evaluate.Call("execute-api:Invoke", f"{arn}/pets")
    assert evaluate.evaluate(read, call).decision == decision


# ---------------------------------------------------------------- no row is forgotten


def rows_with_a_test() -> set[str]:
    """Return the numbers that tests carry: as the beginning of a parameter's id, or in a test's name."""
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'\b(?:row\(\s*|id=)"([A-Z]\d+)(?![0-9A-Za-z])', text))
        for name in re.findall(r"(?m)^ *def (test_\w+)", text):
            found |= {one.upper() for one in re.findall(r"(?<=_)[a-z]\d+(?=_|$)", name)}
    return found


@pytest.mark.skipif(not TABLE.exists(), reason="the table (../shared/cases) is not here")
def test_every_row_of_the_table_is_a_test() -> None:
    rows = re.findall(r"(?m)^\| ([A-Z]\d+)\b", TABLE.read_text(encoding="utf-8"))
    assert len(rows) > 60
    assert not set(rows) - rows_with_a_test()
