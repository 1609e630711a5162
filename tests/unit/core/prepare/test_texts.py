"""Texts with their variables, and findings that repeat no password."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.prepare.texts import fill, names_between, refuse


def test_a_text_is_filled() -> None:
    assert fill("a {{v}}", {"v": "b"}, "body").text == "a b"


@pytest.mark.parametrize("text", ["\ud800", "{{v}}"])
def test_half_a_character_is_told_with_its_place(text: str) -> None:
    with pytest.raises(Problem) as caught:
        fill(text, {"v": "\udfff"}, "header A")
    assert caught.value.finding.id == "text_not_unicode"
    assert "header A" in caught.value.finding.title


def test_the_variables_of_a_stretch_are_found() -> None:
    filled = fill("{{a}}-{{b}}-{{c}}", {"a": "11", "b": "22", "c": "33"}, "URL")
    assert names_between(filled.spans, 3, 5) == ("b",)
    assert names_between(filled.spans, 0, 8) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("key", "place", "at"),
    [("url_invalid", None, "url"), ("header_invalid", None, "headers"), ("part_x", "body", "body")],
)
def test_a_finding_leads_to_its_place(key: str, place: str | None, at: str) -> None:
    finding = refuse(key, "No", "Change it.", place=place).finding  # type: ignore[arg-type]  # a Literal
    assert finding.actions[0].parameters == {"place": at}
    assert finding.source


def test_what_stands_there_is_shown_without_passwords() -> None:
    finding = refuse("url_invalid", "No", "Change it.", "http://me:hunter2@h/").finding
    assert "hunter2" not in finding.evidence[0].value
