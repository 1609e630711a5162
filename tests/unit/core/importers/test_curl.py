"""curl commands become requests: what goes out, who sends it, and what is said about the rest."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiclient_gui.core import importers, prepare
from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.importers.base import Imported, Importer
from apiclient_gui.core.model import (
    AwsKeys,
    Part,
    Payload,
    Request,
    Row,
    Settings,
    Tokens,
    UserPassword,
)

URL = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"
FORM = "application/x-www-form-urlencoded"


def read(arguments: str) -> Imported:
    return importers.TABLE["curl"].read(f"curl {arguments}")


def request(arguments: str) -> Request:
    return read(arguments).request


def ids(imported: Imported) -> list[str]:
    return [finding.id for finding in imported.findings]


@pytest.mark.parametrize(
    ("arguments", "method"),
    [
        ("h", "GET"),
        ("h -d a", "POST"),
        ("h --json '{}'", "POST"),
        ("h -F a=b", "POST"),
        ("h -G -d a", "GET"),
        ("-I h", "HEAD"),
        ("-T /tmp/x h", "PUT"),
        ("-XPATCH -d a h", "PATCH"),
        ("-X delete h", "DELETE"),
        ("--request=PUT h", "PUT"),
    ],
)
def test_the_method_is_curls(arguments: str, method: str) -> None:
    assert request(arguments).method == method


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ("h.example", "http://h.example"),
        ("--url 'https://h/?a=1&b=2'", "https://h/?a=1&b=2"),
        ("https://h/a/../b/./c//d/..", "https://h/b/c//"),
        ("--path-as-is https://h/a/../b", "https://h/a/../b"),
        ("-G -d a=1 --data-urlencode 'b=x y&' https://h/x", "https://h/x?a=1&b=x+y%26"),
        ("-G -d a=1 'https://h/x?z=0#top'", "https://h/x?z=0&a=1#top"),
        ("-G -d a https://h", "https://h/?a"),
        ("--url-query 'a=é' https://h/x", "https://h/x?a=%C3%A9"),
        ("-T 'a b.txt' https://h/up/", "https://h/up/a%20b.txt"),
        ('"$BASE/x"', "{{BASE}}/x"),
        ("https://me:pw@h:8443/x", "https://h:8443/x"),
    ],
)
def test_the_url_is_what_curl_sends(arguments: str, url: str) -> None:
    assert request(arguments).url == url


def test_headers_keep_their_order_and_say_what_is_left_out() -> None:
    imported = read(
        "h -H 'A: 1' -H 'B;' -H 'A: 2' -H 'C:' -H @file -H 'Content-Length: 3' -H 'nonsense' -H 'Expect:' -A me -e 'https://r;auto' -r 0-9"
    )
    assert imported.request.headers == (
        Row("A", "1"),
        Row("B"),
        Row("A", "2"),
        Row("User-Agent", "me"),
        Row("Referer", "https://r"),
        Row("Range", "bytes=0-9"),
    )
    (finding,) = imported.findings
    assert [row.value for row in finding.evidence] == [
        "C: without a value",
        "headers of a file",
        "a header without a colon",
        "Content-Length, which the program writes",
    ]


@pytest.mark.parametrize(
    ("arguments", "payload", "media_type"),
    [
        ("-d a=1 -d 'b=x+y'", Payload("form", rows=(Row("a", "1"), Row("b", "x y"))), FORM),
        ("--data-urlencode 'a=x y'", Payload("form", rows=(Row("a", "x y"),)), FORM),
        ("-d 'a=x y'", Payload("text", "a=x y"), FORM),
        ("-d '{\"a\":1}'", Payload("text", '{"a":1}'), FORM),
        ("-d @- -d x", Payload("text", "{{standard_input}}&x"), FORM),
        ("--data-raw @x", Payload("text", "@x"), FORM),
        ("--data-urlencode '=x y' --data-urlencode ~", Payload("text", "x+y&~"), FORM),
        ('-d "a=$X"', Payload("text", "a={{X}}"), FORM),
        ("-H 'content-type: application/json' -d '{}'", Payload("json", "{}"), "application/json"),
        ("-H 'Content-Type: text/csv' -d a,b", Payload("text", "a,b"), "text/csv"),
        ("-H 'Content-Type:' -d a=b", Payload("text", "a=b"), None),
        ("--json '{\"a\":' --json 1}", Payload("json", '{"a":1}'), "application/json"),
        ("--data-binary @FILE", Payload("file", file="FILE", guessed=False), FORM),
        ("-T FILE", Payload("file", file="FILE", guessed=False), None),
        ("", Payload(), None),
    ],
)
def test_the_body_and_its_type(
    arguments: str,
    payload: Payload,
    media_type: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "FILE").write_text("content")
    monkeypatch.chdir(tmp_path)
    made = request(f"https://h {arguments}")
    assert made.body == payload
    values = {"X": "1", "standard_input": "2"}
    assert prepare.prepare(made, values, strict=False).header("Content-Type") == media_type


def test_parts_of_a_form() -> None:
    made = read(
        "h -F a=b -F 'f=@/x/y.png;type=image/png;filename=y.png' -F 'g=@\"a;b\",c' --form-string 'h=@;x' "
        "-F 'i=v;type=text/plain' -F 'j=<file' -F 'k=@l;filename=other'"
    )
    assert made.request.body.parts == (
        Part("a", "b"),
        Part("f", file="/x/y.png", content_type="image/png"),
        Part("g", file="a;b"),
        Part("g", file="c"),
        Part("h", "@;x"),
        Part("i", "v", content_type="text/plain"),
        Part("j", "{{data_of_file}}"),
        Part("k", file="l", filename="other"),
    )
    (finding,) = made.findings
    assert (finding.id, finding.severity) == ("import_data_missing", "error")


def test_a_part_may_hold_the_text_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("é\n")
    made = read(f"h -F 'a=<{tmp_path}/t.txt' -F 'f=@t;filename=\"a b.txt\"'")
    assert made.request.body.parts == (Part("a", "é\n"), Part("f", file="t", filename="a b.txt"))
    assert ids(made) == ["import_file_read"]
    (tmp_path / "t.txt").write_bytes(b"\xff")
    assert ids(read(f"h -F 'a=<{tmp_path}/t.txt'")) == ["import_data_missing"]


def test_how_long_a_presigned_url_holds_is_said() -> None:
    query = "X-Amz-Date=20250101T000000Z&X-Amz-Expires=60&X-Amz-Signature=ab"
    (finding,) = read(f"'h?{query}'").findings
    assert "until 2025-01-01 00:01:00 UTC" in finding.title
    (finding,) = read(
        "'h?X-Amz-Date=x&X-Amz-Expires=99999999999999999&X-Amz-Signature=ab'"
    ).findings
    assert "until it ends" in finding.title


def test_an_api_key_leaves_the_headers() -> None:
    made = read("h -H 'X-Api-Key: planted-key' -H 'A: b'")
    assert made.api_key is not None
    assert made.api_key.reveal() == "planted-key"
    assert made.request.headers == (Row("A", "b"),)
    assert read("h -H 'X-Api-Key: {{k}}'").api_key is None


def test_each_command_inside_has_its_own_variable() -> None:
    made = read("http://h/$(a)/$(b)")
    assert made.request.url == "http://h/{{command}}/{{command_2}}"
    assert "{{command_2}}" in made.findings[0].detail


def test_defaults_of_the_shell_are_told_without_secrets() -> None:
    finding = read("h/${B:-def} -A ${API_KEY:-planted}").findings[0]
    assert [one.value for one in finding.evidence] == ["def", "••••"]


def test_keys_leave_the_request_and_the_scheme_stays() -> None:
    imported = read(
        f"{URL} --aws-sigv4 aws:amz:eu-west-1:execute-api -u 'AKID:plan/ted:x' -H 'X-Amz-Security-Token: planted-token'"
    )
    keys = imported.credentials
    assert isinstance(keys, AwsKeys)
    assert keys.session_token
    assert (keys.access_key_id, keys.secret_access_key.reveal()) == ("AKID", "plan/ted:x")
    assert keys.session_token.reveal() == "planted-token"
    assert b"plan" not in msgspec.json.encode([imported.request, imported.findings])
    # What the host tells is not said twice.
    assert (imported.request.auth.scheme, imported.request.auth.options) == ("sigv4", {})
    other = read("https://api.example.com --aws-sigv4 aws:amz:eu-west-1:es -u a:b").request
    assert other.auth.options == {"region": "eu-west-1", "service": "es"}


@pytest.mark.parametrize(
    ("arguments", "scheme", "options"),
    [
        ("-u me:planted-pw", "basic", {}),
        ("-H 'Authorization: Basic bWU6cGxhbnRlZC1wdw=='", "basic", {}),
        ("-H 'authorization: bearer planted-pw'", "bearer", {}),
        ("--oauth2-bearer planted-pw", "bearer", {}),
        ("-H 'Authorization: planted-pw'", "bearer", {"prefix": "none"}),
    ],
)
def test_other_credentials_leave_it_too(arguments: str, scheme: str, options: object) -> None:
    imported = read(f"h {arguments}")
    assert (imported.request.auth.scheme, imported.request.auth.options) == (scheme, options)
    assert b"planted" not in msgspec.json.encode([imported.request, imported.findings])
    match imported.credentials:
        case UserPassword(username=user, password=password):
            assert (user, password.reveal()) == ("me", "planted-pw")
        case Tokens(held=held):
            assert held["access"].reveal() == "planted-pw"
        case other:
            pytest.fail(repr(other))


@pytest.mark.parametrize(
    ("arguments", "scheme"),
    [
        ('--aws-sigv4 aws:amz --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"', "sigv4"),
        ('-H "Authorization: Bearer $TOKEN"', "bearer"),
        ('-u "$API_USER:$API_PASSWORD"', "basic"),
        ("--aws-sigv4 aws:amz", "sigv4"),
    ],
)
def test_credentials_that_are_variables_are_none(arguments: str, scheme: str) -> None:
    imported = read(f"h {arguments}")
    assert imported.credentials is None
    assert imported.request.auth.scheme == scheme
    assert ids(imported) == ["import_identity_missing"]


def test_a_dead_signature_is_dropped() -> None:
    imported = read(
        "https://h/x -H 'X-Amz-Date: 20260101T000000Z' -H 'X-Amz-Security-Token: planted' -H 'X-Own: 1' "
        "-H 'Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260101/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=00'"
    )
    assert imported.request.headers == (Row("X-Own", "1"),)
    assert imported.request.auth.scheme == "sigv4"
    assert imported.request.auth.options == {"region": "eu-west-1", "service": "execute-api"}
    assert ids(imported) == ["import_signature_dropped"]
    assert b"planted" not in msgspec.json.encode(imported.findings)


def test_a_presigned_url_stays_as_it_is() -> None:
    url = f"{URL}?X-Amz-Signature=00&X-Amz-Credential=a%2Fb"
    imported = read(f"'{url}'")
    assert (imported.request.url, imported.request.auth.scheme) == (url, "none")


def test_how_it_is_sent() -> None:
    imported = read(
        "h -k -L -m 12.5 --connect-timeout 2 --cacert ca.pem -E me.pem:planted-pass --key key.pem -x proxy:8080 -U me:planted-pass"
    )
    assert imported.request.settings == Settings(
        connect_timeout=2,
        timeout=12.5,
        verify=False,
        ca_file="ca.pem",
        cert_file="me.pem",
        key_file="key.pem",
        proxy="http://me:{{proxy_password}}@proxy:8080",
        follow=True,
    )
    assert ids(imported) == ["import_option_left_out"] * 2
    assert b"planted" not in msgspec.json.encode([imported.request, imported.findings])
    assert request("h --noproxy '*'").settings.proxy == "none"
    assert request("h --socks5-hostname p:1").settings.proxy == "socks5h://p:1"
    assert request("h -m never").settings == Settings()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("-sSLkv --compressed --http2 -o out -w '%{http_code}' --retry 3 h", []),
        ("h --frobnicate x", ["import_option_unknown"]),
        ("-n --resolve a:1:b h", ["import_option_left_out"]),
        ("h -b jar", ["import_option_left_out"]),
        ("h --next https://other", ["import_rest_ignored"]),
        ("h | jq .", ["import_rest_ignored"]),
        ("h?a=1&b=2", ["import_rest_ignored"]),
        ("h other", ["import_option_left_out"]),
        ("h -b a=b", ["import_secret_in_request"]),
        ("'h/[1-3]'", ["import_url_pattern"]),
        ("-g 'h/[1-3]'", []),
        ("http://[::1]/", []),
        ("h -d @-", ["import_data_missing"]),
        ("h -d @x", ["import_line_breaks_kept"]),
        ("h -d a -d @x", ["import_data_missing"]),
        ("h --url-query @x", ["import_data_missing"]),
        ("'h?api_key=abc&token=d&a=b'", ["import_secret_in_request"]),
        ("'h?api_key={{k}}'", []),
        ("h -d 'user=al&password=x1'", ["import_secret_in_request"]),
        ("h -d 'user=a l&password=x1'", ["import_secret_in_request"]),
        ("h -F password=x1", ["import_secret_in_request"]),
        ("'h?X-Amz-Signature=ab&X-Amz-Security-Token=t'", ["import_presigned"]),
        ("h/${B:-def}", ["import_variable_default", "import_variables"]),
        ("h -u me:pw --digest", ["import_option_left_out"]),
        ("h --aws-sigv4 goog:x", ["import_option_left_out"]),
        ("h -d $'\\xff'", ["import_text_damaged"]),
        ('h -d "$(cat x)"', ["import_command_substitution"]),
        ('h/$ID -H "X: $Y"', ["import_variables"]),
    ],
)
def test_what_is_said(arguments: str, expected: list[str]) -> None:
    imported = read(arguments)
    assert ids(imported) == expected
    assert imported.request.url.startswith("http")
    assert all(
        finding.title and (finding.detail or finding.remedy) for finding in imported.findings
    )


def test_an_argument_of_an_unknown_option_is_no_url() -> None:
    assert request("--frobnicate x https://h").url == "https://h"


@pytest.mark.parametrize(
    "text", ["curl", "wget https://h", "", "curl -H 'A: b'", "curl 'https://h", "\ud800", "curl " + "a" * 9_000_000]
)  # fmt: skip
def test_what_is_no_curl_command(text: str) -> None:
    with pytest.raises(Problem) as caught:
        importers.TABLE["curl"].read(text)
    assert (caught.value.trouble, caught.value.finding.id) == ("usage", "import_unreadable")


PIECES = st.sampled_from([
    "curl", "-X", "-H", "-d", "-F", "-u", "-b", "-G", "-T", "-x", "-E", "@", ":", ";", "=", "&", "'", '"', "\\", "$",
    "`", "^", "%", "{{a}}", "\n", "https://h/x?a=b", "{a,b}", "[1]", "..", "//", "--aws-sigv4", "aws:amz:r:s", "--json",
    "--data-urlencode", "--next", "--", "-sSk", "Authorization:", "Basic", "Bearer", "é", "\ud800", "\0",
])  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(PIECES | st.text(max_size=6), max_size=12), st.sampled_from(["", " "]))
def test_no_text_breaks_it(pieces: list[str], glue: str) -> None:
    text = "curl " + glue.join(pieces)
    importer = importers.recognised(text) or importers.TABLE["curl"]
    found = outcome(importer, text)
    if isinstance(found, Problem):
        assert found.finding.id == "import_unreadable"
        return
    msgspec.json.encode([found.request, found.findings])
    assert found.request.auth.scheme in TABLE


def outcome(importer: Importer, text: str) -> Imported | Problem:
    try:
        return importer.read(text)
    except Problem as problem:
        return problem
