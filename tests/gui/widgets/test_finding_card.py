from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Evidence, Finding
from apiclient_gui.ui.widgets.disclosure import Disclosure
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.wire_text import WireText

SEND = Action("send_with_clock", "Send again with the corrected clock", {"offset": "372"})
CLOCK = Finding(
    id="clock_skew",
    severity="error",
    confidence="certain",
    title="The clock of this computer is 6 min behind the gateway",
    detail="It accepts a difference of 5 minutes.",
    evidence=(Evidence("Gateway’s Date", "Sun, 22 Nov 2026 09:47:15 GMT"),),
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/x.html",
    remedy="Correct the clock.",
    actions=(SEND, Action("compare_signatures", "Compare signatures")),
)


def buttons(card: FindingCard) -> dict[str, QPushButton]:
    return {one.text(): one for one in card.findChildren(QPushButton)}


def test_all_of_a_finding_is_shown(qtbot: QtBot) -> None:
    card = FindingCard(CLOCK)
    qtbot.addWidget(card)
    card.show()
    said = {one.text() for one in card.findChildren(QLabel)}
    assert {CLOCK.title, CLOCK.detail, CLOCK.remedy, "certain", "Gateway’s Date"} <= said
    value = card.findChild(WireText)
    assert value.toPlainText() == CLOCK.evidence[0].value
    assert value.accessibleName() == "Gateway’s Date"
    assert card.property("card") == "bad"
    assert card.accessibleName() == f"error: {CLOCK.title}"
    assert card.accessibleDescription() == CLOCK.detail
    assert not card.grab().isNull()


def test_buttons_tell_their_action_and_the_first_is_primary(qtbot: QtBot) -> None:
    card = FindingCard(CLOCK)
    qtbot.addWidget(card)
    made = buttons(card)
    assert made[SEND.label].property("kind") == "primary"
    assert made["Compare signatures"].property("kind") == "plain"
    with qtbot.waitSignal(card.action) as told:
        made[SEND.label].click()
    assert told.args == [SEND]


def test_an_address_is_a_link_and_a_section_is_words(qtbot: QtBot) -> None:
    card = FindingCard(CLOCK)
    qtbot.addWidget(card)
    link = buttons(card)["docs.aws.amazon.com/IAM/latest/UserGuide/x.html"]
    with qtbot.waitSignal(card.action) as told:
        link.click()
    assert told.args is not None
    assert told.args[0].key == "show_url"
    assert told.args[0].parameters == {"url": CLOCK.source}
    other = FindingCard(Finding(id="x", severity="note", title="T", source="RFC 9110 §15.5.4"))
    qtbot.addWidget(other)
    assert buttons(other) == {}
    assert "RFC 9110 §15.5.4" in {one.text() for one in other.findChildren(QLabel)}


def test_the_page_that_is_the_source_has_no_button_of_its_own(qtbot: QtBot) -> None:
    read = Action("show_url", "Read the AWS page", {"url": CLOCK.source})
    other = Action("show_url", "Read another page", {"url": "https://example.com/"})
    card = FindingCard(msgspec.structs.replace(CLOCK, actions=(SEND, read, other)))
    qtbot.addWidget(card)
    assert read.label not in buttons(card)
    assert {SEND.label, other.label} <= set(buttons(card))


def test_evidence_is_copied(qtbot: QtBot) -> None:
    card = FindingCard(CLOCK)
    qtbot.addWidget(card)
    copy = {one.accessibleName(): one for one in card.findChildren(QToolButton)}
    copy["Copy Gateway’s Date"].click()
    assert QApplication.clipboard().text() == CLOCK.evidence[0].value


def test_a_closed_card_opens_and_closes_with_the_keyboard(qtbot: QtBot) -> None:
    card = FindingCard(CLOCK, lead="Less likely: ", closed=True)
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    card.activateWindow()
    row = card.findChild(Disclosure)
    assert row.text() == "Less likely: the clock of this computer is 6 min behind the gateway"
    assert (card.is_open, card.property("card")) == (False, "plain")
    row.setFocus()
    qtbot.keyClick(row, Qt.Key.Key_Space)
    assert (card.is_open, card.property("card")) == (True, "bad")
    fold = next(one for one in card.findChildren(QToolButton) if one.accessibleName() == "Close")
    qtbot.waitUntil(fold.hasFocus)
    qtbot.keyClick(fold, Qt.Key.Key_Space)
    assert not card.is_open
    qtbot.waitUntil(row.hasFocus)


def test_a_name_stays_a_name_after_the_lead(qtbot: QtBot) -> None:
    card = FindingCard(
        Finding(id="x", severity="error", title="IAM refused alice"), lead="Less likely: "
    )
    qtbot.addWidget(card)
    assert card.findChild(Disclosure).text() == "Less likely: IAM refused alice"


def test_in_a_narrow_place_it_is_as_high_as_its_wrapped_lines(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    card = FindingCard(msgspec.structs.replace(CLOCK, detail="It said: " + "word " * 90))
    column = QVBoxLayout(around)
    column.addWidget(card)
    column.addStretch()
    around.resize(360, 900)
    around.show()
    qtbot.waitUntil(lambda: card.height() >= card.heightForWidth(card.width()))
    link = next(one for one in card.findChildren(QPushButton) if "docs.aws" in one.text())
    assert link.height() >= link.fontMetrics().height()
