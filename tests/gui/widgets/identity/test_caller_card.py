from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.whoami import Caller
from apiclient_gui.ui.snapshot import Asked
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.identity.caller_card import CallerCard

CALLER = Caller("123456789012", "arn:aws:iam::123456789012:user/alice", "AIDAEXAMPLE")


@pytest.fixture
def card(qtbot: QtBot) -> CallerCard:
    made = CallerCard()
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_aws_said_stands_there_to_be_copied(card: CallerCard) -> None:
    card.show_asked(Asked(CALLER))
    assert [fact.value for fact in card._facts.facts] == [
        CALLER.account,
        CALLER.arn,
        CALLER.user_id,
    ]
    assert card.ask.text() == "Ask again"


def test_while_it_is_asked_it_can_be_cancelled_at_the_keyboard(
    qtbot: QtBot, card: CallerCard
) -> None:
    card.activateWindow()
    qtbot.waitActive(card).__enter__()
    card.ask.setFocus()
    card.show_asked(Asked(running=True))
    assert card.busy.isVisible()
    assert not card.ask.isVisible()
    with qtbot.waitSignal(card.cancelled):
        card.busy.cancelled.emit()
    card.show_asked(Asked())
    assert card.ask.hasFocus()


def test_a_refusal_is_a_finding(card: CallerCard) -> None:
    card.show_asked(Asked(finding=Finding(id="x", severity="error", title="Refused")))
    found = card.findChild(FindingCard)
    assert found is not None
    assert found.finding.title == "Refused"


def test_what_is_not_saved_cannot_be_asked_about(card: CallerCard) -> None:
    card.block("Save first")
    assert not card.ask.isEnabled()
    assert card.ask.toolTip() == "Save first"
    card.block("")
    assert card.ask.isEnabled()
