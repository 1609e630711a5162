"""Bodies of curl commands: joined as curl joins them. Whole commands are tested in test_curl.py."""

from __future__ import annotations

import pytest

from apiclient_gui.core.importers.base import bodies
from apiclient_gui.core.importers.base.options import Option, Options


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("data", "a"), ("data-raw", "b")], "a&b"),
        ([("json", "a"), ("json", "b")], "ab"),
        ([("data-urlencode", "x y")], "x+y"),
        ([("data-urlencode", "a b=x y")], "a b=x+y"),
        ([("data-urlencode", "=a=b")], "a%3Db"),
        ([("data-urlencode", "a={{B}}")], "a={{B}}"),
        ([("url-query", "a=é")], "a=%C3%A9"),
    ],
)
def test_pieces_are_joined(pieces: list[tuple[str, str]], text: str) -> None:
    assert bodies.joined([Option(*piece) for piece in pieces]) == (text, ())


@pytest.mark.parametrize(
    "piece", [("data", "@f"), ("data-urlencode", "@f"), ("data-urlencode", "a@f")]
)
def test_a_file_among_them_is_left_out_and_named(piece: tuple[str, str]) -> None:
    text, (finding,) = bodies.joined([Option("data", "a"), Option(*piece), Option("data", "b")])
    assert text == "a&b"
    assert finding.evidence[0].value == f"--{piece[0]}"


def test_a_body_from_standard_input_is_left_out() -> None:
    for option in (Option("data", "@-"), Option("upload-file", "-")):
        sent = bodies.body(Options((option,)), None)
        assert sent.payload.kind == "none"
        assert [finding.id for finding in sent.findings] == ["import_option_left_out"]
