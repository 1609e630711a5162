"""`apiclient send`: the documents and exit codes of the contract, over real sockets."""

from __future__ import annotations

import hashlib
import json
import ssl
from pathlib import Path

import pytest

from apiclient_gui.practice.description import Description
from tests.support.cli import apiclient
from tests.support.sockets import Answer, RawServer, free_port, make_certificate, ok

REFUSED_BEFORE = 6


def test_a_stored_request_is_sent_and_its_body_printed(gateway: Description) -> None:
    ended = apiclient("send", "List pets, signed")
    assert ended.code == 0
    assert json.loads(ended.out)[0]["name"]
    assert ended.err == ""


def test_the_document_has_every_promised_field(gateway: Description) -> None:
    document = apiclient("send", "Add a pet, signed", "--json").document
    assert set(document) == {
        "request",
        "response",
        "redirects",
        "timings",
        "clock_offset",
        "findings",
    }
    assert set(document["request"]) == {"method", "url", "headers", "body_sha256", "auth"}
    assert set(document["request"]["auth"]) == {
        "scheme",
        "algorithm",
        "canonical_request",
        "string_to_sign",
        "credential_scope",
        "signed_headers",
        "signature",
        "authorization",
        "expires",
    }
    assert set(document["response"]) == {
        "status",
        "reason",
        "headers",
        "body",
        "size",
        "received",
    }
    assert set(document["timings"]) == {"dns", "connect", "tls", "first_byte", "download", "total"}
    assert document["timings"]["tls"] is None
    assert abs(document["clock_offset"]) < 2
    assert document["findings"] == []


def test_a_refusal_is_exit_4_and_explained(gateway: Description) -> None:
    ended = apiclient("send", "As bob, not permitted", "--json")
    assert ended.code == 4
    first = ended.document["findings"][0]
    assert (first["id"], first["confidence"]) == ("identity_policy_silent", "certain")
    assert {"label", "value"} == set(first["evidence"][0])


def test_a_refusal_says_its_cause_in_one_line_and_all_with_explain(gateway: Description) -> None:
    short = apiclient("send", "As bob, not permitted").err
    long = apiclient("send", "As bob, not permitted", "--explain").err
    assert "No policy allows" in short
    assert len(short.strip().splitlines()) == 1
    assert "What to do:" in long


def test_what_is_secret_is_masked_in_the_document(gateway: Description) -> None:
    ended = apiclient("send", "List pets, signed", "--json", "-H", "X-Api-Key: planted-api-key")
    headers = dict(ended.document["request"]["headers"])
    assert headers["Authorization"] == headers["X-Api-Key"] == "••••"
    assert b"planted-api-key" not in ended.out
    assert ended.document["request"]["auth"]["signature"] == "••••"


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (["--region", "eu-west-1"], "wrong_region"),
        (["--service", "apigateway"], "wrong_service"),
        (["--clock-offset", "-1200"], "time_stamp_too_old"),
        (["--clock-offset", "1200"], "time_stamp_in_future"),
        (["--auth", "none"], "unsigned_call_to_iam_method"),
    ],
)
def test_each_spoilt_request_gets_its_cause(
    gateway: Description, words: list[str], cause: str
) -> None:
    ended = apiclient("send", "List pets, signed", "--json", *words)
    assert ended.code == 4
    assert ended.document["findings"][0]["id"] == cause


def test_options_replace_and_add_to_what_is_stored(gateway: Description) -> None:
    ended = apiclient(
        *("send", "Add a pet, signed", "--json", "--param", "note=a b"),
        *("--json-body", '{"name": "{{who}}"}', "--var", 'who=Max "M"', "-H", "X-Amz-Meta:  a   b"),
    )
    document = ended.document
    assert ended.code == 0
    assert document["request"]["url"].endswith("/pets?note=a%20b")
    sent = b'{"name": "Max \\"M\\""}'
    assert document["request"]["body_sha256"] == hashlib.sha256(sent).hexdigest()
    assert "x-amz-meta" in document["request"]["auth"]["signed_headers"]


def test_keys_of_the_environment_sign(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = next(user for user in gateway.iam if user.allowed)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", alice.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", alice.secret_access_key + "\n")
    url = f"{gateway.apis[0].url}/pets"
    ended = apiclient(
        "send", "GET", url, "--aws-env", "--region", "us-east-1", "--service", "execute-api"
    )
    assert ended.code == 0


def test_a_secret_may_come_from_the_environment(
    gateway: Description, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APICLIENT_SECRET_ALICE_SECRET_ACCESS_KEY", "wrong" * 8)
    document = apiclient("send", "List pets, signed", "--json").document
    assert document["findings"][0]["id"] == "secret_key_wrong"


def test_a_body_comes_from_a_file_or_standard_input(gateway: Description, tmp_path: Path) -> None:
    file = tmp_path / "pet.json"
    file.write_text('{"name": "Ümit"}', encoding="utf-8")
    for words, stdin in (
        (["--json-body", f"@{file}"], b""),
        (["-d", "@-", "-H", "Content-Type: application/json"], '{"name": "Ümit"}'.encode()),
    ):
        ended = apiclient("send", "Add a pet, signed", "--json", *words, stdin=stdin)
        assert json.loads(ended.document["response"]["body"])["name"] == "Ümit"


def test_the_body_goes_to_a_file_and_the_head_to_the_terminal(
    gateway: Description, tmp_path: Path
) -> None:
    file = tmp_path / "out.json"
    ended = apiclient("send", "List pets, signed", "-i", "-o", str(file))
    assert ended.out.startswith(b"HTTP/1.1 200 OK\r\n")
    assert json.loads(file.read_bytes())
    document = apiclient("send", "List pets, signed", "--json", "-o", str(file)).document
    assert document["response"]["body_file"] == str(file)
    assert "body" not in document["response"]


def test_no_connection_is_exit_3_with_one_finding() -> None:
    ended = apiclient("send", "GET", f"http://127.0.0.1:{free_port()}/x", "--json")
    assert ended.code == 3
    assert ended.document["error"]["id"] == "connection_refused"


def test_an_unreadable_certificate_file_is_one_finding(tmp_path: Path) -> None:
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    with pytest.raises(ssl.SSLError):
        ssl.create_default_context(cafile=bad)  # so the test means what it says
    ended = apiclient(
        "send", "GET", f"https://127.0.0.1:{free_port()}/x", "--cacert", str(bad), "--json"
    )
    assert ended.code in {3, REFUSED_BEFORE}
    assert ended.document["error"]["remedy"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ([], "nothing_to_send"),
        (["GET", "http://h/", "third"], "nothing_to_send"),
        (["GET", "http://h/", "-d", "a", "--json-body", "b"], "two_bodies"),
        (["GET", "http://h/", "--aws-env", "--identity", "x"], "two_identities"),
        (["GET", "http://h/", "-H", "no colon"], "header_unreadable"),
        (["GET", "http://h/", "--param", "x"], "pair_unreadable"),
        (["GET", "http://h/", "--timeout", "0"], "timeout_invalid"),
        (["GET", "http://h/", "--timeout", "nan"], "timeout_invalid"),
        (["GET", "http://h/", "--clock-offset", "inf"], "offset_invalid"),
        (["GET", "http://h/", "-d", "@/no/such/file"], "file_unreadable"),
        (["GET", "http://h/", "-d", "@\0"], "file_unreadable"),
        (["GET", "http://h/", "--auth", "magic"], "scheme_unknown"),
        (["GET", "http://h/", "--no-such-option"], "usage"),
    ],
)
def test_wrong_usage_is_exit_2_with_one_finding(words: list[str], key: str) -> None:
    ended = apiclient("send", *words, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, key)
    assert ended.document["error"]["severity"] == "error"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["GET", ""], "url_missing"),
        (["GET", "http://"], "url_invalid"),
        (["GET", "ftp://h/"], "url_invalid"),
        (["GET", "http://h/\0"], "url_invalid"),
        (["GET", "http://h/" + "x" * 200_000], "url_too_long"),
        (["GET", "http://u:planted-password@h/"], "url_has_credentials"),
        (["GET", "http://h/{{nowhere}}"], "variable_unknown"),
        (["GET", "http://h/\udc80"], "text_not_unicode"),
        (["G T", "http://h/"], "method_invalid"),
        (["GET", "http://h/", "-H", "Bad Name: x"], "header_invalid"),
        (["GET", "http://h/", "-H", "X: a\r\nY: b"], "header_invalid"),
        (["GET", "https://api.example.com/", "--auth", "sigv4"], "no_credentials"),
        (["GET", "https://api.example.com/", "--aws-env"], "no_credentials"),
    ],
)
def test_what_cannot_be_sent_is_exit_6_with_one_finding(words: list[str], key: str) -> None:
    ended = apiclient("send", *words, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (REFUSED_BEFORE, key)
    assert b"planted-password" not in ended.out
    assert ended.document["error"]["remedy"]


def test_a_body_that_is_no_text_goes_out_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "raw.png"
    file.write_bytes(b"\xff\xfe\x00")
    with RawServer(ok()) as server:
        ended = apiclient("send", "POST", f"http://{server.host}/", "-d", f"@{file}", "--json")
        assert ended.code == 0
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert body == b"\xff\xfe\x00"
    assert b"content-type" not in head.lower()


def test_forms_are_sent(tmp_path: Path) -> None:
    photo = tmp_path / "a.png"
    photo.write_bytes(b"\x89PNG")
    with RawServer(ok()) as server:
        url = f"http://{server.host}/"
        assert apiclient("send", "POST", url, "--urlencode", "a=b c").code == 0
        assert apiclient("send", "POST", url, "-F", "a=1", "-F", f"f=@{photo}").code == 0
        form, parts = server.requests
    assert form.endswith(b"\r\n\r\na=b+c")
    assert b"Content-Type: multipart/form-data; boundary=" in parts
    assert b'name="f"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n' in parts


def test_a_large_body_goes_through(tmp_path: Path) -> None:
    large = b"0123456789" * 900_000
    with RawServer(ok(large)) as server:
        url = f"http://{server.host}/"
        assert apiclient("send", "GET", url).out == large
        saved = tmp_path / "saved"
        document = apiclient("send", "GET", url, "-o", str(saved), "--json").document
        assert document["response"]["body_file"] == str(saved)
        assert saved.read_bytes() == large
        document = apiclient("send", "GET", url, "--json").document
    assert document["response"]["body"] == large.decode()
    assert document["response"]["received"] == len(large)


def test_a_redirect_is_followed_when_asked() -> None:
    with RawServer(ok(b"", "Location: /b", status="302 Found"), ok(b"end")) as server:
        ended = apiclient("send", "GET", f"http://{server.host}/a", "--follow", "--json")
        assert ended.document["redirects"] == [
            {
                "method": "GET",
                "url": f"http://{server.host}/a",
                "status": 302,
                "location": "/b",
                "authorised": False,
            }
        ]
        assert ended.document["response"]["body"] == "end"


def test_a_redirect_elsewhere_is_told_and_not_followed() -> None:
    with RawServer(ok(b"", "Location: http://127.0.0.1:1/", status="302 Found")) as server:
        ended = apiclient("send", "GET", f"http://{server.host}/a", "--follow")
    assert ended.code == 0
    assert "another origin" in ended.err


def test_a_proxy_is_used_and_its_password_is_no_argument() -> None:
    with RawServer(ok(b"proxy")) as proxy:
        ended = apiclient("send", "GET", "http://api.invalid/", "--proxy", f"http://{proxy.host}")
        assert ended.out == b"proxy"
    ended = apiclient("send", "GET", "http://h/", "--proxy", "http://me:planted@h:1", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, "secret_in_argument")
    assert b"planted" not in ended.out


def test_a_client_certificate_is_shown(tmp_path: Path) -> None:
    mine, theirs = make_certificate(tmp_path, "me"), make_certificate(tmp_path, "127.0.0.1")
    with RawServer(ok(b"in"), certificate=theirs, clients=mine) as server:
        words = ["send", "GET", f"https://{server.host}/", "--cacert", str(theirs.file)]
        ended = apiclient(*words, "--cert", str(mine.file), "--key", str(mine.key))
        assert (ended.code, ended.out) == (0, b"in")
        assert apiclient(*words).code == 3
    ended = apiclient("send", "GET", "https://h/", "--key", str(mine.key), "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, "key_without_certificate")
    ended = apiclient("send", "GET", "https://h/", "--cert", "/nowhere", "--json")
    assert (ended.code, ended.document["error"]["id"]) == (6, "client_certificate_unusable")


def test_a_redirect_is_shown_and_not_followed() -> None:
    reply = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/next\r\nContent-Length: 0\r\n\r\n"
    with RawServer(Answer(reply)) as server:
        ended = apiclient("send", "GET", f"http://{server.host}/", "--explain")
        assert len(server.requests) == 1
    assert ended.code == 0
    assert "302: leads to http://127.0.0.1:1/next (not followed)" in ended.err


def test_a_place_that_holds_no_file_is_refused_before_sending(tmp_path: Path) -> None:
    with RawServer(ok(b"x")) as server:
        for place in (tmp_path, tmp_path / "nowhere" / "file"):
            ended = apiclient("send", "GET", f"http://{server.host}/", "-o", str(place), "--json")
            assert (ended.code, ended.document["error"]["id"]) == (2, "file_unwritable")
        assert server.requests == []


def test_the_preferred_proxy_and_authorities_hold_here_too(
    data_folder: Path, tmp_path: Path
) -> None:
    certificate = make_certificate(tmp_path, "localhost")
    with (
        RawServer(ok(b"proxy")) as proxy,
        RawServer(ok(b"tls"), certificate=certificate) as server,
    ):
        port = server.host.rpartition(":")[2]
        wanted = {"proxy": f"http://{proxy.host}", "ca_file": str(certificate.file)}
        data_folder.mkdir()
        (data_folder / "preferences.json").write_text(json.dumps(wanted), encoding="utf-8")
        assert apiclient("send", "GET", "http://api.invalid/").out == b"proxy"
        assert apiclient("send", "GET", f"https://localhost:{port}/").out == b"tls"


def test_damaged_preferences_are_told(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "preferences.json").write_text("{", encoding="utf-8")
    with RawServer(ok(b"sent")) as server:
        ended = apiclient("send", "GET", f"http://{server.host}/")
    assert (ended.code, ended.out) == (0, b"sent")
    assert "The preferences cannot be read" in ended.err
