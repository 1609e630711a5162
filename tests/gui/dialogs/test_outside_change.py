from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Payload, Request
from apiclient_gui.ui.dialogs.outside_change import OutsideChangeDialog, differences

MINE = Request(name="Pets", url="http://mine/", method="GET")
THEIRS = Request(name="Pets", url="http://theirs/", method="GET")


def test_the_lines_that_differ_are_marked_and_coloured(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = OutsideChangeDialog("Pets", MINE, THEIRS, parent)
    lines = dialog.text.toPlainText().splitlines()
    assert '- url = "http://mine/"' in lines
    assert '+ url = "http://theirs/"' in lines
    grounds = {}
    block = dialog.text.document().begin()
    while block.isValid():
        grounds[block.text()[:1]] = block.blockFormat().background().color().name()
        block = block.next()
    assert len({grounds["-"], grounds["+"], grounds[" "]}) == 3
    dialog.reject()


def test_what_cannot_be_a_file_and_what_is_huge_is_still_compared() -> None:
    half = Request(url="\ud800")
    assert any(line.startswith("- A text holds half") for line in differences(half, THEIRS))
    huge = Request(body=Payload("text", "x\n" * 1_000_000))
    assert sum(map(len, differences(huge, THEIRS))) < 400_000
