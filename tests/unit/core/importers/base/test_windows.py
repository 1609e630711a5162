"""Words for Windows: carets and percent signs of cmd.exe, the C runtime's quotes, and PowerShell."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.importers.base import windows

TEXT = st.text(st.sampled_from("ab'\"\\^`$% \t\r\n&|<>;(){}#é\x00\ud800"), max_size=40)


def cmd(text: str) -> list[str]:
    return [word.text for word in next(windows.cmd(text)).words]


def powershell(text: str) -> list[str]:
    return [word.text for word in next(windows.powershell(text)).words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a "b c" d', ["a", "b c", "d"]),
        ('"a\\"b" "c""d" "e\\\\" f\\g', ['a"b', 'c"d', "e\\", "f\\g"]),
        ("a ^\r\n  b", ["a", "b"]),
        ("a ^ \n  b", ["a", "b"]),
        ('^"a b^" ^"{^\\^"c^\\^":1}^" d^&e', ["a b", '{"c":1}', "d&e"]),
        ('"a&b|c"', ["a&b|c"]),
        ('"a^b"', ["a^b"]),
        ('"x"^\n\n"y"', ["x\ny"]),  # how a browser writes a line break
        ("a%20b%^20c %C3%A9%C3", ["a%20b%20c", "%C3%A9%C3"]),
        ("%TOKEN% %ACCESS_KEY%", ["{{TOKEN}}", "{{ACCESS_KEY}}"]),
        ('""', [""]),
    ],
)
def test_cmd(text: str, expected: list[str]) -> None:
    assert cmd(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a 'b c' \"d e\"", ["a", "b c", "d e"]),
        ('\'it\'\'s\' "a""b" "c`"d`n"', ["it's", 'a"b', 'c"d\n']),
        ("a `\r\n  b", ["a", "b"]),
        ("a ` \n b", ["a", "b"]),
        ("\"Bearer $env:TOKEN\" ${env:A} $b '$c'", ["Bearer {{TOKEN}}", "{{A}}", "{{b}}", "$c"]),
        ("'{\\\"a\\\":1}'", ['{"a":1}']),
        ('\'{"a":"\\""}\'', ['{"a":"\\""}']),
        ("& a b", ["a", "b"]),
    ],
)
def test_powershell(text: str, expected: list[str]) -> None:
    assert powershell(text) == expected


@pytest.mark.parametrize("shell", [windows.cmd, windows.powershell])
def test_a_sign_ends_the_command(shell: object) -> None:
    assert callable(shell)
    first, second = shell("a b | c d")
    assert [word.text for word in first.words] == ["a", "b"]
    assert [word.text for word in second.words] == ["c", "d"]
    assert first.ended_by == "|"


@settings(deadline=None, derandomize=True)
@given(TEXT)
def test_any_text_has_an_end(text: str) -> None:
    list(windows.cmd(text))
    with suppress(Problem):
        list(windows.powershell(text))
