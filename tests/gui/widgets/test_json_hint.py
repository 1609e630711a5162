from __future__ import annotations

import pytest

from apiclient_gui.ui.widgets.json_hint import MOST_CHARACTERS, check_json


@pytest.mark.parametrize("text", ["", " \n", "1" * (MOST_CHARACTERS + 1)])
def test_nothing_is_said_of_nothing_and_of_very_much(text: str) -> None:
    assert check_json(text) is None


@pytest.mark.parametrize("text", ["{}", '{"a": {{x}}, "b": "{{y}}/z"}', '"é"', " [1, null]\n"])
def test_valid(text: str) -> None:
    hint = check_json(text)
    assert hint is not None
    assert hint.valid


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{"a": ,}', 1, 7),
        ('{\n  "é": ,\n}', 2, 8),
        ('{"a": 1', 1, 8),
        ("[1] x", 1, 5),
        ('{"a": "\ud800"}', 1, 8),
        ('{"a": "\x00"}', 1, 8),
    ],
)
def test_the_place_where_it_ends_being_json(text: str, line: int, column: int) -> None:
    hint = check_json(text)
    assert hint is not None
    assert (hint.valid, hint.line, hint.column) == (False, line, column)
    assert hint.words.startswith(f"Line {line}, column {column}: ")


def test_deep_nesting_is_no_crash() -> None:
    hint = check_json("[" * 100_000)
    assert hint is not None
    assert not hint.valid
