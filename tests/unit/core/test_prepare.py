"""Preparing: exact bytes out of what was composed, each piece with its origin; bad input becomes one finding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import prepare
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Origin, Payload, Request, Row
from tests import factories
from tests.factories import URL


def refused(url: str = URL, **parts: Any) -> Finding:
    with pytest.raises(Problem) as problem:
        factories.prepared(url, **parts)
    assert problem.value.trouble == "refused"
    finding = problem.value.finding
    assert finding.title
    assert finding.remedy
    msgspec.json.encode(finding)  # what cannot be printed says nothing
    return finding


# ---------------------------------------------------------------- URL


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


# ---------------------------------------------------------------- where it comes from


def test_origin_of_each_piece() -> None:
    ready = factories.prepared(
        "{{base}}/v/{{id}}?x={{q}}&y=1&{{n}}={{q}}#{{q}}",
        params=[("p{{n}}", "{{q}}{{id}}"), ("z", "1")],
        headers=[("X-{{n}}", "{{q}}"), ("X-Plain", "1")],
        text="{{q}} {{ id }} {{q}}",
        values={"base": "http://h:81/stage", "id": "7", "q": "a b", "n": "N"},
        method="POST",
    )
    assert ready.url == "http://h:81/stage/v/7?x=a%20b&y=1&N=a%20b&pN=a%20b7&z=1"
    assert ready.host_origin == Origin("url", variables=("base",))
    assert ready.path_origin == Origin("url", variables=("base", "id"))
    assert [item.origin for item in ready.query] == [
        Origin("url", 0, variables=("q",)),
        Origin("url", 1),
        Origin("url", 2, variables=("n", "q")),
        Origin("param", 0, variables=("n", "q", "id")),
        Origin("param", 1),
    ]
    headers = {header.name: header.origin for header in ready.headers}
    assert headers["X-N"] == Origin("header", 0, variables=("n", "q"))
    assert headers["X-Plain"] == Origin("header", 1)
    assert headers["Host"] == Origin("default", name="Host")
    assert ready.body.origin == Origin("body", variables=("q", "id"))
    assert ready.body.content == b"a b 7 a b"


def test_a_dropped_empty_item_does_not_shift_the_rows_as_typed() -> None:
    ready = factories.prepared("https://h/?a=1&&b={{v}}", values={"v": "x"})
    assert [item.origin.row for item in ready.query] == [0, 2]
    assert ready.query[1].origin.variables == ("v",)


def test_many_variables_in_a_long_query() -> None:
    ready = factories.prepared("https://h/?" + "a={{v}}&" * 12_000, values={"v": "1"})
    assert len(ready.query) == 12_000
    assert {item.origin.variables for item in ready.query} == {("v",)}


# ---------------------------------------------------------------- variables in every field


def test_variables_in_every_field() -> None:
    ready = factories.prepared(
        "{{s}}://{{h}}:{{p}}/{{path}}?{{k}}={{v}}",
        method="{{m}}",
        headers=[("{{k}}", "{{v}}")],
        params=[("{{k}}", "{{v}}")],
        json='{"{{k}}": "{{v}}", "n": {{p}}}',
        values={
            "s": "http",
            "h": "H",
            "p": "81",
            "path": "a/b c",
            "k": "K",
            "v": 'x"&y',
            "m": "put",
        },
    )
    assert ready.method == "PUT"
    assert ready.url == "http://h:81/a/b%20c?K=x%22%26y&K=x%22%26y"
    assert ready.header("K") == 'x"&y'
    assert json.loads(ready.body.content) == {"K": 'x"&y', "n": 81}


FIELDS: list[dict[str, Any]] = [
    {"url": "https://h/{}"},
    {"url": "https://h/?a={}"},
    {"url": "https://{}/"},
    {"method": "{}"},
    {"params": [("{}", "")]},
    {"params": [("a", "{}")]},
    {"headers": [("{}", "")]},
    {"headers": [("A", "{}")]},
    {"text": "{}"},
    {"json": '"{}"'},
]


def _with(parts: Mapping[str, Any], text: str) -> dict[str, Any]:
    def put(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("{}", text)
        return [tuple(put(one) for one in pair) for pair in value]

    return {key: put(value) for key, value in parts.items()}


@pytest.mark.parametrize("parts", FIELDS, ids=str)
@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{{unknown}}", "variable_unknown"),
        ("{{circle}}", "variable_circular"),
        ("\ud800", "text_not_unicode"),
        ("{{half}}", "text_not_unicode"),
        ("{{half \ud800}}", "text_not_unicode"),
    ],
    ids=ascii,
)
def test_what_no_field_may_hold(parts: dict[str, Any], text: str, key: str) -> None:
    values = {"circle": "{{circle}}", "half": "a\udfff"}
    assert refused(**_with(parts, text), values=values).id == key


@pytest.mark.parametrize("parts", FIELDS, ids=str)
def test_all_unknown_variables_of_a_field_are_named(parts: dict[str, Any]) -> None:
    finding = refused(**_with(parts, "{{one}}{{two}}"))
    assert "one, two have no value" in finding.title


# ---------------------------------------------------------------- method


@pytest.mark.parametrize(
    ("method", "sent"), [("get", "GET"), (" Patch ", "PATCH"), ("M-S.X", "M-S.X")]
)
def test_methods(method: str, sent: str) -> None:
    assert factories.prepared(method=method).method == sent


@pytest.mark.parametrize(
    "method", ["", " ", "GET /", "GET\r\nX: y", "G\x00T", "GÉT", "G T" * 9_999]
)
def test_methods_that_are_none(method: str) -> None:
    finding = refused(method=method)
    assert finding.id == "method_invalid"
    assert len(finding.title) < 100


# ---------------------------------------------------------------- headers


def test_default_headers_and_their_order() -> None:
    ready = factories.prepared("https://h:81/", headers=[("X", "1")], json="{}", method="POST")
    assert [(header.name, header.value) for header in ready.headers] == [
        ("Host", "h:81"),
        ("User-Agent", prepare.USER_AGENT),
        ("Accept", "*/*"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Content-Type", "application/json"),
        ("Content-Length", "2"),
        ("X", "1"),
    ]


@pytest.mark.parametrize(
    ("method", "text", "length"),
    [
        ("GET", None, None),
        ("DELETE", None, None),
        ("HEAD", None, None),
        ("POST", None, "0"),
        ("PUT", "", "0"),
        ("PATCH", None, "0"),
        ("GET", "é", "2"),
    ],
)
def test_content_length(method: str, text: str | None, length: str | None) -> None:
    assert factories.prepared(method=method, text=text).header("content-length") == length


def test_only_a_json_body_that_is_there_brings_a_content_type() -> None:
    assert factories.prepared(text="{}").header("content-type") is None
    assert factories.prepared(json="").header("content-type") is None
    own = factories.prepared(json="{}", headers=[("content-type", "application/x+json")])
    assert [h.value for h in own.headers if h.name.lower() == "content-type"] == [
        "application/x+json"
    ]


@pytest.mark.parametrize("name", ["Host", "user-agent", "ACCEPT", "Accept-Encoding"])
def test_an_own_header_replaces_the_default(name: str) -> None:
    ready = factories.prepared("https://h/", headers=[(name, "own.example")])
    same = [header for header in ready.headers if header.name.lower() == name.lower()]
    assert [(header.name, header.value, header.origin) for header in same] == [
        (name, "own.example", Origin("header", 0))
    ]
    assert ready.host == "h"


def test_repeated_headers_and_values_stay_as_typed() -> None:
    ready = factories.prepared(headers=[("A", " 1 "), ("B", "x: y"), ("a", "")])
    assert [(h.name, h.value) for h in ready.headers[-3:]] == [
        ("A", " 1 "),
        ("B", "x: y"),
        ("a", ""),
    ]


def test_values_beyond_ascii_go_out_as_utf_8() -> None:
    ready = factories.prepared(headers=[("X-Name", "Žofie 日本")])
    assert "X-Name: Žofie 日本".encode() in ready.head().split(b"\r\n")


@pytest.mark.parametrize(
    "name", ["a b", "a:", ":a", "a\r\nb", "a\x00", "é", '"a"', "a/b", "(a)", "X" * 100 + " x"]
)
def test_names_that_are_none(name: str) -> None:
    assert refused(headers=[("Fine", "1"), (name, "x")]).id == "header_invalid"


def test_a_value_without_a_name_is_refused_rather_than_dropped() -> None:
    assert refused(headers=[("", "x")]).id == "header_invalid"


def test_blanks_around_a_name_are_not_part_of_it() -> None:
    assert factories.prepared(headers=[(" X-A\t", "1")]).headers[-1].name == "X-A"


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\rb", "a\x00", "a\x7f", "\x1b[0m", "a\n"])
def test_values_that_would_break_the_message(value: str) -> None:
    finding = refused(headers=[("X-Secret", value + "hunter2")])
    assert finding.id == "header_invalid"
    assert "hunter2" not in msgspec.json.encode(finding).decode()
    assert refused(headers=[("X", "{{v}}")], values={"v": value}).id == "header_invalid"


def test_a_tab_in_a_value_is_allowed() -> None:
    assert factories.prepared(headers=[("X", "a\tb")]).header("X") == "a\tb"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Length", "4"),
        ("content-length", "0x5"),
        ("Content-Length", ""),
        ("Transfer-Encoding", "chunked"),
        ("transfer-encoding", "5"),
    ],
)
def test_the_length_of_the_body_cannot_be_said_wrong(name: str, value: str) -> None:
    assert refused(headers=[(name, value)], text="12345").id == "framing_header"


def test_the_right_length_may_be_typed() -> None:
    ready = factories.prepared(headers=[("Content-Length", "5")], text="12345")
    assert [h.value for h in ready.headers if h.name.lower() == "content-length"] == ["5"]


# ---------------------------------------------------------------- body


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{n}}", "7"),
        ('"{{s}}"', r'"a\"b\\c\nd"'),
        ('{"a": "x {{s}} y"}', r'{"a": "x a\"b\\c\nd y"}'),
        ('{"a\\"b": "{{s}}"}', r'{"a\"b": "a\"b\\c\nd"}'),
        ('{"a\\\\": "{{s}}"}', r'{"a\\": "a\"b\\c\nd"}'),
        ('{"a": {{o}}, "b": "{{o}}"}', r'{"a": {"x":"y"}, "b": "{\"x\":\"y\"}"}'),
        ('["{{n}}", {{n}}, "{{n}}{{n}}", {{n}}]', '["7", 7, "77", 7]'),
        ('"{{u}}"', '"é日"'),
    ],
)
def test_a_value_in_a_json_string_is_escaped_and_elsewhere_it_is_json(
    text: str, filled: str
) -> None:
    values = {"n": "7", "s": 'a"b\\c\nd', "o": '{"x":"y"}', "u": "é日"}
    ready = factories.prepared(json=text, values=values)
    assert ready.body.content.decode() == filled
    json.loads(filled)


@given(value=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_value_survives_a_json_string(value: str) -> None:
    values = {"v": value.replace("{{", "{ {")}
    ready = factories.prepared(json='{"a": "\\"{{v}}", "b": ["{{v}}"]}', values=values)
    assert json.loads(ready.body.content) == {"a": '"' + values["v"], "b": [values["v"]]}


def test_a_text_body_takes_values_as_they_are() -> None:
    assert factories.prepared(text='"{{v}}"', values={"v": 'a"b'}).body.content == b'"a"b"'


def test_no_body_is_no_bytes_whatever_text_is_kept_beside_it() -> None:
    request = Request(url=URL, body=Payload("none", "{{unknown}}"))
    ready = prepare.prepare(request, {}, strict=True)
    assert ready.body.content == b""
    assert ready.body.origin == Origin("body")


@pytest.mark.parametrize("kind", ["text", "json"])
def test_a_large_body_with_many_variables(kind: str) -> None:
    text = ('{"a": "' + "x" * 1_980 + '{{v}}"},') * 5_000
    ready = factories.prepared(**{kind: text}, values={"v": "12345"})
    assert ready.body.size == len(text)
    assert ready.body.origin.variables == ("v",)


@given(
    st.builds(
        Request,
        method=st.text(max_size=8),
        url=st.text(max_size=40).map("https://h/".__add__) | st.text(max_size=40),
        params=st.lists(st.builds(Row, st.text(max_size=9), st.text(max_size=9)), max_size=3).map(
            tuple
        ),
        headers=st.lists(st.builds(Row, st.text(max_size=9), st.text(max_size=9)), max_size=3).map(
            tuple
        ),
        body=st.builds(Payload, st.sampled_from(["none", "text", "json"]), st.text(max_size=20)),
    ),
    st.booleans(),
)
def test_whatever_is_typed_it_is_bytes_or_one_finding(request: Request, strict: bool) -> None:
    try:
        ready = prepare.prepare(request, {}, strict=strict)
    except Problem as problem:
        msgspec.json.encode(problem.finding)
        return
    head = ready.head()
    assert head.count(b"\r\n") == len(ready.headers) + 2
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert ready.url.isascii()
    assert " " not in ready.url
