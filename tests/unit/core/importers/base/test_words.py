"""Which program a pasted text calls, in which shell, and what stands round it."""

from __future__ import annotations

import pytest

from apiclient_gui.core import importers
from apiclient_gui.core.importers.base import words
from apiclient_gui.core.model import Request


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("curl https://h", "curl"),
        ("  $ curl \\\n https://h", "curl"),
        ("C:\\Users\\me> curl.exe https://h", "curl"),
        ("PS C:\\> curl.exe `\n https://h", "curl"),
        ("/usr/bin/curl https://h", "curl"),
        ("A=b sudo curl https://h", "curl"),
        ("awscurl --region x https://h", "awscurl"),
        ("https://h/curl x", None),
        ("curlew https://h", None),
        ("my curl is broken", None),
        ("GET https://h", None),
        ("", None),
        ("curl", None),
    ],
)
def test_a_pasted_text_is_known(text: str, expected: str | None) -> None:
    found = importers.recognised(text)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("cd x && curl a b; curl c", ["a", "b"]),
        ("# comment\n\ncurl a", ["a"]),
        ("time curl a", ["a"]),
        ("curl ^\n a", ["a"]),
        ("curl `\n a", ["a"]),
        ("curl %THE_BASE%/a", ["{{THE_BASE}}/a"]),
        ("curl 'a`\nb'", ["a`\nb"]),
        ('curl.exe "a$b" -d "x ""y"" z"', ["a$b", "-d", 'x "y" z']),
        ("curl.exe 'a' -d '{\\\"b\\\":1}'", ["a", "-d", '{"b":1}']),
        ("curl.exe 'it'\\''s'", ["it's"]),
        ("curl -d `id`\\\n a", ["-d", "{{command}}", "a"]),
        ("curl “a b” ‘c’", ["a b", "c"]),
    ],
)
def test_the_first_call_is_taken(text: str, arguments: list[str]) -> None:
    call = words.invocation(text, "curl")
    assert [word.text for word in call.arguments] == arguments


def test_what_was_set_before_belongs_to_it() -> None:
    call = words.invocation("A=b C='d e' curl x", "curl")
    assert call.set_before == {"A": "b", "C": "d e"}


def test_an_ampersand_that_belongs_to_the_url_is_told() -> None:
    (finding,) = words.invocation("curl https://h/?a=1&b=2", "curl").findings
    assert finding.severity == "warning"
    assert "quotes" in finding.remedy


def test_only_variables_that_are_left_are_told() -> None:
    request = Request(url="{{A}}/x")
    (finding,) = words.kept(("A", "B"), request)
    assert "A" in finding.title
    assert "B" not in finding.title
    assert not list(words.kept(("B",), request))
