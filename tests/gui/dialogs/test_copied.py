from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.exporters.base import Exported
from apiclient_gui.core.finding import Finding
from apiclient_gui.ui.dialogs.copied import CopiedDialog, words

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ENVIRONMENT = Finding(id="export_from_environment", severity="note", title="Read from there")
WARNING = Finding(id="curl", severity="warning", title="curl 7 signs this wrongly")


def test_the_warning_stands_beside_the_line(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    dialog = CopiedDialog("curl", Exported("curl x", (WARNING,)), "curl x", NOW, around)
    dialog.open()
    assert dialog.windowTitle() == "Copied as curl"
    assert dialog.text.toPlainText() == "curl x"
    assert [card.finding for card in dialog.findings.cards] == [WARNING]


def test_what_is_seen_is_masked_and_what_is_copied_is_whole(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    QApplication.clipboard().clear()
    exported = Exported("GET / Signature=abc", secret=True, ends_at=NOW + timedelta(minutes=5))
    dialog = CopiedDialog("Raw request, signed", exported, "GET / Signature=••••", NOW, around)
    dialog.open()
    assert dialog.windowTitle() == "Copied as a raw request, signed"
    assert "abc" not in dialog.text.toPlainText()
    again = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy again")
    again.click()
    assert QApplication.clipboard().text() == "GET / Signature=abc"


@pytest.mark.parametrize(
    ("exported", "said"),
    [
        (Exported("x"), "holds no secret"),
        (Exported("x", (ENVIRONMENT,)), "Paste it where it is to run."),
        (Exported("x", secret=True), "whoever has it can send it."),
        (Exported("x", secret=True, ends_at=NOW + timedelta(minutes=5)), "until "),
        (Exported("x", secret=True, ends_at=NOW - timedelta(minutes=5)), "has ended"),
    ],
)
def test_it_is_said_what_may_be_done_with_it(exported: Exported, said: str) -> None:
    assert said in words(exported, NOW)
