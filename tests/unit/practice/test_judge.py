"""The refusals word by word, over real sockets, with requests signed by botocore."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Answer, Desk, Headers

MISSING = "Missing Authentication Token"
INVALID, INCOMPLETE = "InvalidSignatureException", "IncompleteSignatureException"


def message(answer: Answer, key: str = "message") -> str:
    content = json.loads(answer.body)
    assert list(content) == [key]
    assert answer.headers["content-type"] == "application/json"
    return str(content[key])


def hashed(value: str) -> str:
    return base64.b64encode(hashlib.sha256(value.encode("latin-1")).digest()).decode()


def spoilt(headers: Headers, name: str, pattern: str, new: str) -> Headers:
    changed = [(n, re.sub(pattern, new, v) if n == name else v) for n, v in headers]
    assert changed != headers
    return changed


# ---------------------------------------------------------------- allowed


def test_a_signed_request_is_allowed(desk: Desk) -> None:
    answer = desk.ask(desk.signed())
    assert answer.status == 200
    assert [pet["id"] for pet in json.loads(answer.body)] == [1, 2, 3]
    assert answer.headers["content-type"] == "application/json"
    assert re.fullmatch(r"[0-9a-f-]{36}", answer.headers["x-amzn-requestid"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{15}=", answer.headers["x-amz-apigw-id"])
    sent = parsedate_to_datetime(answer.headers["date"])
    assert abs((sent - datetime.now(UTC)).total_seconds()) < 60
    assert "x-amzn-errortype" not in answer.headers
    (judgement,) = desk.judgements
    assert (judgement.verdict, judgement.reason, judgement.status) == ("allowed", "allowed", 200)
    assert (judgement.method, judgement.path) == ("GET", f"{desk.stage}/pets")
    assert judgement.api_id == desk.api_id


def test_each_request_has_its_own_ids(desk: Desk) -> None:
    first, second = (desk.ask(desk.signed()) for _ in range(2))
    for name in ("x-amzn-requestid", "x-amz-apigw-id"):
        assert first.headers[name] != second.headers[name]


def test_a_pet_is_echoed_with_an_id(desk: Desk) -> None:
    body = '{"name": "Žofie", "kind": "cat"}'.encode()
    answer = desk.ask(
        desk.signed("POST", body=body, headers=[("Content-Type", "application/json")])
    )
    assert answer.status == 201
    assert json.loads(answer.body) == {"id": 4, "name": "Žofie", "kind": "cat"}


def test_one_pet(desk: Desk) -> None:
    assert json.loads(desk.ask(desk.signed(path="/pets/2")).body)["name"] == "Momo"


def test_a_pet_that_is_not_there_is_the_backend_s_answer(desk: Desk) -> None:
    answer = desk.ask(desk.signed(path="/pets/77"))
    assert (answer.status, message(answer)) == (404, "There is no pet 77")
    assert answer.error_type == ""
    assert desk.judgements[0].verdict == "allowed"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'{"a": "\xff"}', b"[" * 50_000, b'{"a": 1e999}x']
)
def test_an_invalid_body(desk: Desk, body: bytes) -> None:
    answer = desk.ask(desk.signed("POST", body=body))
    assert (answer.status, message(answer)) == (400, "Invalid request body")
    assert answer.error_type == "BadRequestException"


# ---------------------------------------------------------------- no such method, no signature


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/petz"),
        ("GET", "/pets/1/toys"),
        ("GET", "/"),
        ("PUT", "/pets"),
        ("DELETE", "/pets"),
        ("get", "/pets"),
        ("OPTIONS", "/pets"),
        ("GET", "/PETS"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("signed", [False, True])
def test_unknown_paths_and_methods(desk: Desk, method: str, path: str, signed: bool) -> None:
    headers = desk.sign(method, path) if signed else [("Host", desk.host)]
    answer = desk.ask(desk.raw(headers, method, path))
    assert (answer.status, message(answer)) == (403, MISSING)
    assert answer.error_type == "MissingAuthenticationTokenException"
    assert desk.judgements[0].reason == "no_such_method"


@pytest.mark.parametrize("target", ["/", "*", "/prod/pets", "/abcde12345/prod/pets", "/..", "//"])
def test_unknown_apis(desk: Desk, target: str) -> None:
    answer = desk.ask(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert (answer.status, message(answer)) == (403, MISSING)
    assert desk.judgements[0].api_id == ""


def test_an_unknown_stage(desk: Desk) -> None:
    answer = desk.ask(f"GET /{desk.api_id}/test/pets HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert (answer.status, message(answer)) == (403, MISSING)


def test_head_has_no_body(desk: Desk) -> None:
    line = desk.line()
    line.send(desk.raw([("Host", desk.host)], "HEAD") + desk.signed())
    assert line.answer(bodiless=True).status == 403
    assert line.answer().status == 200


def test_unsigned(desk: Desk) -> None:
    answer = desk.ask(desk.raw([("Host", desk.host)]))
    assert (answer.status, message(answer)) == (403, MISSING)
    assert answer.error_type == "MissingAuthenticationTokenException"
    assert desk.judgements[0].reason == "unsigned"


# ---------------------------------------------------------------- something else in Authorization


@pytest.mark.parametrize("path", ["/pets", "/petz"])
@pytest.mark.parametrize(
    "value", ["Bearer abc.def.ghi", "Basic YWJj", "abc", "Bearer", "ApiKey a-b"]
)
def test_an_authorization_of_another_kind(desk: Desk, path: str, value: str) -> None:
    headers = [("Host", desk.host), ("Authorization", value)]
    answer = desk.ask(desk.raw(headers, path=path))
    assert answer.status == 403
    assert message(answer) == (
        "Invalid key=value pair (missing equal-sign) in Authorization header "
        f"(hashed with SHA-256 and encoded with Base64): '{hashed(value)}'."
    )
    assert answer.error_type == INCOMPLETE
    assert desk.judgements[0].reason == "not_sigv4"


@pytest.mark.parametrize("value", ["Basic YWI=", "Bearer a.b.c="])
def test_another_kind_that_ends_in_an_equal_sign(desk: Desk, value: str) -> None:
    answer = desk.ask(desk.raw([("Host", desk.host), ("Authorization", value)]))
    assert message(answer) == (
        "Authorization header requires 'Credential' parameter. "
        "Authorization header requires 'Signature' parameter. "
        "Authorization header requires 'SignedHeaders' parameter. "
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        f"(Hashed with SHA-256 and encoded with Base64) Authorization={hashed(value)}"
    )
    assert answer.error_type == INCOMPLETE


def test_an_empty_authorization(desk: Desk) -> None:
    answer = desk.ask(desk.raw([("Host", desk.host), ("Authorization", "")]))
    assert (answer.status, answer.error_type) == (403, INCOMPLETE)
    assert message(answer) == "Authorization header cannot be empty."


def test_two_authorizations(desk: Desk) -> None:
    headers = desk.sign()
    answer = desk.ask(desk.raw([*headers, next(h for h in headers if h[0] == "Authorization")]))
    assert (answer.status, answer.error_type) == (403, INCOMPLETE)


@pytest.mark.parametrize("name", ["Credential", "Signature", "SignedHeaders"])
def test_a_missing_parameter(desk: Desk, name: str) -> None:
    headers = spoilt(desk.sign(), "Authorization", rf"{name}=[^,]*(, )?", "")
    headers = [(n, v.rstrip(", ")) for n, v in headers]
    answer = desk.ask(desk.raw(headers))
    value = dict(headers)["Authorization"]
    assert message(answer) == (
        f"Authorization header requires '{name}' parameter. "
        f"(Hashed with SHA-256 and encoded with Base64) Authorization={hashed(value)}"
    )
    assert (answer.status, answer.error_type) == (403, INCOMPLETE)
    assert desk.judgements[0].reason == "authorization_incomplete"


def test_no_date(desk: Desk) -> None:
    headers = [(n, v) for n, v in desk.sign() if n != "X-Amz-Date"]
    answer = desk.ask(desk.raw(headers))
    assert message(answer).startswith(
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed"
    )
    assert answer.error_type == INCOMPLETE


def test_a_date_header_does_as_well(desk: Desk) -> None:
    # botocore signs the Date header and sends no X-Amz-Date when there is one.
    headers = desk.sign(headers=[("Date", "any")])
    assert "X-Amz-Date" not in dict(headers)
    assert desk.ask(desk.raw(headers)).status == 200


@pytest.mark.parametrize(
    "stamp", ["yesterday", "2026-10-01T00:00:00Z", "20261301T000000Z", "\xff", ""]
)
def test_a_date_of_the_wrong_form(desk: Desk, stamp: str) -> None:
    answer = desk.ask(desk.raw(spoilt(desk.sign(), "X-Amz-Date", ".+", stamp)))
    assert (answer.status, answer.error_type) == (403, INCOMPLETE)
    assert message(answer) == (
        f"Date must be in ISO-8601 'basic format'. Got '{stamp}'. "
        "See http://en.wikipedia.org/wiki/ISO_8601"
    )


def test_another_algorithm(desk: Desk) -> None:
    headers = spoilt(desk.sign(), "Authorization", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1")
    answer = desk.ask(desk.raw(headers))
    assert message(answer) == (
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1' (only AWS4-HMAC-SHA256 for now)."
    )
    assert (answer.status, answer.error_type) == (403, INCOMPLETE)


# ---------------------------------------------------------------- headers, scope, key, time


def test_the_host_has_to_be_signed(desk: Desk) -> None:
    headers = spoilt(desk.sign(), "Authorization", "host;", "")
    answer = desk.ask(desk.raw(headers))
    assert message(answer) == (
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
    )
    assert (answer.status, answer.error_type) == (403, INVALID)
    assert desk.judgements[0].reason == "header_not_signed"


def test_every_amz_header_has_to_be_signed(desk: Desk) -> None:
    headers = [*desk.sign(), ("X-Amz-Meta", "a"), ("X-Amzn-Trace-Id", "Root=1")]
    answer = desk.ask(desk.raw(headers))
    assert message(answer) == "'x-amz-meta' must be a 'SignedHeader' in the AWS Authorization."
    assert (answer.status, answer.error_type) == (403, INVALID)


@pytest.mark.parametrize(
    ("pattern", "new", "words", "reason"),
    [
        (
            "us-east-1",
            "eu-west-1",
            "Credential should be scoped to a valid region.",
            "wrong_region",
        ),
        (
            "/execute-api/",
            "/apigateway/",
            "Credential should be scoped to correct service: 'execute-api'.",
            "wrong_service",
        ),
        (
            "aws4_request",
            "aws5_request",
            "Credential should be scoped with a valid terminator: 'aws4_request'.",
            "wrong_terminator",
        ),
        (
            r"/\d{8}/",
            "/20150830/",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
            "wrong_date",
        ),
        (
            "us-east-1/execute-api",
            "eu-west-1/apigateway",
            (
                "Credential should be scoped to a valid region. "
                "Credential should be scoped to correct service: 'execute-api'."
            ),
            "wrong_scope",
        ),
    ],
)
def test_scopes(desk: Desk, pattern: str, new: str, words: str, reason: str) -> None:
    answer = desk.ask(desk.raw(spoilt(desk.sign(), "Authorization", pattern, new)))
    assert (answer.status, answer.error_type, message(answer)) == (403, INVALID, words)
    assert desk.judgements[0].reason == reason


def test_a_credential_of_four_parts(desk: Desk) -> None:
    answer = desk.ask(desk.raw(spoilt(desk.sign(), "Authorization", "/us-east-1", "")))
    assert message(answer).startswith("Credential must have exactly 5 slash-delimited elements")
    assert (answer.status, answer.error_type) == (403, INCOMPLETE)


def test_an_unknown_key(desk: Desk) -> None:
    answer = desk.ask(desk.signed(key="AKIAXXXXXXXXXXXXXXXX"))
    assert message(answer) == "The security token included in the request is invalid."
    assert (answer.status, answer.error_type) == (403, "UnrecognizedClientException")
    assert desk.judgements[0].reason == "access_key_unknown"


def test_a_session_token_that_nobody_gave(desk: Desk) -> None:
    answer = desk.ask(desk.signed(headers=[("X-Amz-Security-Token", "undefined")]))
    assert message(answer) == "The security token included in the request is invalid."
    assert answer.error_type == "UnrecognizedClientException"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (1200, r"Signature expired: (\S{16}) is now earlier than (\S{16}) \((\S{16}) - 5 min\.\)"),
        (-1200, r"Signature not yet current: (\S{16}) is still later than (\S{16}) \((\S{16}) \+ 5 min\.\)"),
    ],
)  # fmt: skip
def test_the_time_window(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, age: float, words: str
) -> None:
    answer = desk.ask(desk.signed(age=age, monkeypatch=monkeypatch))
    assert (answer.status, answer.error_type) == (403, INVALID)
    found = re.fullmatch(words, message(answer))
    assert found
    signed, limit, now = map(datetime.fromisoformat, found.groups())
    assert (now - limit).total_seconds() == (300 if age > 0 else -300)
    assert (signed < limit) == (age > 0)


@pytest.mark.parametrize("age", [240, -240])
def test_within_the_window(desk: Desk, monkeypatch: pytest.MonkeyPatch, age: float) -> None:
    assert desk.ask(desk.signed(age=age, monkeypatch=monkeypatch)).status == 200


# ---------------------------------------------------------------- the signature


def test_a_wrong_secret_is_told_with_both_texts(desk: Desk) -> None:
    headers = desk.sign("POST", "/pets?b=2&a=1", secret="x" * 40, body=b"{}")
    answer = desk.ask(desk.raw(headers, "POST", "/pets?b=2&a=1", b"{}"))
    stamp = dict(headers)["X-Amz-Date"]
    canonical = (
        f"POST\n{desk.stage}/pets\na=1&b=2\nhost:{desk.host}\nx-amz-date:{stamp}\n\nhost;x-amz-date\n"
        + hashlib.sha256(b"{}").hexdigest()
    )
    scope = f"{stamp[:8]}/us-east-1/execute-api/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    assert message(answer) == (
        "The request signature we calculated does not match the signature you provided. "
        "Check your AWS Secret Access Key and signing method. "
        "Consult the service documentation for details.\n\n"
        f"The Canonical String for this request should have been\n'{canonical}'\n\n"
        f"The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}'\n"
    )
    assert (answer.status, answer.error_type) == (403, INVALID)
    assert desk.judgements[0].reason == "signature_mismatch"


@pytest.mark.parametrize("new", ["0", "", "é" * 64, "A" * 64])
def test_signatures_that_are_none(desk: Desk, new: str) -> None:
    headers = spoilt(desk.sign(), "Authorization", "Signature=.*", f"Signature={new}x")
    answer = desk.ask(desk.raw(headers))
    assert (answer.status, answer.error_type) == (403, INVALID)


def changed_query(desk: Desk) -> bytes:
    return desk.raw(desk.sign(path="/pets?a=1"), path="/pets?a=2")


def changed_path(desk: Desk) -> bytes:
    return desk.raw(desk.sign(path="/pets/1"), path="/pets/2")


def changed_method(desk: Desk) -> bytes:
    return desk.raw(desk.sign("POST"), "GET")


def changed_body(desk: Desk) -> bytes:
    return desk.raw(desk.sign("POST", body=b'{"a":1}'), "POST", body=b'{"a":2}')


def changed_header(desk: Desk) -> bytes:
    headers = desk.sign(headers=[("Content-Type", "text/plain")])
    return desk.raw(spoilt(headers, "Content-Type", "plain", "html"))


def lost_header(desk: Desk) -> bytes:
    headers = desk.sign(headers=[("Content-Type", "text/plain")])
    return desk.raw([h for h in headers if h[0] != "Content-Type"])


def unsigned_payload(desk: Desk) -> bytes:
    headers = [("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD")]
    return desk.signed("POST", body=b"{}", headers=headers)


@pytest.mark.parametrize(
    "request_of",
    [
        changed_query,
        changed_path,
        changed_method,
        changed_body,
        changed_header,
        lost_header,
        unsigned_payload,
    ],
)
def test_what_changes_on_the_way_is_found(desk: Desk, request_of: Any) -> None:
    answer = desk.ask(request_of(desk))
    assert (answer.status, answer.error_type) == (403, INVALID)
    assert desk.judgements[0].reason == "signature_mismatch"


# ---------------------------------------------------------------- policies


@pytest.mark.parametrize(
    ("user", "method", "path", "reason", "suffix"),
    [
        ("alice", "DELETE", "/pets/1", "explicit_deny", "with an explicit deny in an identity-based policy"),
        (
            "bob",
            "GET",
            "/pets",
            "implicit_deny",
            "because no identity-based policy allows the execute-api:Invoke action",
        ),
    ],
)  # fmt: skip
def test_what_policies_refuse(
    desk: Desk, user: str, method: str, path: str, reason: str, suffix: str
) -> None:
    answer = desk.ask(desk.signed(method, path, user=user))
    account = desk.description.account
    assert message(answer, "Message") == (
        f"User: arn:aws:iam::{account}:user/practice/{user} is not authorized to perform: "
        f"execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********{account[-4:]}:"
        f"{desk.api_id}/prod/{method}{path} {suffix}"
    )
    assert (answer.status, answer.error_type) == (403, "AccessDeniedException")
    assert desk.judgements[0].reason == reason


def test_the_path_in_the_arn_is_the_decoded_one(desk: Desk) -> None:
    path = "/%70ets/a%2Fb"
    answer = desk.ask(desk.signed("DELETE", path))
    assert f"{desk.api_id}/prod/DELETE/pets/a%2Fb with an explicit deny" in message(
        answer, "Message"
    )


# ---------------------------------------------------------------- the raw target, header whitespace


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("//pets", 200),
        ("/./pets", 200),
        ("/x/../pets", 200),
        ("/pets/", 200),
        ("/pets//1", 200),
        ("/pets/a%2Fb", 404),
        ("/pets/a%20b", 404),
        ("/pets/a+b", 404),
        ("/pets/a:b,c(d)", 404),
        ("/pets/%c3%a9", 404),
        ("/pets/%zz", 404),
        ("/pets?flag=", 200),
        ("/pets?b=1&a=2&a=1&A=3", 200),
        ("/pets?x=%20y&t=abc%3D&e=", 200),
        ("/pets?=v&z=", 200),
        ("/pets?q=%E6%97%A5&s=%2A%21%27%28%29", 200),
    ],
)
def test_targets_that_botocore_signs_right(desk: Desk, path: str, status: int) -> None:
    assert desk.ask(desk.signed(path=path)).status == status


@pytest.mark.parametrize(
    ("sent", "signed"),
    [
        ("/pets?flag", "/pets?flag="),
        ("/pets?a=b+c", "/pets?a=b%20c"),
        ("/pets?a=b=c", "/pets?a=b%3Dc"),
        ("/pets?q=a:b,c/d@e", "/pets?q=a%3Ab%2Cc%2Fd%40e"),
        ("/pets?x=%3d", "/pets?x=%3D"),
        ("/pets?a=1&&b=2&", "/pets?a=1&b=2"),
        ("/pets?%61=1", "/pets?a=1"),
        ("/pets?", "/pets"),
        ("/pets?a=%", "/pets?a=%25"),
        ("/pets?a?b", "/pets?a%3Fb="),
    ],
)
def test_queries_are_judged_in_strict_form(desk: Desk, sent: str, signed: str) -> None:
    # botocore signs the query as it stands in the URL: so the strict form is what it is given.
    assert desk.ask(desk.raw(desk.sign(path=signed), path=sent)).status == 200


def test_the_absolute_form_of_a_target(desk: Desk) -> None:
    raw = desk.signed().replace(b"GET /", f"GET http://{desk.host}/".encode(), 1)
    assert desk.ask(raw).status == 200


@pytest.mark.parametrize(
    ("sent", "signed"),
    [
        ("  a   b  ", "a b"),
        ("\ta\t\tb\t", "a b"),
        ('"a   b"', '"a b"'),
        ("", ""),
        ("   ", ""),
        ("a,  b", "a, b"),
    ],
)
def test_whitespace_in_header_values(desk: Desk, sent: str, signed: str) -> None:
    headers = desk.sign(headers=[("X-Amz-Meta", signed), ("My-Header", signed)])
    sent_ones = [(n, sent if n in ("X-Amz-Meta", "My-Header") else v) for n, v in headers]
    assert desk.ask(desk.raw(sent_ones)).status == 200


def test_repeated_headers_are_joined_as_they_came(desk: Desk) -> None:
    headers = desk.sign(headers=[("My-Header", "b"), ("my-header", "a"), ("My-Header", "b")])
    assert desk.ask(desk.raw(headers)).status == 200
    mixed = sorted(headers, key=lambda pair: (pair[0].lower() == "my-header", pair[1]))
    assert desk.ask(desk.raw(mixed)).status == 403


def test_a_folded_header_counts_as_one_line(desk: Desk) -> None:
    headers = spoilt(desk.sign(headers=[("My-Header", "a b c")]), "My-Header", " ", "\r\n   ")
    assert desk.ask(desk.raw(headers)).status == 200


def test_header_values_are_bytes(desk: Desk) -> None:
    # botocore signs the UTF-8 form of a text; on the wire it stands as these bytes.
    headers = desk.sign(headers=[("My-Header", "Žofie")])
    raw = [(n, v.encode().decode("latin-1")) for n, v in headers]
    assert desk.ask(desk.raw(raw)).status == 200


def test_the_log_holds_no_query_and_no_control_characters(desk: Desk) -> None:
    desk.ask(desk.raw([("Host", desk.host)], path="/\x9b31m?X-Amz-Security-Token=planted"))
    (judgement,) = desk.judgements
    assert judgement.path == f"{desk.stage}/\N{REPLACEMENT CHARACTER}31m"


# ---------------------------------------------------------------- resource policies, API keys


@pytest.mark.parametrize("path", ["/pets", "/pets/2"])
def test_a_caller_within_the_range(desk: Desk, path: str) -> None:
    answer = desk.call(desk.api("Pets, resource policy, your range").url + path)
    assert answer.status == 200
    assert desk.judgements[0].detail == "The resource policy allows it to 127.0.0.1."


def test_a_caller_outside_of_the_range(desk: Desk) -> None:
    api, account = desk.api("Pets, resource policy, another range"), desk.description.account
    answer = desk.call(api.url + "/pets/2")
    assert (answer.status, answer.error_type) == (403, "AccessDeniedException")
    assert message(answer, "Message") == (
        "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
        f"arn:aws:execute-api:us-east-1:********{account[-4:]}:{api.api_id}/prod/GET/pets/2 "
        "with an explicit deny in a resource-based policy"
    )
    (judgement,) = desk.judgements
    assert (judgement.reason, judgement.api_id) == ("denied_by_resource_policy", api.api_id)
    assert judgement.detail == (
        "Statement 2 of the resource policy denies it. "
        "NotIpAddress: aws:SourceIp 127.0.0.1 is not in 123.4.5.6/24, so it applies."
    )


def test_where_a_request_says_that_it_comes_from_does_not_count(desk: Desk) -> None:
    url = desk.api("Pets, resource policy, another range").url + "/pets"
    assert desk.call(url, {"X-Forwarded-For": "123.4.5.77"}).status == 403


def test_an_authorization_is_not_looked_at_where_none_is_wanted(desk: Desk) -> None:
    url = desk.api("Pets, resource policy, your range").url + "/pets"
    assert desk.call(url, {"Authorization": "Bearer x"}).status == 200


def test_an_api_key(desk: Desk) -> None:
    url, key = desk.api("Pets, API key").url + "/priced/pets", desk.description.api_keys[0].value
    assert desk.call(url, {"X-API-Key": key}).status == 200
    assert desk.judgements[0].detail == "The API key belongs to the usage plan."
    for headers, reason in (
        ({}, "no_api_key"),
        ({"x-api-key": ""}, "no_api_key"),
        ({"x-api-key": key[:-1]}, "unknown_api_key"),
        ({"x-api-key": key.swapcase()}, "unknown_api_key"),
        ({"Authorization": key}, "no_api_key"),
    ):
        answer = desk.call(url, headers)
        assert (answer.status, answer.error_type) == (403, "ForbiddenException")
        assert message(answer) == "Forbidden"
        assert desk.judgements[-1].reason == reason
    assert desk.call(f"{url}?x-api-key={key}").status == 403
    assert key not in str(desk.judgements)


def test_every_api_has_its_own_methods(desk: Desk) -> None:
    for api in desk.description.apis:
        answer = desk.call(api.url + "/nothing")
        assert (answer.status, message(answer)) == (403, MISSING)
        for method in api.methods:
            answer = desk.call(api.url + method.path.replace("{petId}", "1"), method=method.method)
            assert desk.judgements[-1].reason != "no_such_method"
            assert desk.judgements[-1].api_id == api.api_id
