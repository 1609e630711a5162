from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.widgets.identity.token_lines import TokenLines
from apiclient_gui.ui.widgets.wire_text import WireText

TOKEN = Secret("planted.token.value")


@pytest.fixture
def lines(qtbot: QtBot) -> TokenLines:
    made = TokenLines()
    qtbot.addWidget(made)
    made.show_tokens(("id", "access", "refresh"), {"id": 1024})
    made.show()
    return made


def press(lines: TokenLines, name: str) -> None:
    every = lines.findChildren(QPushButton)
    next(one for one in every if one.accessibleName() == name and one.isVisible()).click()


def names(lines: TokenLines) -> set[str]:
    return {one.accessibleName() for one in lines.findChildren(QPushButton) if one.isVisible()}


def test_sizes_and_never_values_until_asked_for(qtbot: QtBot, lines: TokenLines) -> None:
    assert lines.findChild(WireText) is None
    with qtbot.waitSignal(lines.wanted) as wanted:
        press(lines, "Show the Access token")
    assert wanted.args == ["access"]
    assert lines.shown is None  # it comes from the keyring first


def test_a_token_is_shown_copied_and_hidden(qtbot: QtBot, lines: TokenLines) -> None:
    lines.show_token("id", TOKEN)
    text = lines.findChild(WireText)
    assert text.toPlainText() == TOKEN.reveal()
    assert text.isReadOnly()
    assert text.focusPolicy() is Qt.FocusPolicy.StrongFocus
    next(one for one in lines.findChildren(QToolButton)).click()
    assert QApplication.clipboard().text() == TOKEN.reveal()
    QApplication.clipboard().clear()
    press(lines, "Hide the ID token")
    assert lines.shown is None
    assert not text.isVisible()
    assert "Show the ID token" in names(lines)


def test_it_hides_itself(qtbot: QtBot, lines: TokenLines) -> None:
    lines._timer.setInterval(1)
    lines.show_token("id", TOKEN)
    qtbot.waitUntil(lambda: lines.shown is None)
    lines._timer.setInterval(60_000)
    lines.show_token("access", TOKEN)
    lines.hide()
    assert lines.shown is None
    lines.show()
    lines.show_token("id", TOKEN)
    lines.show_tokens(("access",), {})  # another login
    assert lines.shown is None


def test_a_refresh_token_is_not_inspected(qtbot: QtBot, lines: TokenLines) -> None:
    inspected = {name for name in names(lines) if name.startswith("Inspect")}
    assert inspected == {
        "Inspect the ID token on the Tokens page",
        "Inspect the Access token on the Tokens page",
    }
    with qtbot.waitSignal(lines.inspected) as asked:
        press(lines, "Inspect the ID token on the Tokens page")
    assert asked.args == ["id"]
