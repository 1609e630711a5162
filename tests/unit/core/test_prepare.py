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
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Origin, Part, Payload, Request, Row
from tests import factories
from tests.factories import URL
from tests.support.refusals import refused

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


# ---------------------------------------------------------------- whatever is typed


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
        body=st.builds(
            Payload,
            st.sampled_from(["none", "text", "json", "form", "multipart", "file"]),
            st.text(max_size=20),
            st.lists(st.builds(Row, st.text(max_size=9), st.text(max_size=9)), max_size=2).map(
                tuple
            ),
            st.lists(st.builds(Part, st.text(max_size=9), st.text(max_size=9)), max_size=2).map(
                tuple
            ),
            st.text(max_size=9),
        ),
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
