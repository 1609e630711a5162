from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.finding_slot import FindingSlot

AGAIN = Action("send_again", "Again")
LOCKED = Finding(id="locked", severity="error", title="The keyring is locked", actions=(AGAIN,))


def test_it_shows_one_finding_or_nothing(qtbot: QtBot) -> None:
    slot = FindingSlot()
    qtbot.addWidget(slot)
    assert slot.finding is None
    assert slot.isHidden()
    slot.show_finding(LOCKED)
    assert slot.finding == LOCKED
    assert not slot.isHidden()
    card = slot.findChild(FindingCard)
    slot.show_finding(LOCKED)
    assert slot.findChild(FindingCard) is card
    with qtbot.waitSignal(slot.action) as acted:
        next(b for b in slot.findChildren(QPushButton) if b.text() == "Again").click()
    assert acted.args == [AGAIN]
    slot.show_finding(None)
    assert slot.isHidden()
    qtbot.waitUntil(lambda: slot.findChild(FindingCard) is None)
