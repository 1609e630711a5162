"""URLs of a request: what goes on the wire, and one finding for what cannot."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core import prepare
from apiclient_gui.core.model import Origin, Request, Row
from tests import factories
from tests.factories import URL
from tests.support.refusals import refused


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("https://h", "https://h/"),
        ("HTTPS://H.Example.COM/A", "https://h.example.com/A"),
        ("  https://h/a \n", "https://h/a"),
        ("https://h:443/", "https://h/"),
        ("http://h:80/", "http://h/"),
        ("https://h:80/", "https://h:80/"),
        ("https://h:/", "https://h/"),
        ("https://h:0443/", "https://h/"),
        ("https://h:65535/", "https://h:65535/"),
        ("https://[::1]:8443/a", "https://[::1]:8443/a"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ("https://münchen.example/ü", "https://xn--mnchen-3ya.example/%C3%BC"),
        ("https://日本.example/", "https://xn--wgv71a.example/"),
        ("https://BÜCHER.example/", "https://xn--bcher-kva.example/"),
        ("https://a_b.example./", "https://a_b.example./"),
        ("example.com/a", "https://example.com/a"),
        ("example.com:8443/a", "https://example.com:8443/a"),
        ("localhost:8080/a", "http://localhost:8080/a"),
        ("127.0.0.1/a", "http://127.0.0.1/a"),
        ("[::1]/a", "http://[::1]/a"),
        ("h?a=1", "https://h/?a=1"),
        ("https://h/a#b?c=1", "https://h/a"),
    ],
)
def test_urls_that_can_be_sent(url: str, wire: str) -> None:
    assert factories.prepared(url).url == wire


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", "url_missing"),
        ("   ", "url_missing"),
        ("https://", "url_invalid"),
        ("https:///path", "url_invalid"),
        ("https://?a=1", "url_invalid"),
        ("/path", "url_invalid"),
        ("ftp://h/", "url_invalid"),
        ("ws://h/", "url_invalid"),
        ("https://h:0/", "url_invalid"),
        ("https://h:65536/", "url_invalid"),
        ("https://h:99999999/", "url_invalid"),
        ("https://h:-1/", "url_invalid"),
        ("https://h:8o/", "url_invalid"),
        ("https://h:٤٤٣/", "url_invalid"),
        ("https://h:1:2/", "url_invalid"),
        ("https://h h/", "url_invalid"),
        ("https://h..h/", "url_invalid"),
        ("https://-h/", "url_invalid"),
        ("https://h%20/", "url_invalid"),
        ("https://h\\a/", "url_invalid"),
        ("https://[::1/", "url_invalid"),
        ("https://::1/", "url_invalid"),
        ("https://[fe80::1%25eth0]/", "url_invalid"),
        ("https://xn--\u2028.example/", "url_invalid"),
        ("https://\u00ad/", "url_invalid"),
        ("https://" + "é" * 100 + ".example/", "url_invalid"),
        ("https://" + "a." * 200 + "example/", "url_invalid"),
        ("https://h/a\x00b", "url_invalid"),
        ("https://h/a\nb", "url_invalid"),
        ("https://h/a\r\nX: y", "url_invalid"),
        ("https://h/a\tb", "url_invalid"),
        ("https://h/a\x7fb", "url_invalid"),
        ("https://h/\ud800", "text_not_unicode"),
        ("https://\ud800/", "text_not_unicode"),
        ("https://h/" + "a" * 10_000_000, "url_too_long"),
        ("https://h/?" + "a={{v}}&" * 1_000_000, "url_too_long"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_urls_that_cannot(url: str, key: str) -> None:
    finding = refused(url, values={"v": "1"})
    assert finding.id == key
    assert all(len(evidence.value) <= 200 for evidence in finding.evidence)


def test_a_value_that_makes_the_url_endless_is_refused_early() -> None:
    assert refused(URL + "?a={{v}}" * 1_000, values={"v": "x" * 1_000_000}).id == "url_too_long"


@pytest.mark.parametrize(
    "password",
    ["hunter2", "hun/ter2", "hun:ter2", "hun@ter2", "hun?ter2", "hun#ter2", "a//:@hunter2", "x" * 300,
     "a/" * 150, "p%40ss/w:o@rd", "hun ter2", "99999/hunter2", "é/hunter2@x", "hunter2@" * 30],
)  # fmt: skip
@pytest.mark.parametrize("start", ["https://me:", "me:", "https://:", "HTTP://me:"])
@pytest.mark.parametrize("end", ["@h.example.com/a", "@h.example.com:88888/a?b=c", "@"])
def test_a_password_in_the_url_is_refused_and_told_to_nobody(
    password: str, start: str, end: str
) -> None:
    finding = refused(start + password + end)
    told = msgspec.json.encode(finding).decode()
    assert finding.id in {"url_has_credentials", "url_invalid"}
    assert password not in told
    for piece in ("hunter2", "ter2", "99999", "xxx", "a/a/", "w:o"):
        assert piece not in told
    assert "@" not in told or "••••@" in told or "before the @" in told


def test_an_at_sign_in_path_or_query_is_no_credential() -> None:
    assert factories.prepared("https://h/@connections/a?b=c@d", strict=False).target == (
        "/@connections/a?b=c@d"
    )


@pytest.mark.parametrize("strict", [True, False])
def test_the_table_comes_after_the_query_and_is_data(strict: bool) -> None:
    ready = factories.prepared(
        "https://h/?a=1", params=[("b c", "d&e=f+g%20"), ("", "x"), ("y", "")], strict=strict
    )
    assert ready.target == "/?a=1&b%20c=d%26e%3Df%2Bg%2520&=x&y="


def test_rows_that_are_off_or_empty_are_not_sent() -> None:
    request = Request(
        url="https://h/",
        params=(Row("a", "{{unknown}}", enabled=False), Row("", ""), Row("c", "1")),
        headers=(Row("A", "{{unknown}}\x00", enabled=False), Row("", ""), Row("C", "1")),
    )
    ready = prepare.prepare(request, {}, strict=True)
    assert ready.target == "/?c=1"
    assert ready.query[0].origin == Origin("param", 2)
    assert ready.headers[-1].name == "C"
    assert ready.headers[-1].origin == Origin("header", 2)


def test_without_signing_only_what_is_illegal_is_escaped() -> None:
    url = "https://h/a//./b/../%7e%2f;x?flag&&a=%3d+b&=v&q=a:b,c/d@e*!'()[é]"
    wire = "/a//./b/../%7e%2f;x?flag&&a=%3d+b&=v&q=a:b,c/d@e*!'()%5B%C3%A9%5D"
    assert factories.prepared(url, strict=False).target == wire


def test_a_presigned_url_goes_out_as_it_came() -> None:
    target = (
        "/prod/pets?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20260304%2Feu-west-1"
        "%2Fexecute-api%2Faws4_request&X-Amz-Security-Token=a%2Fb%3d%3D&X-Amz-Signature=0a"
    )
    assert factories.prepared("https://h" + target, strict=False).target == target
