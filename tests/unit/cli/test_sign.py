"""`apiclient sign`: the signed request in clear, and nothing sent."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

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
