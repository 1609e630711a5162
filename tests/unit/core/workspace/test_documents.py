from __future__ import annotations

import contextlib
import re
import tomllib

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import (
    ApiMethod,
    Auth,
    Environment,
    KnownApi,
    Payload,
    Request,
    Row,
    Settings,
)
from apiclient_gui.core.workspace import documents
from apiclient_gui.core.workspace.documents import parse, parse_table, render

texts = st.text()
# Texts made of what TOML treats specially meet its edges far more often than any text does.
hard_texts = texts | st.text("'\"\\\n\r\t\x00\x7f\ufeff\u2028a", max_size=12)
rows = st.lists(st.builds(Row, hard_texts, hard_texts, st.booleans()), max_size=3).map(tuple)
requests = st.builds(
    Request,
    name=hard_texts,
    method=hard_texts,
    url=hard_texts,
    params=rows,
    headers=rows,
    body=st.builds(Payload, st.sampled_from(["none", "text", "json"]), hard_texts),
    auth=st.builds(
        Auth,
        hard_texts,
        hard_texts,
        st.dictionaries(hard_texts, hard_texts | st.booleans() | st.integers(-(10**18), 10**18)),
    ),
    settings=st.builds(
        Settings, st.floats(allow_nan=False), st.floats(allow_nan=False), st.booleans(), hard_texts
    ),
    position=st.integers(-(10**18), 10**18),
)


@given(requests)
def test_requests_come_back_exactly(request: Request) -> None:
    assert parse(render(request), Request) == (request, ())


@given(hard_texts)
@example('"""')
@example('\n"""""""')
@example("\n'''\"\"\"\\")
@example("\r\n\r\n")
@example("\n\n")
@example("a\r")
@example("\n'")
@example("\ufeff")
def test_bodies_come_back_byte_for_byte(text: str) -> None:
    value, _ = parse(render(Request(body=Payload("text", text))), Request)
    assert value.body.text.encode() == text.encode()


@given(st.dictionaries(hard_texts, hard_texts))
def test_variables_come_back_exactly(variables: dict[str, str]) -> None:
    environment = Environment(name="E", variables=variables)
    assert parse(render(environment), Environment)[0] == environment


def test_a_request_is_laid_out_for_people() -> None:
    request = Request(
        name="List pets",
        method="POST",
        url="{{base}}/pets",
        params=(Row("limit", "2"), Row("note", 'a "b"', enabled=False)),
        headers=(Row("X-Long", "x" * 150),),
        body=Payload("json", '{\n  "path": "C:\\\\a"\n}\n'),
        auth=Auth("sigv4", "alice", {"region": "us-east-1", "normalize": False}),
        position=3,
    )
    assert (
        render(request).decode()
        == f"""\
name = "List pets"
method = "POST"
url = "{{{{base}}}}/pets"
params = [
    {{ name = "limit", value = "2" }},
    {{ name = "note", value = 'a "b"', enabled = false }},
]
headers = [
    {{ name = "X-Long", value = "{"x" * 150}" }},
]
position = 3

[body]
kind = "json"
text = '''
{{
  "path": "C:\\\\a"
}}
'''

[auth]
scheme = "sigv4"
identity = "alice"

[auth.options]
region = "us-east-1"
normalize = false
"""
    )


def test_defaults_are_left_out() -> None:
    assert render(Request()).decode() == 'name = ""\nmethod = "GET"\nurl = ""\n'


def test_the_layout_does_not_depend_on_chance() -> None:
    api = KnownApi("a", "u", tuple(ApiMethod("GET", f"/{n}", "NONE") for n in range(200)))
    assert render(api) == render(api)
    assert render(api).count(b"\n    { method = ") == 200


def test_windows_line_ends_stay_readable() -> None:
    written = render(Request(body=Payload("text", 'one\r\n"two"\r\n'))).decode()
    assert 'text = """\none\\r\n"two"\\r\n"""' in written


@pytest.mark.parametrize(
    ("request_", "where"),
    [
        (Request(url="a\ud800"), "url"),
        (Request(headers=(Row("a"), Row("b", "\udfff"))), "headers[1].value"),
        (Request(body=Payload("text", "x\n\udc80")), "body.text"),
        (Request(auth=Auth(options={"\ud83d": 1})), "auth.options"),
    ],
)
def test_half_characters_are_refused_with_their_place(request_: Request, where: str) -> None:
    with pytest.raises(Problem) as caught:
        render(request_)
    finding = caught.value.finding
    assert (caught.value.trouble, finding.id) == ("storage", "text_not_unicode")
    assert finding.evidence[0].value == where
    str(finding).encode()


def test_too_large_to_be_read_again_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST", 1000)
    with pytest.raises(Problem) as caught:
        render(Request(body=Payload("text", "x" * 1000)))
    assert caught.value.finding.id == "file_too_large"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"name = \n", "line 1, column 8"),
        (b"name = 'a'\nname = 'b'", "end of document"),
        (b"name = 'a'\nname = 'b'\n", "line 2, column 11"),
        (b"<<<<<<< HEAD\nname = 'a'", "line 1"),
        (b"\0\0\0", "line 1"),
        (b"name = 'a\0'", "line 1"),
        (b"\xff\xfe\x00", "utf-8"),
        ("name = 'a'".encode("utf-16"), "utf-8"),
        (b"position = " + b"9" * 5000, "4300"),
        (b"a = " + b"[" * 100_000, "deeply"),
        (b"name = 5", "$.name"),
        (b"position = true", "$.position"),
        (b"params = [{ name = 'a' }, { value = 1 }]", "$.params[1]"),
        (b"body = 'x'", "$.body"),
        (b"[body]\nkind = 'xml'", "$.body.kind"),
        (b"[body]\nkind = '" + b"x" * 5000 + b"'", "…"),
        (b"[body]\nkind = '\xc2\x9b'", "\\x9b"),
        (b"[auth.options]\nat = 2020-01-01", "$.auth.options"),
    ],
)
def test_damage_is_named_with_its_place(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)) as caught:
        parse(content, Request)
    assert len(str(caught.value)) < 400
    assert str(caught.value).isprintable()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_named_damage(content: bytes) -> None:
    with contextlib.suppress(ValueError):
        value, _ = parse(content, Request)
        assert parse(render(value), Request)[0] == value


def test_unknown_keys_are_told_and_the_rest_is_read() -> None:
    content = b"name = 'a'\ncolour = 1\nparams = [{ name = 'p', hint = '' }]\n[body]\n'fi\\u0000le' = 'x'\n[auth.options]\nany = 1\n"
    value, unknown = parse(content, Request)
    assert value.name == "a"
    assert unknown == ("colour", "params[0].hint", "body.fi\\u0000le")


def test_byte_order_mark_and_windows_line_ends_of_an_editor() -> None:
    content = "\ufeffname = 'a'\r\n[body]\r\ntext = '''\r\none\r\ntwo'''\r\n".encode()
    assert parse(content, Request)[0] == Request(name="a", body=Payload("none", "one\ntwo"))


def test_parse_table_gives_what_toml_says() -> None:
    assert parse_table(b"a = 1") == tomllib.loads("a = 1")


def test_every_struct_of_the_model_is_written_and_read() -> None:
    api = KnownApi("n", "http://u", (ApiMethod("GET", "/p", "AWS_IAM"),))
    assert parse(render(api), KnownApi) == (api, ())
    assert isinstance(api, msgspec.Struct)
