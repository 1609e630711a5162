"""`apiclient explain`: a saved reply, with or without what was sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apiclient_gui.practice.description import Description
from tests.support.cli import apiclient

EXPIRED = b"""HTTP/1.1 403 Forbidden\r
x-amzn-ErrorType: InvalidSignatureException\r
Content-Type: application/json\r
\r
{"message":"Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T001500Z - 5 min.)"}"""


def test_a_reply_alone_is_explained_from_standard_input() -> None:
    ended = apiclient("explain", "--response", "-", "--json", stdin=EXPIRED)
    assert ended.code == 0
    assert set(ended.document) == {"findings"}
    assert ended.document["findings"][0]["id"] == "time_stamp_too_old"


def test_line_feeds_alone_and_a_redirect_before_are_read(tmp_path: Path) -> None:
    file = tmp_path / "reply.txt"
    file.write_bytes(b"HTTP/1.1 100 Continue\n\n" + EXPIRED.replace(b"\r\n", b"\n"))
    ended = apiclient("explain", "--response", str(file), "--json")
    assert ended.document["findings"][0]["id"] == "time_stamp_too_old"


def test_without_json_it_speaks_to_a_person() -> None:
    ended = apiclient("explain", "--response", "-", stdin=EXPIRED)
    assert ended.out == b""
    assert "What to do:" in ended.err


def test_what_was_sent_tells_a_wrong_secret_from_a_changed_request(
    gateway: Description, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APICLIENT_SECRET_ALICE_SECRET_ACCESS_KEY", "wrong" * 8)
    reply, sent = tmp_path / "reply.txt", tmp_path / "sent.json"
    now = "2026-01-02T03:04:05Z"
    signed = apiclient("sign", "List pets, signed", "--json", "--at", now)
    sent.write_bytes(signed.out)
    canonical = signed.document["auth"]["canonical_request"]
    to_sign = signed.document["auth"]["string_to_sign"]
    words = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
    for asked, cause in (
        (canonical, "secret_key_wrong"),
        (canonical.replace("limit=10", "limit=99"), "request_changed_on_the_way"),
    ):
        message = f"{words}\n\nThe Canonical String for this request should have been\n'{asked}'\n\nThe String-to-Sign should have been\n'{to_sign}'\n"
        body = json.dumps({"message": message})
        reply.write_text(
            f"HTTP/1.1 403 Forbidden\r\nx-amzn-ErrorType: InvalidSignatureException\r\n\r\n{body}",
            newline="",
        )
        ended = apiclient("explain", "--response", str(reply), "--sent", str(sent), "--json")
        assert ended.document["findings"][0]["id"] == cause


def test_a_raw_request_says_what_was_sent(tmp_path: Path) -> None:
    request = tmp_path / "request.txt"
    request.write_bytes(
        b"GET /prod/petz HTTP/1.1\r\nHost: abcde12345.execute-api.us-east-1.amazonaws.com\r\n\r\n"
    )
    reply = b'HTTP/1.1 403 Forbidden\r\nx-amzn-ErrorType: MissingAuthenticationTokenException\r\n\r\n{"message":"Missing Authentication Token"}'
    ended = apiclient(
        "explain", "--response", "-", "--request", str(request), "--json", stdin=reply
    )
    ids = [finding["id"] for finding in ended.document["findings"]]
    assert ids == ["unknown_path_or_method", "unsigned_call_to_iam_method", "not_deployed"]


@pytest.mark.parametrize(
    ("words", "stdin", "key"),
    [
        (["--response", "-"], b"", "message_unreadable"),
        (["--response", "-"], b"\0\0\xff no response", "message_unreadable"),
        (["--response", "/no/such/file"], b"", "file_unreadable"),
        (["--response", "-", "--request", "-"], EXPIRED, "stdin_twice"),
        (["--response", "-", "--sent", "/dev/null"], EXPIRED, "sent_unreadable"),
    ],
)
def test_what_cannot_be_read_is_one_finding(words: list[str], stdin: bytes, key: str) -> None:
    ended = apiclient("explain", *words, "--json", stdin=stdin)
    assert (ended.code, ended.document["error"]["id"]) == (2, key)


def test_a_success_has_nothing_to_explain() -> None:
    ended = apiclient("explain", "--response", "-", "--json", stdin=b"HTTP/1.1 200 OK\r\n\r\nfine")
    assert ended.document == {"findings": []}
