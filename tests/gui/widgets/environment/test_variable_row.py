from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.widgets.environment.variable_row import LONGEST, VariableRow


def made(qtbot: QtBot, name: str = "token", value: str = "", before: str = "") -> VariableRow:
    row = VariableRow(name, value, before=before)
    qtbot.addWidget(row)
    row.show()
    return row


def test_a_secret_is_masked_and_never_filled_in(qtbot: QtBot) -> None:
    row = made(qtbot, before="token")
    assert row.value.placeholderText() == "looking …"
    row.tell("set", "APICLIENT_SECRET_DEV_TOKEN")
    assert row.value.placeholderText() == "set: type to replace it"
    assert row.typed() is None
    qtbot.keyClicks(row.value, "planted")
    assert row.value.echoMode() is QLineEdit.EchoMode.Password
    assert row.typed() == Secret("planted")
    row.tell("missing", "")
    assert row.value.placeholderText() == "not set"
    row.tell("environment", "APICLIENT_SECRET_DEV_TOKEN")
    assert row.value.placeholderText() == "set by APICLIENT_SECRET_DEV_TOKEN"


def test_a_plain_value_becomes_a_secret_and_back(qtbot: QtBot) -> None:
    row = made(qtbot, value="planted")
    with qtbot.waitSignal(row.changed):
        row.secret.click()
    assert row.is_secret
    assert row.typed() == Secret("planted")
    assert row.value.accessibleName() == "Secret value of token"
    row.secret.click()
    assert row.text() == "planted"
    assert row.value.echoMode() is QLineEdit.EchoMode.Normal


def test_a_secret_of_the_vault_is_not_shown_when_it_becomes_plain(qtbot: QtBot) -> None:
    row = made(qtbot, before="token")
    qtbot.keyClicks(row.value, "typed")
    row.secret.click()
    assert row.text() == ""
    assert "not shown" in row.value.placeholderText()
    row.secret.click()
    assert row.typed() is None  # the vault still has it


@pytest.mark.parametrize("value", ["two\nlines", "x" * (LONGEST + 5), "tab\tnul\0", "ü\U0001f600"])
def test_what_nobody_edits_stays_as_it_is(qtbot: QtBot, value: str) -> None:
    assert made(qtbot, value=value).text() == value


def test_lines_that_are_pasted_mean_rows_and_too_much_is_told(qtbot: QtBot) -> None:
    row = made(qtbot)
    QApplication.clipboard().setText("a=1\nb=2\n")
    with qtbot.waitSignal(row.pasted) as pasted:
        qtbot.keyClick(row.name, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert pasted.args == ["a=1\nb=2"]
    QApplication.clipboard().setText("y" * (LONGEST + 1))
    with qtbot.waitSignal(row.cut):
        qtbot.keyClick(row.value, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.clipboard().clear()
    assert row.name.text() == "token"


def test_an_empty_row_is_no_variable(qtbot: QtBot) -> None:
    row = made(qtbot, name="")
    assert row.is_empty
    assert not row.cross.isEnabled()
    qtbot.keyClicks(row.name, "a")
    assert not row.is_empty
    assert row.cross.accessibleName() == "Remove a"
