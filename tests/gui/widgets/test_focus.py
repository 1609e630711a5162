from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.focus import chain, lead_focus, leads_focus


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


def test_what_was_made_later_is_visited_where_it_stands(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, last, between, choice = QLineEdit(), QLineEdit(), QWidget(), QComboBox()
    choice.setEditable(True)
    choice.addItems(["a", "b"])
    choice.view()  # a list of its own, which Tab must not be led into
    inner = QVBoxLayout(between)
    fields = QLineEdit(), QLineEdit()
    for part in (first, last, between, choice):
        column.addWidget(part)
    for field in fields:
        inner.addWidget(field)
    chain(first, choice, between, last)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    visited = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert visited == [choice, *fields, last]
