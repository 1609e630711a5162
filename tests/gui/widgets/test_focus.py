from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.focus import lead_focus, leads_focus


def test_the_part_leads_to_its_field_and_tab_visits_what_stands_before_it(qtbot: QtBot) -> None:
    window, part = QWidget(), QWidget()
    qtbot.addWidget(window)
    before, first, field = QLineEdit(), QLineEdit(), QLineEdit()
    outer, inner = QVBoxLayout(window), QVBoxLayout(part)
    outer.addWidget(before)
    outer.addWidget(part)
    inner.addWidget(first)
    inner.addWidget(field)
    lead_focus(part, field)
    assert leads_focus(part)
    assert not leads_focus(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    part.setFocus()
    assert QApplication.focusWidget() is field
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is field
