"""The person at a terminal: answers given beforehand, each once; without one nobody is waited for."""

from __future__ import annotations

import io
import sys

import pytest

from apiclient_gui.cli.base.person import Terminal
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, Browse
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret

QUESTION = Ask("The code of your app", (Field("code", "Code", "secret"),))


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def test_an_answer_is_given_once() -> None:
    person = Terminal({"code": Secret("123456")})
    assert person.ask(QUESTION, Cancel()) == {"code": Secret("123456")}
    with pytest.raises(Problem) as refused:
        person.ask(QUESTION, Cancel())
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("login", "person_needed")
    assert "--answer code=" in finding.remedy
    assert QUESTION.title in finding.title


def test_no_browser_is_opened() -> None:
    with pytest.raises(Problem) as refused:
        Terminal({}).browse(
            Browse("https://idp.example/a?state=hidden", "http://127.0.0.1/"), Cancel()
        )
    assert "idp.example" in refused.value.finding.title
    assert "hidden" not in repr(refused.value.finding)


def test_who_cancelled_is_not_asked() -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        Terminal({"code": Secret("1")}).ask(QUESTION, cancel)
