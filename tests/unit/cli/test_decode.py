"""`apiclient decode`: its document, its exit codes, its words for a person."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.cli import apiclient
from tests.support.signed_tokens import SECRET, jwk, key_set, pem, raw, rsa_key, signed
from tests.support.sockets import Answer, RawServer, free_port, ok

AT = "2026-03-04T05:06:07Z"
SECONDS = 1_772_600_767
CLAIMS = {"iss": "https://issuer", "aud": "me", "iat": SECONDS - 60, "exp": SECONDS + 2460}


@pytest.fixture
def jwks(tmp_path: Path) -> str:
    file = tmp_path / "jwks.json"
    file.write_bytes(key_set())
    return str(file)


def test_the_document_has_the_promised_shape(jwks: str) -> None:
    ended = apiclient("decode", signed(CLAIMS), "--jwks", jwks, "--at", AT, "--json")
    assert ended.code == 0
    assert ended.document == {
        "kind": "jws",
        "header": {"alg": "RS256", "kid": "k1", "typ": "JWT"},
        "claims": CLAIMS,
        "signature": {
            "verified": True,
            "algorithm": "RS256",
            "key_id": "k1",
            "reason": "The signature is right.",
        },
        "lifetime": {
            "issued_at": "2026-03-04T05:05:07Z",
            "not_before": None,
            "expires_at": "2026-03-04T05:47:07Z",
            "seconds_left": 2460,
        },
        "findings": [],
        "gateway": None,
    }


def test_a_person_gets_rows_and_never_the_signature(jwks: str) -> None:
    text = signed({**CLAIMS, "x\x1b[31m": "\ud800\n"})
    ended = apiclient("decode", "--jwks", jwks, "--at", AT, stdin=text.encode())
    out = ended.out.decode()
    assert ended.code == 0
    assert "  iss        https://issuer\n" in out
    assert "2026-03-04 05:47:07 UTC, " in out
    assert "in 41 min)" in out
    assert "Signature: verified." in out
    assert text.rpartition(".")[2] not in out + ended.err
    assert "\x1b[31m" not in out


def test_no_key_is_no_proof() -> None:
    ended = apiclient("decode", signed(CLAIMS), "--at", AT, "--json")
    assert ended.code == 0
    assert ended.document["signature"]["verified"] is None
    assert [one["id"] for one in ended.document["findings"]] == ["signature_not_checked"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--at", "2027-01-01"), "token_expired"),
        (("--at", AT, "--issuer", "https://other"), "issuer_mismatch"),
        (("--at", AT, "--audience", "you"), "audience_mismatch"),
        (("--at", "2026-03-04T05:00:00Z"), "token_from_the_future"),
    ],
)
def test_what_does_not_hold_is_rejected(words: tuple[str, ...], key: str, jwks: str) -> None:
    ended = apiclient("decode", signed(CLAIMS), "--jwks", jwks, *words, "--json")
    assert [one["id"] for one in ended.document["findings"]] == [key]
    assert ended.code == (0 if key == "token_from_the_future" else 7)


def test_what_is_wanted_and_there_is_fine(jwks: str) -> None:
    words = ("--issuer", "https://issuer", "--audience", "me", "--at", AT)
    assert apiclient("decode", signed(CLAIMS), "--jwks", jwks, *words, "--json").code == 0


@pytest.mark.parametrize(
    ("token", "kind", "code"),
    [
        ("opaque", "opaque", 0),
        ("a.b.c", "invalid", 7),
        ("", "invalid", 7),
        ("\x00", "invalid", 7),
        (raw('{"alg":"none"}', "{}", ""), "jws", 7),
        (raw('{"alg":"RS256"}', '{"n":1e999,"m":' + "9" * 5000 + "}"), "jws", 0),
        (raw('{"alg":"RS256"}', '{"\\ud800":"\\ud800"}'), "jws", 0),
        (raw('{"alg":"RS256"}', "[" * 100_000), "jws", 7),
        ("x" * 2_000_000, "invalid", 7),
    ],
)
def test_any_text_ends_with_a_document(token: str, kind: str, code: int) -> None:
    ended = apiclient("decode", "-", "--json", stdin=token.encode())
    assert (ended.document["kind"], ended.code) == (kind, code)
    assert apiclient("decode", stdin=token.encode()).code == code


def test_bytes_that_are_no_text() -> None:
    ended = apiclient("decode", "--json", stdin=b"\xff\xfe\x00")
    assert (ended.document["kind"], ended.code) == ("invalid", 7)
    good = b"\xef\xbb\xbf" + raw('{"alg":"RS256"}', "{}").encode()
    assert apiclient("decode", "--json", stdin=good).document["kind"] == "jws"


def test_a_key_file_and_a_secret(tmp_path: Path) -> None:
    key, secret, token = tmp_path / "key.pem", tmp_path / "secret", tmp_path / "token"
    key.write_bytes(pem(rsa_key()))
    secret.write_bytes(SECRET + b"\n")
    token.write_text(signed(CLAIMS, algorithm="HS256"))
    ended = apiclient("decode", signed(CLAIMS), "--key", str(key), "--at", AT, "--json")
    assert ended.document["signature"]["verified"] is True
    text = token.read_text()
    for words, stdin in ((str(secret), b""), ("-", SECRET + b"\r\n")):
        ended = apiclient("decode", text, "--secret-file", words, "--at", AT, "--json", stdin=stdin)
        assert ended.document["signature"]["verified"] is True
        assert SECRET not in ended.out
    ended = apiclient("decode", text, "--secret-file", str(key), "--at", AT, "--json")
    assert (ended.code, ended.document["signature"]["verified"]) == (7, False)
    assert ended.document["findings"][0]["id"] == "algorithm_confusion"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (("--key", "a", "--jwks", "b"), "two_keys"),
        (("--fetch", "--secret-file", "b"), "two_keys"),
        (("--secret-file", "-"), "stdin_twice"),
        (("-", "--key", "-"), "stdin_twice"),
        (("x", "--jwks", "/no/such/file"), "file_unreadable"),
        (("x", "--jwks", "/"), "file_unreadable"),
        (("x", "--secret-file", "planted-secret"), "file_unreadable"),
        (("x", "--key", "/dev/null"), "keys_unreadable"),
        (("x", "--at", "tomorrow"), "time_invalid"),
        (("x", "--decrypt-key", "k"), "usage"),
    ],
)
def test_wrong_use_is_one_finding(words: tuple[str, ...], key: str) -> None:
    ended = apiclient("decode", *words, "--json")
    assert (ended.code, ended.document["error"]["id"]) == (2, key)
    assert b"planted" not in ended.out


def test_keys_are_fetched_from_a_url() -> None:
    with RawServer(ok(key_set())) as server:
        url = f"http://{server.host}/keys"
        ended = apiclient("decode", signed(CLAIMS), "--jwks", url, "--at", AT, "--json")
    assert (ended.code, ended.document["signature"]["verified"]) == (0, True)


def test_keys_are_fetched_from_the_issuer_on_request_only() -> None:
    with RawServer() as server:
        issuer = f"http://{server.host}"
        document = json.dumps({"issuer": issuer, "jwks_uri": f"{issuer}/keys"}).encode()
        server._answers = [Answer(ok(document)), Answer(ok(key_set()))]
        text = signed({**CLAIMS, "iss": issuer})
        ended = apiclient("decode", text, "--at", AT, "--json")
        assert (ended.document["signature"]["verified"], server.requests) == (None, [])
        ended = apiclient("decode", text, "--fetch", "--at", AT, "--json")
        assert (ended.code, ended.document["signature"]["verified"]) == (0, True)


def test_what_cannot_be_fetched_leaves_the_token_to_be_read() -> None:
    url = f"http://127.0.0.1:{free_port()}/"
    ended = apiclient("decode", signed(CLAIMS), "--jwks", url, "--at", AT, "--json")
    assert ended.code == 3
    assert ended.document["claims"]["iss"] == "https://issuer"
    assert ended.document["signature"]["verified"] is None
    assert [one["id"] for one in ended.document["findings"]] == ["keys_unreachable"]
    ended = apiclient("decode", signed(CLAIMS), "--jwks", url, "--at", "2027-01-01", "--json")
    assert ended.code == 7
    ended = apiclient("decode", signed({"iss": "http://a"}), "--fetch", "--json")
    assert (ended.code, ended.document["findings"][0]["id"]) == (6, "keys_not_https")


def test_without_an_issuer_nothing_is_fetched() -> None:
    ended = apiclient("decode", signed({}), "--fetch", "--json")
    assert (ended.code, ended.document["findings"][0]["id"]) == (6, "issuer_unknown")
    assert apiclient("decode", "opaque", "--fetch", "--json").code == 0


def test_a_key_that_is_not_in_the_set_is_rejected(tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    file.write_bytes(key_set(jwk(kid="other")))
    ended = apiclient("decode", signed(CLAIMS), "--jwks", str(file), "--at", AT, "--json")
    assert (ended.code, ended.document["signature"]["verified"]) == (7, None)
    assert ended.document["findings"][0]["id"] == "key_not_found"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system sets no zone by TZ")
def test_local_times_stand_where_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XYZ-1")
    time.tzset()
    try:
        ended = apiclient("decode", signed(CLAIMS), "--at", AT)
        assert "UTC, here 2026-03-04 06:47:07 +01:00, in 41 min)" in ended.out.decode()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_it_loads_neither_botocore_nor_qt() -> None:
    heavy = "print([m for m in ('botocore', 'PySide6', 'requests', 'keyring') if m in sys.modules])"
    script = (
        "import sys\nfrom apiclient_gui.cli import main\n"
        f"try:\n    main(['decode', {signed(CLAIMS)!r}, '--json'])\n"
        f"except SystemExit:\n    {heavy}"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.splitlines()[-1] == "[]"
