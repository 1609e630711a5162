from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Evidence, Finding, Severity
from apiclient_gui.ui.widgets.token.finding_stack import FindingStack


def finding(key: str, severity: Severity = "error", title: str = "", **more: object) -> Finding:
    return Finding(id=key, severity=severity, title=title or key, **more)  # type: ignore[arg-type]  # as the test names them


@pytest.fixture
def stack(qtbot: QtBot) -> FindingStack:
    made = FindingStack("Findings")
    qtbot.addWidget(made)
    return made


def test_without_findings_it_takes_no_room(stack: FindingStack) -> None:
    assert stack.isHidden()
    stack.show_findings([finding("a")])
    assert not stack.isHidden()
    stack.show_findings([])
    assert stack.isHidden()
    assert stack.cards == ()


def test_the_first_is_open_unless_it_is_a_note(stack: FindingStack) -> None:
    stack.show_findings([finding("a"), finding("b")])
    assert [card.is_open for card in stack.cards] == [True, False]
    stack.show_findings([finding("n", "note")])
    assert [card.is_open for card in stack.cards] == [False]


def test_what_is_told_again_keeps_its_card(stack: FindingStack) -> None:
    stack.show_findings([finding("a"), finding("b")])
    first, second = stack.cards
    stack.show_findings([finding("a", evidence=(Evidence("now", "later"),)), finding("b")])
    assert stack.cards == (first, second)
    second.set_open(True)
    stack.show_findings([finding("a"), finding("b", title="b, a minute later")])
    assert stack.cards[0] is first
    assert [card.is_open for card in stack.cards] == [True, True]
    assert stack.cards[1].finding.title == "b, a minute later"


def test_actions_are_handed_on(stack: FindingStack, qtbot: QtBot) -> None:
    action = Action("log_in", "Log in")
    stack.show_findings([finding("a", actions=(action,))])
    with qtbot.waitSignal(stack.action) as caught:
        stack.cards[0].action.emit(action)
    assert caught.args == [action]
