from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Settings
from apiclient_gui.core.secret import Secret
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


def check(page: SettingsPage, name: str) -> QCheckBox:
    return next(one for one in page.findChildren(QCheckBox) if one.accessibleName() == name)


def press(page: SettingsPage, name: str) -> QPushButton:
    return next(
        one for one in page.findChildren(QPushButton) if name in (one.accessibleName(), one.text())
    )


def test_shown_settings_come_back_unchanged(page: SettingsPage) -> None:
    shown = Settings(
        connect_timeout=0.123456789,
        timeout=7,
        verify=False,
        ca_file=" odd path ",
        cert_file="/c",
        key_file="/k",
        proxy="none",
        follow=True,
    )
    page.show_settings(shown)
    assert page.settings() is shown


def test_edits_are_taken_and_told(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_settings(Settings())
    field = line(page, "Wait for")
    field.clear()
    with qtbot.waitSignal(page.changed):
        QTest.keyClicks(field, "2,5")
    check(page, "Certificate").click()
    assert page.settings() == Settings(timeout=2.5, verify=False)
    check(page, "Redirects").click()
    QTest.keyClicks(line(page, "Proxy"), "http://proxy:8080")
    assert page.settings() == Settings(
        timeout=2.5, verify=False, follow=True, proxy="http://proxy:8080"
    )


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
    press(page, "Choose a file with certificates").click()
    dialog = page.findChild(QFileDialog)
    dialog.fileSelected.emit("/etc/my-ca.pem")
    assert page.settings().ca_file == "/etc/my-ca.pem"
    assert line(page, "Trust").text() == "/etc/my-ca.pem"
    dialog.reject()


@pytest.mark.parametrize(
    ("key", "name"),
    [("ca_file", "Trust"), ("cert_file", "My certificate"), ("key_file", "Its key")],
)
def test_each_file_can_be_chosen_and_taken_out(
    page: SettingsPage, qtbot: QtBot, key: str, name: str
) -> None:
    page.show_settings(Settings(proxy="none", follow=True))
    with qtbot.waitSignal(page.changed):
        page.take_file("/some/file.pem", key)
    assert page.settings() == Settings(proxy="none", follow=True, **{key: "/some/file.pem"})
    field = line(page, name)
    field.clear()
    field.textEdited.emit("")
    assert page.settings() == Settings(proxy="none", follow=True)


@pytest.mark.parametrize("typed", ["http://me:planted@h:1", "http://:x@h"])
def test_a_proxys_password_is_not_put_into_a_file(page: SettingsPage, typed: str) -> None:
    page.show_settings(Settings(proxy="http://h:1"))
    field = line(page, "Proxy")
    field.setText(typed)
    field.textEdited.emit(typed)
    assert page.settings().proxy == "http://h:1"
    assert "secret variable" in field.accessibleDescription()
    field.setText("http://me:{{p}}@h:1")
    field.textEdited.emit("")
    assert page.settings().proxy == "http://me:{{p}}@h:1"


def test_a_passphrase_is_handed_on_and_kept_nowhere_here(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_settings(Settings(cert_file="/c.pem"))
    assert not press(page, "Keep it").isVisible()
    field = line(page, "Passphrase")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    QTest.keyClicks(field, "planted")
    with qtbot.waitSignal(page.passphrase_typed) as told:
        press(page, "Keep it").click()
    assert told.args == [Secret("planted")]
    assert field.text() == ""
    assert "planted" not in repr(page.settings())
    page.set_passphrase_kept(kept=True)
    assert field.placeholderText() == "set: type to replace it"
    with qtbot.waitSignal(page.passphrase_typed) as told:
        press(page, "Forget it").click()
    assert told.args == [Secret("")]
    page.set_passphrase_kept(kept=None)
    assert field.placeholderText() == "looking …"
    assert not press(page, "Forget it").isVisible()


def test_without_a_certificate_no_passphrase_is_kept(page: SettingsPage) -> None:
    page.show_settings(Settings())
    QTest.keyClicks(line(page, "Passphrase"), "planted")
    assert not press(page, "Keep it").isEnabled()
    page.show_settings(Settings(cert_file="/c.pem"))
    assert line(page, "Passphrase").text() == "", "it was typed for another request"
