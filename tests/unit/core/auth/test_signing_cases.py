"""What real users broke their clients on: each row through preparing and signing, by its number in that table.

P path, Q query, H headers, B body, V variables, S presigned, R two kinds of auth, N names of hosts. What is signed
stands beside what goes on the wire. Rows that need a server, a file or another part of the program stand in
tests/end2end/test_signing_cases.py.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from apiclient_gui.core import prepare
from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import (
    Authorisation,
    AwsKeys,
    OptionValue,
    Part,
    Payload,
    Prepared,
    Request,
    Row,
)
from apiclient_gui.core.secret import Secret
from tests import factories

EMPTY = hashlib.sha256(b"").hexdigest()


def signed(url: str, *, scheme: str = "sigv4", **parts: Any) -> tuple[Prepared, Authorisation]:
    return TABLE[scheme].apply(factories.prepared(url, **parts), factories.terms())


def row(number: str, *values: object) -> Any:
    return pytest.param(*values, id=number)


@pytest.mark.parametrize(
    ("path", "wire", "canonical"),
    [
        row("P1", "/a%20b/%40c/x=y", "/a%20b/%40c/x=y", "/a%2520b/%2540c/x%3Dy"),
        row("P2", "/a+b", "/a+b", "/a%2Bb"),
        row("P3", "/a%2Fb", "/a%2Fb", "/a%252Fb"),
        row("P4", "/s/@connections/Ab=", "/s/@connections/Ab=", "/s/%40connections/Ab%3D"),
        row("P5", "/s/%40connections/Ab%3D", "/s/%40connections/Ab%3D", "/s/%2540connections/Ab%253D"),
        row("P6", "/a/../b//c/./d", "/a/../b//c/./d", "/b/c/d"),
        row("P7", "/%7euser", "/~user", "/~user"),
        row("P8", "/prod/items/", "/prod/items/", "/prod/items/"),
        row("P9", "", "/", "/"),
        row("P10", "/items/é", "/items/%C3%A9", "/items/%25C3%25A9"),
        row("P10-cjk", "/items/日本", "/items/%E6%97%A5%E6%9C%AC", "/items/%25E6%2597%25A5%25E6%259C%25AC"),
        row("P11-colon", "/a:b", "/a:b", "/a%3Ab"),
        row("P11-star", "/a*b", "/a*b", "/a%2Ab"),
        row("P11-comma", "/a,b", "/a,b", "/a%2Cb"),
        row("P11-brackets", "/a(b)", "/a(b)", "/a%28b%29"),
    ],
)  # fmt: skip
def test_paths(path: str, wire: str, canonical: str) -> None:
    ready, authorisation = signed(f"https://h.example.com{path}")
    assert factories.lines(authorisation, "path") == [canonical]
    assert ready.url == f"https://h.example.com{wire}"
    assert ready.head().startswith(f"GET {wire} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize(
    ("path", "wire", "canonical"),
    [
        row("P12", "/my key//x", "/my%20key//x", "/my%20key//x"),
        row("P12-dots", "/a/./../b/", "/a/./../b/", "/a/./../b/"),
        row("P12-escaped", "/a%2Fb%20c", "/a%2Fb%20c", "/a%2Fb%20c"),
        row("P12-bare", "/a:b@c(d)=é", "/a:b@c(d)=%C3%A9", "/a%3Ab%40c%28d%29%3D%C3%A9"),
    ],
)
@pytest.mark.parametrize("scheme", ["sigv4", "sigv4_query", "sigv4a"])
def test_paths_of_s3(path: str, wire: str, canonical: str, scheme: str) -> None:
    ready, authorisation = TABLE[scheme].apply(
        factories.prepared(f"https://b.example.com{path}"), factories.terms(service="s3")
    )
    assert factories.lines(authorisation, "path") == [canonical]
    assert ready.path == wire


@pytest.mark.parametrize(
    ("query", "wire", "canonical"),
    [
        row("Q1", "a=1%202&b=x+y", "a=1%202&b=x%20y", "a=1%202&b=x%20y"),
        row("Q2", "a=b=c", "a=b%3Dc", "a=b%3Dc"),
        row("Q3", "t=abc%3D", "t=abc%3D", "t=abc%3D"),
        row("Q4", "x=100%25", "x=100%25", "x=100%25"),
        row("Q5", "q=a:b,c/d@e", "q=a%3Ab%2Cc%2Fd%40e", "q=a%3Ab%2Cc%2Fd%40e"),
        row("Q6", "s=*!'()", "s=%2A%21%27%28%29", "s=%2A%21%27%28%29"),
        row("Q7", "select-type=2&select=1", "select-type=2&select=1", "select=1&select-type=2"),
        row("Q7-id", "id=1&id-type=2", "id=1&id-type=2", "id=1&id-type=2"),
        row("Q8", "a=2&a=10&a=1", "a=2&a=10&a=1", "a=1&a=10&a=2"),
        row("Q9", "B=1&a=2&A=3", "B=1&a=2&A=3", "A=3&B=1&a=2"),
        row("Q10", "flag", "flag=", "flag="),
        row("Q10-equals", "flag=", "flag=", "flag="),
        row("Q11", "flag&z=&=v", "flag=&z=&=v", "=v&flag=&z="),
        row("Q12", "x=%20y", "x=%20y", "x=%20y"),
        row("Q12-raw", "x= y", "x=%20y", "x=%20y"),
        row("Q13", "$filter=a eq 'b'", "%24filter=a%20eq%20%27b%27", "%24filter=a%20eq%20%27b%27"),
        row("Q14", "x=%3d", "x=%3D", "x=%3D"),
        row("Q16", "q=日本", "q=%E6%97%A5%E6%9C%AC", "q=%E6%97%A5%E6%9C%AC"),
        row("Q17", "a=1#x?b=2", "a=1", "a=1"),
    ],
)
def test_queries(query: str, wire: str, canonical: str) -> None:
    ready, authorisation = signed(f"https://h.example.com/?{query}")
    assert factories.lines(authorisation, "query") == [canonical]
    assert ready.url == f"https://h.example.com/?{wire}"
    assert ready.head().startswith(f"GET /?{wire} HTTP/1.1\r\n".encode())


@pytest.mark.parametrize(
    ("name", "value"),
    [row("Q15", "a", "1"), row("Q15-escaped", "$f", "a b+c=d&e"), row("Q15-cjk", "日", "本")],
)
def test_parameters_from_the_table_are_signed_like_typed_ones(name: str, value: str) -> None:
    from urllib.parse import quote

    typed = f"{quote(name, safe='')}={quote(value, safe='')}"
    from_table, table = signed("https://h.example.com/?z=1", params=[(name, value)])
    from_url, url = signed(f"https://h.example.com/?z=1&{typed}")
    assert from_table.url == from_url.url
    assert factories.lines(table, "query") == factories.lines(url, "query")
    assert table.signature is not None
    assert url.signature is not None
    assert table.signature.signature == url.signature.signature


@pytest.mark.parametrize(
    ("url", "headers", "canonical"),
    [
        row("H1", "https://h", [("X-Amz-Meta", "  a   b  ")], "x-amz-meta:a b"),
        row("H2", "https://h", [("X-A", "2"), ("X-B", "b"), ("x-a", "1")], "x-a:2,1"),
        row("H3", "https://h:8443/", [], "host:h:8443"),
        row("H3-default", "https://h:443/", [], "host:h"),
        row("H4", "https://h/", [("Host", "api.example.com")], "host:api.example.com"),
        row("H5", "https://h/", [("hOST", "H.Example.COM")], "host:H.Example.COM"),
        row("H5-url", "https://H.Example.COM/", [], "host:h.example.com"),
        row("H6", "https://h/", [("X-Time", "at: 12:30: now")], "x-time:at: 12:30: now"),
        row("H8", "https://h/", [("x-AMZ-own", "1")], "x-amz-own:1"),
        row("H8-trace", "https://h/", [("X-Amz-Target", "A.B")], "x-amz-target:A.B"),
    ],
)
def test_headers(url: str, headers: list[tuple[str, str]], canonical: str) -> None:
    ready, authorisation = signed(url, headers=headers)
    lines = factories.lines(authorisation, "header")
    name = canonical.partition(":")[0]
    assert [line for line in lines if line.startswith(f"{name}:")] == [canonical]
    assert authorisation.signature is not None
    assert authorisation.signature.signed_headers.count(name) == 1
    sent = [h.value for h in ready.lines() if h.name.lower() == name]
    assert ",".join(" ".join(value.split()) for value in sent) == canonical.partition(":")[2]


@pytest.mark.parametrize(
    "name",
    [
        row("H7", "User-Agent"),
        row("H7-connection", "Connection"),
        row("H7-encoding", "Accept-Encoding"),
        row("H7-expect", "Expect"),
        row("H7-trace", "X-Amzn-Trace-Id"),
        row("H7-w3c", "traceparent"),
    ],
)
def test_h7_what_proxies_may_change_is_sent_and_not_signed(name: str) -> None:
    ready, authorisation = signed("https://h/", headers=[(name, "own")])
    assert ready.header(name) == "own"
    assert authorisation.signature is not None
    assert name.lower() not in authorisation.signature.signed_headers


def test_h7_content_length_is_not_signed() -> None:
    ready, authorisation = signed("https://h/", method="POST", text="abc")
    assert ready.header("content-length") == "3"
    assert authorisation.signature is not None
    assert "content-length" not in authorisation.signature.signed_headers


@pytest.mark.parametrize(
    ("parts", "signed_names"),
    [
        row("H10", {}, "host;x-amz-date"),
        row(
            "H10-all",
            {
                "method": "POST",
                "json": "{}",
                "headers": [("X-A", "1"), ("Accept", "a/b"), ("x-a", "2")],
            },
            "accept;content-type;host;x-a;x-amz-date;x-amz-security-token",
        ),
    ],
)
def test_h10_nothing_is_added_after_signing(parts: dict[str, Any], signed_names: str) -> None:
    token = factories.SESSION_TOKEN if parts else None
    ready, authorisation = factories.sign(
        factories.prepared("https://h/", **parts),
        factories.terms(credentials=factories.keys(token=token)),
    )
    sent: dict[str, list[str]] = {}
    for line in ready.head().decode("latin-1").split("\r\n")[1:-2]:
        name, _, value = line.partition(": ")
        sent.setdefault(name.lower(), []).append(value)
    unsigned = {"authorization", "user-agent", "accept-encoding", "content-length"}
    if "accept" not in signed_names:
        unsigned.add("accept")  # ours, not the person's
    on_the_wire = {name: ",".join(values) for name, values in sent.items() if name not in unsigned}
    assert ";".join(sorted(on_the_wire)) == signed_names
    lines = factories.lines(authorisation, "header")
    assert dict(line.split(":", 1) for line in lines) == on_the_wire
    assert sent["authorization"][0].split("SignedHeaders=")[1].split(",")[0] == signed_names
    assert ready.headers[-1].name == "Authorization"


@pytest.mark.parametrize("blank", [row("H11", None), row("H11-empty", "")])
def test_h11_a_blank_session_token_is_no_header(blank: str | None) -> None:
    ready, authorisation = factories.sign(
        factories.prepared("https://h/"), factories.terms(credentials=factories.keys(token=blank))
    )
    assert ready.header("x-amz-security-token") is None
    assert factories.lines(authorisation, "signed_headers") == ["host;x-amz-date"]


@pytest.mark.parametrize(
    ("parts", "content", "length"),
    [
        row(
            "B1",
            {"method": "POST", "json": '{"name": "Žofie 日本"}'},
            '{"name": "Žofie 日本"}',
            "25",
        ),
        row("B4", {"method": "POST"}, "", "0"),
        row("B4-put", {"method": "PUT", "text": ""}, "", "0"),
        row("B5", {"method": "GET", "text": "a body"}, "a body", "6"),
        row("B6", {"method": "POST", "text": "a=1&b=x%20y"}, "a=1&b=x%20y", "11"),
    ],
)
def test_bodies(parts: dict[str, Any], content: str, length: str) -> None:
    ready, authorisation = signed("https://h/", **parts)
    assert ready.body.content == content.encode()
    assert factories.lines(authorisation, "payload") == [
        hashlib.sha256(content.encode()).hexdigest()
    ]
    assert ready.header("content-length") == length == str(len(content.encode()))
    assert authorisation.signature is not None
    assert "content-length" not in authorisation.signature.signed_headers


@pytest.mark.parametrize(
    "typed", [row("H9", None), row("H9-own", 'multipart/form-data; boundary="b c"')]
)
def test_h9_the_boundary_is_in_what_is_signed(typed: str | None) -> None:
    rows = (Row("Content-Type", typed),) if typed else ()
    body = Payload("multipart", parts=(Part("a", "1"),))
    composed = Request(method="POST", url="https://h/", headers=rows, body=body)
    ready, authorisation = factories.sign(prepare.prepare(composed, {}, strict=True))
    media_type = ready.header("content-type")
    assert f"content-type:{media_type}" in factories.lines(authorisation, "header")
    boundary = (media_type or "").partition("boundary=")[2].strip('"')
    assert boundary
    assert ready.body.content.startswith(f"--{boundary}\r\n".encode())


@pytest.mark.parametrize(
    "rows",
    [row("B6-form", (("a b", "1+2"), ("é", "&=")))],
)
def test_b6_the_encoded_bytes_of_a_form_are_hashed(rows: tuple[tuple[str, str], ...]) -> None:
    body = Payload("form", rows=factories.rows(rows))
    composed = Request(method="POST", url="https://h/", body=body)
    ready, authorisation = factories.sign(prepare.prepare(composed, {}, strict=True))
    encoded = b"a+b=1%2B2&%C3%A9=%26%3D"
    assert ready.body.content == encoded
    assert factories.lines(authorisation, "payload") == [hashlib.sha256(encoded).hexdigest()]
    lines = factories.lines(authorisation, "header")
    assert "content-type:application/x-www-form-urlencoded" in lines


@pytest.mark.parametrize(
    ("service", "options"),
    [
        row("B7", "aoss", {}),
        row("B7-s3", "s3", {}),
        row("B7-asked", "execute-api", {"content_sha256": True}),
    ],
)
def test_b7_the_payload_hash_is_sent_and_signed(
    service: str, options: dict[str, OptionValue]
) -> None:
    ready, authorisation = factories.sign(
        factories.prepared("https://h/"), factories.terms(options, service=service)
    )
    assert ready.header("x-amz-content-sha256") == EMPTY
    assert f"x-amz-content-sha256:{EMPTY}" in factories.lines(authorisation, "header")


@pytest.mark.parametrize("scheme", [row("B8", "sigv4"), row("B8-presigned", "sigv4_query")])
def test_b8_execute_api_gets_the_real_hash(scheme: str) -> None:
    ready = factories.prepared("https://h/", method="POST", text="abc")
    _, authorisation = TABLE[scheme].apply(ready, factories.terms())
    assert factories.lines(authorisation, "payload") == [hashlib.sha256(b"abc").hexdigest()]
    with pytest.raises(Problem) as refused:
        TABLE[scheme].apply(ready, factories.terms({"payload": "unsigned"}))
    assert refused.value.finding.id == "unsigned_payload_not_taken"
    _, authorisation = TABLE[scheme].apply(
        ready, factories.terms({"payload": "unsigned"}, service="s3")
    )
    assert factories.lines(authorisation, "payload") == ["UNSIGNED-PAYLOAD"]


# ---------------------------------------------------------------- presigned


def presigned(
    url: str, options: dict[str, OptionValue] | None = None, **known: Any
) -> tuple[Prepared, Authorisation]:
    return TABLE["sigv4_query"].apply(factories.prepared(url), factories.terms(options, **known))


@pytest.mark.parametrize("late", [row("S1", False), row("S1-after", True)])
def test_s1_the_session_token_is_inside_the_signed_query(late: bool) -> None:
    keys = factories.keys(token=factories.SESSION_TOKEN)
    ready, how = presigned("https://h/", {"omit_session_token": late}, credentials=keys)
    token = "X-Amz-Security-Token=FwoGZXIvYXdzEBYaDEXAMPLE%2F%2Ftoken%2Bwith%3Dsigns%3D%3D"
    assert (token in factories.lines(how, "query")[0]) != late
    assert ready.url.count(token) == 1
    assert ready.header("x-amz-security-token") is None


@pytest.mark.parametrize("query", [row("S2", "q=a+b%20c"), row("S2-raw", "q=a b c")])
def test_s2_a_blank_is_escaped_on_the_wire_and_in_the_signed_query(query: str) -> None:
    ready, how = presigned(f"https://h/?{query}")
    assert ready.target.startswith("/?q=a%20b%20c&X-Amz-Algorithm=")
    assert factories.lines(how, "query")[0].endswith("&X-Amz-SignedHeaders=host&q=a%20b%20c")


@pytest.mark.parametrize(
    ("service", "payload"),
    [row("S3", "s3", "UNSIGNED-PAYLOAD"), row("S3-execute-api", "execute-api", EMPTY)],
)
def test_s3_what_a_presigned_url_says_of_the_body(service: str, payload: str) -> None:
    ready, how = presigned("https://h/", service=service)
    assert factories.lines(how, "payload") == [payload]
    assert ready.header("x-amz-content-sha256") is None


@pytest.mark.parametrize(
    "seconds", [row("S5", 604_801), row("S5-none", 0), row("S5-text", "604801")]
)
def test_s5_a_lifetime_beyond_a_week_is_refused_before_signing(seconds: OptionValue) -> None:
    with pytest.raises(Problem) as refused:
        presigned("https://h/", {"expires": seconds})
    assert refused.value.trouble == "refused"
    assert refused.value.finding.id == "expiry_out_of_range"
    assert presigned("https://h/", {"expires": 604_800})[1].signature is not None


@pytest.mark.parametrize("scheme", [row("V1", "sigv4"), row("V1-presigned", "sigv4_query")])
def test_v1_variables_are_filled_in_before_signing(scheme: str) -> None:
    values = {"stage": "pröd", "v": "a b", "h": "x  y", "n": "7"}
    with_variables, one = signed(
        "https://h/{{stage}}?q={{v}}",
        headers=[("X-H", "{{h}}")],
        json='{"n": {{n}}}',
        method="POST",
        values=values,
        scheme=scheme,
    )
    typed, other = signed(
        "https://h/pröd?q=a%20b",
        headers=[("X-H", "x  y")],
        json='{"n": 7}',
        method="POST",
        scheme=scheme,
    )
    assert with_variables.head() == typed.head()
    assert one.signature is not None
    assert other.signature is not None
    assert one.signature.canonical_request == other.signature.canonical_request
    assert factories.lines(one, "path") == ["/pr%25C3%25B6d"]
    with pytest.raises(Problem) as refused:
        signed("https://h/{{unknown}}", values=values)
    assert refused.value.finding.id == "variable_unknown"


@pytest.mark.parametrize(
    ("value", "wire"),
    [
        row("V2", "50%&more", "50%25%26more"),
        row("V2-escape", "%20", "%2520"),
        row("V2-plus", "a+b=c#d", "a%2Bb%3Dc%23d"),
    ],
)
def test_v2_a_variables_value_is_data(value: str, wire: str) -> None:
    in_url, one = signed("https://h/{{v}}?q={{v}}&z=1", values={"v": value})
    in_table, _ = signed(
        "https://h/{{v}}", params=[("q", "{{v}}"), ("z", "1")], values={"v": value}
    )
    assert in_url.target == in_table.target == f"/{wire}?q={wire}&z=1"
    assert factories.lines(one, "query") == [f"q={wire}&z=1"]


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        row("R2", "https://h/", [("Authorization", "Bearer abc")]),
        row("R2-case", "https://h/", [("AUTHORIZATION", "Bearer abc")]),
        row("R2-presigned", "https://h/?X-Amz-Signature=0a&X-Amz-Date=20260101T000000Z", []),
    ],
)
def test_r2_two_kinds_of_authorization_are_refused(
    url: str, headers: list[tuple[str, str]]
) -> None:
    with pytest.raises(Problem) as refused:
        signed(url, headers=headers)
    assert refused.value.trouble == "refused"
    assert refused.value.finding.id == "two_authorizations"
    assert "abc" not in str(refused.value.finding)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        row("N1", "vpce-0a.execute-api.us-east-1.vpce.amazonaws.com", "us-east-1"),
        row("N2", "abc.execute-api.eu-west-1.api.aws", "eu-west-1"),
        row("N3", "abc.execute-api-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
        row("N4", "abc.execute-api.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ],
)
def test_n_hosts_that_tell_what_they_are_signed_for(host: str, region: str) -> None:
    nothing_known = factories.terms(region="", service="")
    _, authorisation = factories.sign(factories.prepared(f"https://{host}/prod"), nothing_known)
    assert authorisation.signature is not None
    assert authorisation.signature.credential_scope == f"20260304/{region}/execute-api/aws4_request"


@pytest.mark.parametrize("host", ["api.example.com", "localhost:8080", "127.0.0.1"])
def test_n2_other_hosts_are_asked_about_and_never_guessed(host: str) -> None:
    with pytest.raises(Problem) as refused:
        factories.sign(
            factories.prepared(f"https://{host}/"), factories.terms(region="", service="")
        )
    assert refused.value.finding.id == "region_unknown"


def test_h11_pasted_credentials_are_trimmed_by_the_identity() -> None:
    from apiclient_gui.core.identity import TABLE

    keys = TABLE["aws_keys"].obtain(
        factories.given(
            {"access_key_id": f" {factories.KEY_ID}\n"},
            secret_access_key=f"{factories.SECRET_KEY}\r\n",
            session_token=f"\t{factories.SESSION_TOKEN}\n",
        )
    )
    clean = AwsKeys(factories.KEY_ID, Secret(factories.SECRET_KEY), Secret(factories.SESSION_TOKEN))
    assert keys == clean
