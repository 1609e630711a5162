"""Words as the real bash makes them: whatever is quoted, in whichever way, and whatever stands there unquoted."""

from __future__ import annotations

import subprocess
from shutil import which

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.importers.base import bash

RELAXED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
needs_bash = pytest.mark.skipif(which("bash") is None, reason="needs bash")
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def words(text: str) -> list[str]:
    return [word.text for word in next(bash.commands(text)).words]


def real(text: str) -> list[str] | None:
    """Return the arguments that bash hands to a program; None when it does not take the text."""
    ended = subprocess.run(
        ["bash", "--norc", "-f", "-c", f"printf '%s\\0' first {text}"],
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=30,
        check=False,
    )
    if ended.returncode or ended.stderr:
        return None
    return ended.stdout.decode("utf-8", "surrogateescape").split("\0")[1:-1]


def single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def double(text: str) -> str:
    return '"' + "".join(f"\\{char}" if char in '"\\$`' else char for char in text) + '"'


def ansi(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"$'{escaped}'"


def octal(text: str) -> str:
    return "$'" + "".join(f"\\{byte:03o}" for byte in text.encode()) + "'"


def bare(text: str) -> str:
    # A backslash before a line end joins lines, so that one is quoted otherwise.
    return "".join("'\n'" if char == "\n" else f"\\{char}" for char in text) or "''"


QUOTED = st.lists(
    st.tuples(ANY, st.sampled_from([single, double, ansi, octal, bare])), min_size=1, max_size=4
)


@needs_bash
@RELAXED
@given(st.lists(QUOTED, min_size=1, max_size=4))
def test_each_way_of_quoting_gives_the_text_back(lists: list[list[tuple[str, object]]]) -> None:
    meant = ["".join(text for text, _ in pieces) for pieces in lists]
    line = " ".join("".join(way(text) for text, way in pieces) for pieces in lists)  # type: ignore[operator]  # functions
    assert words(line) == meant == real(line)


@needs_bash
@RELAXED
@given(st.text(st.sampled_from("ab1'\"\\ \t#é=-.x0u"), max_size=14))
@example("$'\\x41\\x4\\u00e9\\U1F600\\c?\\q\\101\\e'")
@example("a\\\nb 'c\\\nd' \"e\\\nf\"")
@example("$'a\\0b'c")
@example('"a\\b\\"c"')
def test_what_bash_takes_is_read_as_bash_reads_it(text: str) -> None:
    expected = real(text)
    if expected is None or "\n" in text.replace("\\\n", ""):
        return
    assert words(text) == expected


def test_two_halves_of_a_letter_become_one() -> None:
    # So browsers write what stands beyond the first 65,536 letters; bash itself would not put them together.
    assert words("$'\\ud83d\\ude00'") == ["😀"]
    assert words("$'\\xc3'$'\\xa9'") == ["é"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$NAME", ["{{NAME}}"]),
        ('"a $NAME b"', ["a {{NAME}} b"]),
        ('"${NAME}x"', ["{{NAME}}x"]),
        ("'$NAME'", ["$NAME"]),
        ("${NAME:-usual}", ["{{NAME}}"]),
        ('${NAME:+"-Hx: $NAME"} y', ["-Hx: {{NAME}}", "y"]),
        ("$ $1 a$", ["$", "$1", "a$"]),
        ('"$(cat "a b")" `id` x', ["{{command}}", "{{command_2}}", "x"]),
        ("a 2>&1 >out <in b", ["a", "b"]),
        ("a # the rest\n", ["a"]),
        ("a \\ \n  -b", ["a", "-b"]),
    ],
)
def test_what_a_shell_would_expand(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("sign", [";", "|", "&&", "||", "&", "\n"])
def test_the_first_command_ends_there(sign: str) -> None:
    first, second = bash.commands(f"a b{sign}c")
    assert [word.text for word in first.words] == ["a", "b"]
    assert [word.text for word in second.words] == ["c"]
    assert (first.ended_by, second.ended_by) == (sign, "")


@pytest.mark.parametrize(
    ("text", "at"), [("a 'b", "3"), ('a "b', "3"), ("$'b", "1"), ("${x", "4"), ("$(a", "1")]
)
def test_a_quote_without_its_end_is_told_with_its_place(text: str, at: str) -> None:
    with pytest.raises(Problem) as caught:
        list(bash.commands(text))
    assert caught.value.finding.id == "import_unreadable"
    assert caught.value.finding.evidence[0].value == at


def test_a_long_text_takes_no_long_time() -> None:
    # A pattern that could be matched in many ways would not end here.
    for text in ("'" + "a\\" * 200_000, "$'" + "a\\\\" * 200_000, '"' + "a$" * 200_000):
        with pytest.raises(Problem):
            list(bash.commands(text))
    assert len(words("a " * 200_000)) == 200_000
