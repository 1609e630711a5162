"""Raw HTTP messages read back."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import raw
from apiclient_gui.core.finding import Problem


def test_a_response_is_read_with_its_repeated_headers() -> None:
    reply = raw.response(
        b"HTTP/2 403 \r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-Long: one\r\n  two\r\n\r\n{}\r\n\r\nrest"
    )
    assert (reply.status, reply.reason) == (403, "")
    assert reply.headers == (("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("X-Long", "one two"))
    assert reply.body.content == b"{}\r\n\r\nrest"


@pytest.mark.parametrize(
    "before", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 302 Found\nA: b\n\n"]
)
def test_what_curl_prints_before_the_last_response_is_passed_over(before: bytes) -> None:
    assert raw.response(before + b"HTTP/1.1 200 OK\r\n\r\nok").body.content == b"ok"


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b"\n\n", b"  "])
def test_blank_space_before_it_does_no_harm(start: bytes) -> None:
    assert raw.response(start + b"HTTP/1.1 200 OK").status == 200


@pytest.mark.parametrize(
    ("line", "url"),
    [
        (b"GET /p?a=1&flag HTTP/1.1", "https://h.example/p?a=1&flag"),
        (b"get http://other:81/x?y HTTP/1.1", "http://other:81/x?y"),
        (b"GET /redirect?to=http://elsewhere/ HTTP/1.1", "https://h.example/redirect?to=http://elsewhere/"),
        (b"GET /p", "https://h.example/p"),
    ],
)  # fmt: skip
def test_a_request_line_holds_a_path_or_a_whole_url(line: bytes, url: str) -> None:
    asked = raw.request(line + b"\r\nHost: h.example\r\n\r\nbody")
    assert asked.url == url
    assert asked.method == "GET"
    assert asked.header("HOST") == "h.example"
    assert asked.body.content == b"body"


def test_a_signed_document_gives_request_and_signature_back() -> None:
    document = {
        "method": "GET",
        "url": "https://h/p?a=1",
        "headers": [["Host", "h"], ["bad"], ["A", "1"]],
        "auth": {
            "scheme": "sigv4",
            "canonical_request": "GET\n/p\na=1\nhost:h\n\nhost\nabc",
            "string_to_sign": "AWS4-HMAC-SHA256\n20260102T030405Z\n20260102/r/s/aws4_request\nabc",
            "credential_scope": "20260102/r/s/aws4_request",
            "signed_headers": ["host"],
            "signature": "••••",
            "authorization": "AWS4-HMAC-SHA256 Credential=AKID/20260102/r/s/aws4_request, …",
        },
    }
    assert raw.signed(document).url == "https://h/p?a=1"
    assert [header.name for header in raw.signed(document).headers] == ["Host", "A"]
    how = raw.authorisation(document)
    assert how
    assert how.signature
    assert how.signature.canonical_request == "GET\n/p\na=1\nhost:h\n\nhost\nabc"
    assert (how.signature.region, how.signature.service) == ("r", "s")
    assert how.signature.access_key_id == "AKID"


@pytest.mark.parametrize("auth", [None, {}, {"scheme": 1}])
def test_a_document_that_does_not_say_how_it_was_signed(auth: object) -> None:
    assert raw.authorisation({"auth": auth}) is None


@pytest.mark.parametrize("scope", ["", "a/b", "x/y/z/aws4_request/more"])
def test_a_damaged_signature_leaves_the_scheme(scope: str) -> None:
    texts = dict.fromkeys(("canonical_request", "string_to_sign", "signature", "authorization"), "")
    auth = {"scheme": "sigv4", "credential_scope": scope, "signed_headers": [], **texts}
    how = raw.authorisation({"auth": auth})
    assert how
    assert (how.scheme, how.signature) == ("sigv4", None)


@pytest.mark.parametrize("document", [{}, {"method": 1, "url": "x", "headers": []}])
def test_what_is_no_signed_document_is_one_finding(document: dict[str, object]) -> None:
    with pytest.raises(Problem) as refused:
        raw.signed(document)
    assert refused.value.finding.id == "message_unreadable"


@given(
    st.binary(max_size=300)
    | st.text(max_size=300).map(lambda text: f"HTTP/1.1 200 {text}".encode())
)
def test_any_bytes_are_read_or_refused_with_a_finding(message: bytes) -> None:
    for read in (raw.response, raw.request):
        with contextlib.suppress(Problem):
            read(message)


LOG = (
    b"*   Trying 127.0.0.1:80...\n> GET /old HTTP/1.1\r\n> Host: h\r\n> \r\n< HTTP/1.1 302 Found\r\n< \r\n"
    b"* Issue another request\n> GET /p?a=1 HTTP/2\r\n> Host: h.example\r\n> X-A: b\r\n> \r\n{ [5 bytes data]\n"
    b'< HTTP/2 403 \r\n< X-Amzn-ErrorType: F\r\n< \r\n{ [20 bytes data]\n{"message":"no"}* Connection #0 to host h left intact\n'
)


def test_the_output_of_curl_v_holds_both() -> None:
    asked, reply = raw.request(LOG), raw.response(LOG)
    assert (asked.url, asked.header("X-A")) == ("https://h.example/p?a=1", "b")
    assert (reply.status, reply.headers) == (403, (("X-Amzn-ErrorType", "F"),))
    assert reply.body.content == b'{"message":"no"}'


def test_the_meter_of_curl_stands_in_the_way_of_nothing() -> None:
    log = (
        b"  % Total    % Received\n         Dload  Upload\n\r  0     0 --:--:--     0*   Trying 1.2.3.4:80...\n"
        b"> GET /p HTTP/1.1\r\n> Host: h\r\n> \r\n\r  0     0 --:--:-- 0:00:01 --:--:--     0< HTTP/1.1 403 Forbidden\r\n"
        b"< A: b\r\n< \r\n{ [9 bytes data]\n\r100   335 --:--:-- 83750\n* Closing connection 0\n<html>\n</html>\n"
    )
    reply = raw.response(log)
    assert (reply.status, reply.headers) == (403, (("A", "b"),))
    assert reply.body.content == b"<html>\n</html>\n"
    assert raw.request(log).url == "https://h/p"


def test_a_log_without_the_message_is_refused() -> None:
    for read in (raw.request, raw.response):
        with pytest.raises(Problem) as caught:
            read(b"* Trying 127.0.0.1:80...\n* connect failed\n")
        assert caught.value.finding.id == "message_unreadable"
