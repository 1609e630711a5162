from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.widgets.token.key_fields import KeyFields
from apiclient_gui.ui.widgets.token.key_source import KeySource


@pytest.fixture
def fields(qtbot: QtBot) -> KeyFields:
    made = KeyFields()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_url_is_taken_as_typed(fields: KeyFields, qtbot: QtBot) -> None:
    fields.turn_to("url")
    assert not fields.is_filled
    with qtbot.waitSignal(fields.changed):
        QTest.keyClicks(fields.url, " https://i.example ")
    assert fields.is_filled
    assert fields.source() == KeySource("url", "https://i.example")
    with qtbot.waitSignal(fields.entered):
        QTest.keyClick(fields.url, Qt.Key.Key_Return)


def test_a_secret_is_hidden_and_goes_with_its_field(fields: KeyFields) -> None:
    fields.turn_to("secret")
    QTest.keyClicks(fields.secret, "open sesame")
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Password
    assert fields.source() == KeySource("secret", secret=Secret("open sesame"))
    eye = next(one for one in fields.findChildren(QToolButton) if one.isVisible())
    eye.click()
    assert fields.secret.echoMode() is QLineEdit.EchoMode.Normal
    fields.turn_to("keys")
    fields.turn_to("secret")
    assert not fields.is_filled


def test_keys_are_pasted_or_a_file_is_taken_instead(fields: KeyFields, tmp_path: Path) -> None:
    fields.turn_to("keys")
    fields.keys.setPlainText("pasted")
    assert fields.source() == KeySource("keys", "pasted")
    file = str(tmp_path / "keys.json")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(file)])
    fields.keys.insertFromMimeData(data)
    assert Path(fields.source().file) == Path(file)
    assert fields.is_filled
    assert not fields.keys.isVisible()
    other = next(one for one in fields.findChildren(QPushButton) if "pasted" in one.text())
    other.click()
    assert fields.source() == KeySource("keys", "pasted")


def test_a_file_is_chosen_in_a_dialog_that_does_not_block(
    fields: KeyFields, tmp_path: Path
) -> None:
    fields.turn_to("keys")
    file = tmp_path / "keys.pem"
    file.touch()
    choose = next(one for one in fields.findChildren(QPushButton) if "Choose" in one.text())
    choose.click()
    (dialog,) = fields.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    assert fields.source() == KeySource("keys", file=str(file))


def test_pasted_text_is_text(fields: KeyFields) -> None:
    fields.turn_to("keys")
    data = QMimeData()
    data.setText("-----BEGIN PUBLIC KEY-----")
    assert fields.keys.canInsertFromMimeData(data)
    fields.keys.insertFromMimeData(data)
    assert fields.source().text == "-----BEGIN PUBLIC KEY-----"
