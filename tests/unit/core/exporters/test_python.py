"""Python programs: each one compiles. What they do is proved in tests/end2end/test_curl_round_trip.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.exporters.base import Exported
from apiclient_gui.core.model import Auth, OptionValue, Part, Payload, Request, Row, Settings
from tests.factories import URL
from tests.support.drafts import draft

S3 = "https://bucket.s3.eu-west-1.amazonaws.com/k"


def export(request: Request) -> Exported:
    exported = TABLE["python"].export(draft(request, "python"))
    compile(exported.text, "copied.py", "exec")
    return exported


def text(request: Request) -> str:
    return export(request).text


@pytest.mark.parametrize(
    ("scheme", "options", "url", "expected"),
    [
        ("sigv4", {}, URL, "SigV4Auth(credentials.get_frozen_credentials(), 'execute-api', 'eu-west-1')."),
        ("sigv4", {}, S3, "S3SigV4Auth("),
        ("sigv4_query", {"expires": 60}, URL, "SigV4QueryAuth(credentials.get_frozen_credentials(), 'execute-api', 'eu-west-1', expires=60)."),
        ("sigv4_query", {}, S3, "S3SigV4QueryAuth("),
        ("sigv4a", {"region": "*"}, URL, "CrtSigV4AsymAuth(credentials.get_frozen_credentials(), 'execute-api', '*')."),
        ("sigv4a", {"region": "*", "expires": "90"}, URL, "CrtSigV4AsymQueryAuth("),
        ("sigv4a", {"region": "*"}, S3, "CrtS3SigV4AsymAuth("),
    ],
)  # fmt: skip
def test_each_form_has_its_signer(
    scheme: str, options: dict[str, OptionValue], url: str, expected: str
) -> None:
    written = text(Request(url=url, auth=Auth(scheme, options=options)))
    assert f"\n{expected}" in written
    # The library has what the program imports.
    exec(written.split("url = ")[0], {})  # noqa: S102  # the imports of a text of ours


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("bearer", "'Authorization': 'Bearer ' + os.environ['TOKEN'],"),
        ("basic", "auth=(os.environ['API_USER'].encode(), os.environ['API_PASSWORD'].encode())"),
        ("none", "headers={}"),
    ],
)
def test_others_come_from_the_environment(scheme: str, expected: str) -> None:
    written = text(Request(url=URL, auth=Auth(scheme))).replace("headers = {}", "headers={}")
    assert expected in written
    assert "botocore" not in written


def test_a_secret_in_the_url_is_percent_encoded() -> None:
    exported = export(Request(url=URL + "?a={{pin}}"))
    assert "?a=' + quote(os.environ['PIN'], safe='')" in exported.text
    assert exported.findings[0].remedy == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (Payload("text", "it's"), 'body = b"it\'s"'),
        (Payload("text", "é😀"), "body = '\\xe9\\U0001f600'.encode()"),
        (Payload("text", "a {{pin}}"), "body = ('a ' + os.environ['PIN']).encode()"),
        (Payload("text", "a" * 200_000), "body = Path('body.bin').read_bytes()"),
        (Payload(), "body = b''"),
    ],
)
def test_the_body(body: Payload, expected: str) -> None:
    assert f"\n{expected}\n" in text(Request(method="POST", url=URL, body=body))


@pytest.mark.parametrize("scheme", ["none", "sigv4"])
def test_a_form_with_files(scheme: str, tmp_path: Path) -> None:
    file = tmp_path / "it's.txt"
    file.write_text("a")
    parts = (Part("a", "b"), Part("f", file=str(file), content_type="text/plain"))
    body = Payload("multipart", parts=parts)
    written = text(Request(method="POST", url=URL, body=body, auth=Auth(scheme)))
    assert "('a', (None, 'b'))," in written
    assert "('f', (\"it's.txt\", Path(" in written
    assert "boundary" not in written


def test_repeated_headers_become_one_and_that_is_said() -> None:
    exported = export(Request(url=URL, headers=(Row("A", "1"), Row("a", "2"), Row("B", "é"))))  # fmt: skip
    assert "'A': '1,2'," in exported.text
    assert "'B': '\\xe9'.encode()," in exported.text
    assert [finding.id for finding in exported.findings] == ["python_headers_joined"]


def test_settings() -> None:
    chosen = Settings(timeout=60, ca_file="a", cert_file="c", key_file="k", proxy="http://p:1")
    written = text(Request(url=URL, settings=chosen))
    assert "timeout=(5, 60), verify='a', cert=('c', 'k'), proxies={'http': 'http://p:1'" in written
    assert "verify=False" in text(Request(url=URL, settings=Settings(verify=False)))


def test_a_path_that_botocore_would_normalise_is_told() -> None:
    for options, expected in (({"normalize": False}, ["python_path_normalised"]), ({}, [])):
        request = Request(url=f"{URL}//a", auth=Auth("sigv4", options=dict(options)))
        assert [finding.id for finding in export(request).findings] == expected


def test_what_it_does_not_follow_is_said() -> None:
    found = export(Request(url=URL, settings=Settings(follow=True))).findings
    assert [one.id for one in found] == ["python_does_not_follow"]


def test_a_part_keeps_its_file_name(tmp_path: Path) -> None:
    (tmp_path / "t").write_text("x")
    parts = (
        Part("f", file=str(tmp_path / "t"), filename="a b.txt"),
        Part("v", "w", filename="v.txt"),
    )
    written = text(Request(method="POST", url=URL, body=Payload("multipart", parts=parts)))
    assert f"'a b.txt', Path('{tmp_path}/t')" in written
    assert "('v.txt', 'w')" in written
