"""curl commands: how they look. What they do is proved with the real curl in tests/end2end/test_curl_round_trip.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from apiclient_gui.core import importers
from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.exporters.base import Draft, Exported
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Auth, Part, Payload, Request, Row, Settings
from tests.factories import URL
from tests.support.drafts import draft
from tests.support.odd_requests import odd_requests


def export(request: Request) -> Exported:
    return TABLE["curl"].export(draft(request))


def text(request: Request) -> str:
    return export(request).text


def ids(request: Request) -> list[str]:
    return [finding.id for finding in export(request).findings]


def test_a_signed_request_takes_its_keys_from_the_environment() -> None:
    request = Request(method="POST", url=URL, body=Payload("json", '{"a": 1}'), auth=Auth("sigv4"))
    exported = export(request)
    assert exported.text == (
        f"curl {URL} \\\n"
        "  --header 'Content-Type: application/json' \\\n"
        "  --aws-sigv4 aws:amz:eu-west-1:execute-api \\\n"
        '  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\\n'
        '  ${AWS_SESSION_TOKEN:+"-Hx-amz-security-token: $AWS_SESSION_TOKEN"} \\\n'
        "  --data-binary '{\"a\": 1}'\n"
    )
    (finding,) = exported.findings
    assert "AWS_SECRET_ACCESS_KEY" in finding.title
    assert (exported.secret, exported.ends_at) == (False, None)


@pytest.mark.parametrize(
    ("request_", "beginning"),
    [
        (Request(url=URL), f"curl {URL}\n"),
        (Request(method="HEAD", url=URL), f"curl --head {URL}\n"),
        (Request(method="DELETE", url=URL), f"curl --request DELETE {URL}\n"),
        (
            Request(method="POST", url=URL),
            f"curl --request POST {URL} \\\n  --header 'Content-Length: 0'\n",
        ),
        (Request(url=URL, body=Payload("text", "a")), f"curl --request GET {URL} "),
        (Request(url=f"{URL}/../x"), f"curl --path-as-is {URL}/../x\n"),
        (Request(url="http://[::1]/"), "curl --globoff 'http://[::1]/'\n"),
    ],
)
def test_the_first_line(request_: Request, beginning: str) -> None:
    assert text(request_).startswith(beginning)


def test_without_a_type_curl_is_kept_from_adding_one() -> None:
    request = Request(method="POST", url=URL, body=Payload("text", "@a"))
    assert "--header Content-Type:" in text(request)
    assert "--data-raw @a" in text(request)
    signed = Request(method="POST", url=URL, body=Payload("text", "a"), auth=Auth("sigv4"))
    # curl 7 would sign the header that it does not send.
    assert "Content-Type" not in text(signed)
    assert "curl_adds_content_type" in ids(signed)


def test_settings_that_are_not_the_usual_ones() -> None:
    chosen = Settings(
        connect_timeout=2, timeout=60, verify=False, ca_file="a b.pem", cert_file="c.pem", key_file="k.pem",
        proxy="http://p:1", follow=True,
    )  # fmt: skip
    written = text(Request(url=URL, settings=chosen))
    for option in (
        "--insecure", "--location", "--max-time 60", "--connect-timeout 2", "--proxy http://p:1",
        "--cacert 'a b.pem'", "--cert c.pem", "--key k.pem",
    ):  # fmt: skip
        assert option in written
    assert "--noproxy '*'" in text(Request(url=URL, settings=Settings(proxy="none")))


def test_bodies_that_do_not_fit_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "it's.bin"
    file.write_bytes(b"\0")
    inside = Request(method="PUT", url=URL, body=Payload("file", file=str(file)))
    assert "--data-binary '@" in text(inside)
    assert ids(inside) == []
    large = Request(method="PUT", url=URL, body=Payload("text", "a" * 200_000))
    assert "--data-binary @body.bin" in text(large)
    assert ids(large) == ["export_body_in_file"]


def test_a_form_with_files(tmp_path: Path) -> None:
    file = tmp_path / "a;b.txt"
    file.write_text("a")
    parts = (Part("n", "@v"), Part("t", "x;y", content_type="text/csv"), Part("f", file=str(file)))
    written = text(Request(method="POST", url=URL, body=Payload("multipart", parts=parts)))
    assert "--form-string n=@v" in written
    assert "--form 't=\"x;y\";type=text/csv'" in written
    assert f"--form 'f=@\"{file}\"'" in written
    assert "Content-Type" not in written


def test_a_hash_of_the_body_that_the_service_wants() -> None:
    request = Request(url="https://bucket.s3.eu-west-1.amazonaws.com/k", auth=Auth("sigv4"))
    assert "x-amz-content-sha256: e3b0c442" in text(request)
    asked = Request(url=URL, auth=Auth("sigv4", options={"content_sha256": True}))
    assert "x-amz-content-sha256: e3b0c442" in text(asked)


def test_an_empty_body_stays_one_of_no_bytes() -> None:
    asked = Request(method="PATCH", url=URL, body=Payload("text"))
    assert "--header 'Content-Length: 0'" in text(asked)
    imported = importers.TABLE["curl"].read(text(asked))
    assert (imported.request.headers, imported.findings) == ((), ())
    assert draft(imported.request).prepared.header("Content-Length") == "0"


def test_what_curl_cannot_do_is_said() -> None:
    presigned = Request(url=URL, auth=Auth("sigv4_query"))
    assert "curl_signs_in_header" in ids(presigned)
    assert "X-Amz-Signature" not in text(presigned)
    with pytest.raises(Problem) as caught:
        export(Request(url=URL, auth=Auth("sigv4a", options={"region": "*"})))
    assert caught.value.finding.id == "export_impossible"


def test_a_secret_in_the_url_is_to_be_set_percent_encoded() -> None:
    (finding,) = export(Request(url=URL + "?a={{pin}}", headers=(Row("A", "{{pin}}"),))).findings
    assert "percent-encoded" in finding.remedy
    (other,) = export(Request(url=URL, headers=(Row("A", "{{pin}}"),))).findings
    assert other.remedy == ""


@settings(deadline=None, derandomize=True, max_examples=400)
@given(odd_requests("https://h.example"))
def test_pasted_it_is_the_same_bytes_again(request_: Request) -> None:
    made = draft(request_)
    assume(not made.stand_ins)  # they are others each time
    exported = TABLE["curl"].export(made)
    imported = importers.TABLE["curl"].read(exported.text).request
    again = draft(imported)
    assert again.prepared.url == made.prepared.url
    assert again.prepared.method == made.prepared.method
    assert again.prepared.body.content == made.prepared.body.content
    added = "curl_adds_content_type" in {one.id for one in exported.findings}
    assert lines(again, added=added) == lines(made)


def lines(made: Draft, *, added: bool = False) -> list[tuple[str, str]]:
    pairs = [(one.name.lower(), one.value.strip()) for one in made.prepared.headers]
    return sorted(pair for pair in pairs if not (added and pair[0] == "content-type"))
