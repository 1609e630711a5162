"""`apiclient sign`: the signed request in clear, and nothing sent."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from apiclient_gui.practice.description import Description
from tests.support.cli import apiclient

HOST = "abc123.execute-api.eu-west-1.amazonaws.com"


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLEAKIDEX")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")


def test_the_document_is_in_clear_and_whole() -> None:
    ended = apiclient(
        *("sign", "GET", f"https://{HOST}/prod/pets?b=2&a=1", "--aws-env", "--json"),
        *("--at", "2015-08-30T12:36:00Z"),
    )
    assert ended.code == 0
    document = ended.document
    assert document["url"] == f"https://{HOST}/prod/pets?b=2&a=1"
    assert document["auth"]["credential_scope"] == "20150830/eu-west-1/execute-api/aws4_request"
    assert document["auth"]["canonical_request"].splitlines()[2] == "a=1&b=2"
    assert document["auth"]["signed_headers"] == ["host", "x-amz-date"]
    assert ["X-Amz-Date", "20150830T123600Z"] in document["headers"]
    headers = dict(document["headers"])
    assert headers["Authorization"] == document["auth"]["authorization"]
    assert document["auth"]["signature"] in headers["Authorization"]


def test_without_json_it_prints_the_raw_request() -> None:
    ended = apiclient("sign", "POST", f"https://{HOST}/p", "--aws-env", "--json-body", '{"a": 1}')
    head, body = ended.out.split(b"\r\n\r\n")
    assert head.startswith(b"POST /p HTTP/1.1\r\nHost: " + HOST.encode())
    assert b"Content-Type: application/json" in head
    assert body == b'{"a": 1}'


def test_none_and_its_document() -> None:
    document = apiclient("sign", "GET", "http://h/?flag", "--json").document
    assert document["auth"] == {"scheme": "none", "headers": []}
    assert document["url"] == "http://h/?flag"


def test_the_session_token_is_signed_or_added_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", " planted-token\n")
    words = ("sign", "GET", f"https://{HOST}/", "--aws-env", "--json")
    signed = apiclient(*words).document
    late = apiclient(*words, "--omit-session-token").document
    assert "x-amz-security-token" in signed["auth"]["signed_headers"]
    assert "x-amz-security-token" not in late["auth"]["signed_headers"]
    assert ["X-Amz-Security-Token", "planted-token"] in signed["headers"]
    assert ["X-Amz-Security-Token", "planted-token"] in late["headers"]


def test_chosen_headers_and_the_payload_hash_are_signed_on_request() -> None:
    document = apiclient(
        *("sign", "POST", f"https://{HOST}/", "--aws-env", "--json", "-d", "x", "--content-sha256"),
        *("--sign-header", "User-Agent", "--sign-header", "content-length"),
    ).document
    assert document["auth"]["signed_headers"] == [
        "content-length",
        "host",
        "user-agent",
        "x-amz-content-sha256",
        "x-amz-date",
    ]


def test_no_normalize_signs_the_path_as_it_stands() -> None:
    words = ("sign", "GET", f"https://{HOST}/a/../b//c", "--aws-env", "--json")
    plain = apiclient(*words).document
    raw = apiclient(*words, "--no-normalize").document
    assert plain["url"] == raw["url"] == f"https://{HOST}/a/../b//c"
    assert plain["auth"]["canonical_request"].splitlines()[1] == "/b/c"
    assert raw["auth"]["canonical_request"].splitlines()[1] == "/a/../b//c"


@pytest.mark.parametrize(
    ("host", "key"),
    [("api.example.com", "region_unknown"), ("localhost:3000", "region_unknown")],
)
def test_region_and_service_are_demanded_where_the_host_does_not_tell(host: str, key: str) -> None:
    ended = apiclient("sign", "GET", f"https://{host}/", "--aws-env", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (6, key)


@pytest.mark.parametrize("at", ["noon", ""])
def test_a_time_that_is_none_is_wrong_usage(at: str) -> None:
    ended = apiclient("sign", "GET", f"https://{HOST}/", "--aws-env", "--json", "--at", at)
    assert (ended.code, ended.document["error"]["id"]) == (2, "time_invalid")


def test_a_file_is_signed_and_printed_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"\xff" * 3_000_000)
    words = [
        "sign",
        "PUT",
        "https://h/",
        "-d",
        f"@{file}",
        "--aws-env",
        "--region",
        "r",
        "--service",
        "s",
    ]
    document = apiclient(*words, "--json").document
    assert document["body_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert document["auth"]["canonical_request"].endswith(document["body_sha256"])
    raw = apiclient(*words).out
    assert raw.partition(b"\r\n\r\n")[2] == file.read_bytes()
    assert b"\r\nContent-Length: 3000000\r\n" in raw


def test_a_presigned_url_is_the_url_of_the_document() -> None:
    words = ("sign", "GET", f"https://{HOST}/prod/pets?b=2", "--aws-env", "--json")
    at = ("--at", "2015-08-30T12:36:00Z")
    document = apiclient(*words, *at, "--auth", "sigv4_query", "--expires", "60").document
    auth = document["auth"]
    assert document["url"].startswith(f"https://{HOST}/prod/pets?b=2&X-Amz-Algorithm=")
    assert document["url"].endswith(
        f"&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature={auth['signature']}"
    )
    assert (auth["scheme"], auth["expires"], auth["authorization"]) == ("sigv4_query", 60, "")
    assert auth["algorithm"] == "AWS4-HMAC-SHA256"
    assert not any(name.lower().startswith(("x-amz", "auth")) for name, _ in document["headers"])
    raw = apiclient(*words[:-1], *at, "--auth", "sigv4_query", "--expires", "60").out
    assert raw.startswith(
        f"GET {document['url'].removeprefix(f'https://{HOST}')} HTTP/1.1".encode()
    )


@pytest.mark.parametrize("seconds", ["0", "-1", "604801", "9" * 30])
@pytest.mark.parametrize("scheme", ["sigv4_query", "sigv4a"])
def test_a_lifetime_out_of_range_is_refused(scheme: str, seconds: str) -> None:
    words = ("sign", "GET", f"https://{HOST}/", "--aws-env", "--json", "--auth", scheme)
    ended = apiclient(*words, "--expires", seconds)
    assert (ended.code, ended.document["error"]["id"]) == (6, "expiry_out_of_range")


def test_sigv4a_in_both_forms() -> None:
    words = ("sign", "GET", f"https://{HOST}/", "--aws-env", "--json", "--auth", "sigv4a")
    document = apiclient(*words, "--region", "*").document
    assert ["X-Amz-Region-Set", "*"] in document["headers"]
    assert document["auth"]["algorithm"] == "AWS4-ECDSA-P256-SHA256"
    assert document["auth"]["expires"] is None
    document = apiclient(*words, "--expires", "60").document
    assert "&X-Amz-Region-Set=eu-west-1&" in document["url"]
    assert document["auth"]["expires"] == 60


def test_an_unsigned_body_where_it_is_taken_and_where_not() -> None:
    words = ("sign", "PUT", "https://b.example/k", "--aws-env", "--json", "-d", "x")
    to = ("--region", "eu-west-1", "--payload", "unsigned")
    document = apiclient(*words, *to, "--service", "s3").document
    assert ["X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"] in document["headers"]
    assert document["auth"]["canonical_request"].endswith("\nUNSIGNED-PAYLOAD")
    ended = apiclient(*words, *to, "--service", "execute-api")
    assert (ended.code, ended.document["error"]["id"]) == (6, "unsigned_payload_not_taken")


def test_a_header_to_sign_has_to_be_there() -> None:
    ended = apiclient(
        *("sign", "GET", f"https://{HOST}/", "--aws-env", "--json"), *("--sign-header", "X-Gone")
    )
    assert (ended.code, ended.document["error"]["id"]) == (6, "sign_header_absent")


def test_a_stored_request_is_presigned(gateway: Description) -> None:
    words = ("sign", "List pets, signed", "--json", "--auth", "sigv4_query", "--expires", "60")
    document = apiclient(*words).document
    assert "X-Amz-Expires=60&" in document["url"]
    assert apiclient("send", "GET", document["url"], "--json").code == 0


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_ends_of_time(year: str) -> None:
    for scheme in ("sigv4", "sigv4_query"):
        document = apiclient(
            *("sign", "GET", f"https://{HOST}/", "--aws-env", "--json", "--auth", scheme),
            *("--at", f"{year}-12-31T23:59:59Z"),
        ).document
        assert document["auth"]["credential_scope"].startswith(f"{year}1231/")
