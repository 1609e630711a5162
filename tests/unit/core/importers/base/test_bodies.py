"""Bodies of curl commands: joined as curl joins them. Whole commands are tested in test_curl.py."""

from __future__ import annotations

from pathlib import Path

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
    ("piece", "stand_in"),
    [
        (("data", "@f.txt"), "{{data_of_f_txt}}"),
        (("data-urlencode", "@f"), "{{data_of_f}}"),
        (("data-urlencode", "a@f"), "a={{data_of_f}}"),
    ],
)
def test_a_variable_stands_for_a_file_that_is_not_there(
    piece: tuple[str, str], stand_in: str
) -> None:
    text, (finding,) = bodies.joined([Option("data", "a"), Option(*piece), Option("data", "b")])
    assert text == f"a&{stand_in}&b"
    assert (finding.id, finding.severity) == ("import_data_missing", "error")


@pytest.mark.parametrize(
    ("option", "before", "expected"),
    [
        ("data", "@", "x ya&b"),
        ("data-binary", "@", "x y\na&b"),
        ("data-urlencode", "n@", "n=x+y%0Aa&b"),
    ],
)
def test_the_text_of_a_file_is_joined(
    tmp_path: Path, option: str, before: str, expected: str
) -> None:
    (tmp_path / "f").write_bytes(b"x y\na")
    pieces = [Option(option, f"{before}{tmp_path / 'f'}"), Option("data", "b")]
    text, (finding,) = bodies.joined(pieces)
    assert (text, finding.id) == (expected, "import_file_read")


def test_a_body_from_standard_input_is_not_sent_as_nothing() -> None:
    for option in (Option("data", "@-"), Option("upload-file", "-")):
        sent = bodies.body(Options((option,)), None)
        assert sent.payload.text == "{{standard_input}}"
        assert [finding.id for finding in sent.findings] == ["import_data_missing"]
