from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Settings
from apiclient_gui.ui.widgets.compose.settings_page import SettingsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot: QtBot) -> SettingsPage:
    made = SettingsPage()
    qtbot.addWidget(made)
    made.show()
    return made


def line(page: SettingsPage, name: str) -> QLineEdit:
    return next(one for one in page.findChildren(QLineEdit) if one.accessibleName() == name)


def test_shown_settings_come_back_unchanged(page: SettingsPage) -> None:
    shown = Settings(connect_timeout=0.123456789, timeout=7, verify=False, ca_file=" odd path ")
    page.show_settings(shown)
    assert page.settings() is shown


def test_edits_are_taken_and_told(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_settings(Settings())
    field = line(page, "Wait for")
    field.clear()
    with qtbot.waitSignal(page.changed):
        QTest.keyClicks(field, "2,5")
    page.findChild(QCheckBox).click()
    assert page.settings() == Settings(timeout=2.5, verify=False)


@pytest.mark.parametrize("words", ["soon", "0", "-1", "nan", "inf", "1e99", "9" * 400])
def test_what_is_no_time_is_told_and_the_last_one_holds(page: SettingsPage, words: str) -> None:
    page.show_settings(Settings(timeout=30))
    field = line(page, "Wait for")
    field.setText(words)
    field.textEdited.emit(words)
    assert page.settings().timeout == 30
    assert field.accessibleDescription().startswith("A number of seconds")
    field.setText("4")
    field.textEdited.emit("4")
    assert page.settings().timeout == 4
    assert "Seconds of silence" in field.accessibleDescription()


def test_a_file_is_chosen_in_a_dialog_that_does_not_block(page: SettingsPage) -> None:
    next(one for one in page.findChildren(QPushButton) if "file" in one.text()).click()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit("/etc/my-ca.pem")
    assert page.settings().ca_file == "/etc/my-ca.pem"
    assert line(page, "Trust also").text() == "/etc/my-ca.pem"
    dialog.reject()
