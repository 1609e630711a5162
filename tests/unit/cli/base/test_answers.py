"""Answers given beforehand: who answers then, and what is no answer."""

from __future__ import annotations

import pytest

from apiclient_gui.cli.base.answers import person, terminal
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret


def test_an_answer_reaches_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODE", "123456")
    somebody = person(["code=env:CODE"])
    assert somebody is not None
    found = somebody.ask(Ask("A code", (Field("code", "Code"),)), Cancel())
    answer = found["code"]
    assert isinstance(answer, Secret)
    assert answer.reveal() == "123456"


@pytest.mark.parametrize(("at_terminal", "there"), [(True, True), (False, False)])
def test_without_answers_only_a_terminal_is_asked(
    monkeypatch: pytest.MonkeyPatch, at_terminal: bool, there: bool
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: at_terminal, raising=False)
    assert (person([]) is not None) is there


@pytest.mark.parametrize("text", ["code", "=env:CODE", ""])
def test_an_answer_names_its_question(text: str) -> None:
    with pytest.raises(Problem) as caught:
        terminal([text])
    assert caught.value.finding.id == "answer_unreadable"
