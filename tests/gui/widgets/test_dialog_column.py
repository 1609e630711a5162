from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets import dialog_column


def test_a_dialog_has_its_words_and_its_buttons(qtbot: QtBot) -> None:
    dialog = QDialog()
    done: list[str] = []
    column = dialog_column.begin(dialog, "Title", "Detail")
    yes = dialog_column.end(dialog, column, "Do it", lambda: done.append("yes"))
    dialog.open()
    assert dialog.windowTitle() == "Title"
    assert {"Title", "Detail"} <= {one.text() for one in dialog.findChildren(QLabel)}
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert done == ["yes"]
    assert dialog.isVisible(), "what accepts it closes it"
    assert yes.isDefault()
    with qtbot.waitSignal(dialog.destroyed):
        next(b for b in dialog.findChildren(QPushButton) if b.text() == "Cancel").click()


def test_a_dialog_may_have_one_button_only(qtbot: QtBot) -> None:
    dialog = QDialog()
    column = dialog_column.begin(dialog, "Title")
    dialog_column.end(dialog, column, "Close", dialog.accept, cancel="")
    assert [one.text() for one in dialog.findChildren(QPushButton)] == ["Close"]
    qtbot.addWidget(dialog)
