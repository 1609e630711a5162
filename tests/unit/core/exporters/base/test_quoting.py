"""Words for a shell arrive in a program as they are, byte for byte; where a stand-in stands, a variable's value arrives."""

from __future__ import annotations

import subprocess
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apiclient_gui.core.exporters.base import quoting

RELAXED = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
needs_bash = pytest.mark.skipif(which("bash") is None, reason="needs bash")
BYTES = st.binary(max_size=12).map(lambda raw: raw.replace(b"\0", b"x").decode("utf-8", "surrogateescape"))  # fmt: skip
ODD = st.text(st.sampled_from("a'\"\\$`!\n\r\t\x01{}~*#é "), max_size=10)
STAND_INS = {"zq1": "FIRST", "zq2": "SECOND"}
VALUES = {"FIRST": 'it\'s "a" $b `c`', "SECOND": " x\ny "}


def arrived(line: str) -> list[str]:
    said = subprocess.run(
        ["bash", "--norc", "-c", f"printf '%s\\0' {line}"],
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", **VALUES},
        capture_output=True,
        timeout=30,
        check=True,
    ).stdout
    return said.decode("utf-8", "surrogateescape").split("\0")[:-1]


@needs_bash
@RELAXED
@given(st.lists(BYTES | ODD, min_size=1, max_size=5))
def test_each_byte_arrives(texts: list[str]) -> None:
    assert arrived(" ".join(quoting.word(text, {}) for text in texts)) == texts


@needs_bash
@RELAXED
@given(st.lists(st.sampled_from([*STAND_INS]) | ODD, min_size=1, max_size=5))
def test_values_arrive_where_stand_ins_stand(pieces: list[str]) -> None:
    meant = "".join(VALUES[STAND_INS[piece]] if piece in STAND_INS else piece for piece in pieces)
    assert arrived(quoting.word("".join(pieces), STAND_INS)) == [meant]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("https://h/a", "https://h/a"),
        ("", "''"),
        ("a b", "'a b'"),
        ("it's", "'it'\\''s'"),
        ("a\x01b", "$'a\\001b'"),
        ("A: zq1", '"A: $FIRST"'),
        ("zq1x", '"${FIRST}x"'),
        ('"zq1!"', "'\"'\"$FIRST\"'!\"'"),
    ],
)
def test_it_is_readable(text: str, written: str) -> None:
    assert quoting.word(text, STAND_INS) == written


def test_lines_are_joined_by_backslashes() -> None:
    assert quoting.lines(["a", "b"]) == "a \\\n  b\n"
