from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.confirm import confirm


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def asked(window: QWidget) -> tuple[QMessageBox, list[str]]:
    done: list[str] = []
    box = confirm(
        window, "Delete <b>it</b>?", "It is gone then.", "Delete", lambda: done.append("x")
    )
    return box, done


def press(box: QMessageBox, words: str) -> None:
    next(button for button in box.buttons() if button.text() == words).click()


def test_only_its_button_means_yes(asked: tuple[QMessageBox, list[str]]) -> None:
    box, done = asked
    press(box, "Cancel")
    assert done == []


def test_its_button_means_yes(asked: tuple[QMessageBox, list[str]]) -> None:
    box, done = asked
    press(box, "Delete")
    assert done == ["x"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_enter_mean_no(
    qtbot: QtBot, asked: tuple[QMessageBox, list[str]], key: Qt.Key
) -> None:
    box, done = asked
    button = box.defaultButton() if key == Qt.Key.Key_Return else box
    qtbot.keyClick(button, key)
    assert box.isHidden()
    assert done == []


def test_names_are_never_read_as_html(asked: tuple[QMessageBox, list[str]]) -> None:
    box, _done = asked
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert box.text() == "Delete <b>it</b>?"
