from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Payload
from apiclient_gui.ui.widgets.code_edit import MOST_CHARACTERS
from apiclient_gui.ui.widgets.compose.body_page import BodyPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot: QtBot) -> BodyPage:
    made = BodyPage()
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def choose(page: BodyPage, name: str) -> None:
    next(one for one in page.findChildren(QRadioButton) if one.text() == name).click()


@pytest.mark.parametrize(
    "payload",
    [Payload(), Payload("text", "a\r\nb\0\u00a0"), Payload("json", "{}"), Payload("none", "kept")],
)
def test_a_body_comes_back_as_it_was_shown(page: BodyPage, payload: Payload) -> None:
    page.show_payload(payload)
    assert page.payload() == payload


def test_choosing_keeps_the_text(page: BodyPage, qtbot: QtBot) -> None:
    page.show_payload(Payload("json", '{"a": 1}'))
    assert page.edit.isVisible()
    with qtbot.waitSignal(page.changed):
        choose(page, "None")
    assert not page.edit.isVisible()
    assert page.payload() == Payload("none", '{"a": 1}')
    choose(page, "Text")
    assert page.payload() == Payload("text", '{"a": 1}')
    assert page.edit.hint is None


def test_a_huge_paste_is_kept_whole_and_not_laid_out(page: BodyPage, qtbot: QtBot) -> None:
    page.show_payload(Payload("text", "<\U0001f436>"))
    huge = "x" * (MOST_CHARACTERS + 1)
    QApplication.clipboard().setText(huge)
    cursor = page.edit.editor.textCursor()
    cursor.setPosition(3)  # behind the dog, which is two of Qt's characters
    page.edit.editor.setTextCursor(cursor)
    with qtbot.waitSignal(page.changed):
        page.edit.editor.paste()
    assert page.payload() == Payload("text", f"<\U0001f436{huge}>")
    assert not page.edit.isVisible()
    assert f"{MOST_CHARACTERS + 4:,} characters" in page._held_words.text()
    next(one for one in page.findChildren(QPushButton) if one.text() == "Remove it").click()
    assert page.payload() == Payload("text", "")
    assert page.edit.isVisible()
    page.show_payload(Payload("text", huge))
    assert page.payload().text == huge
    QApplication.clipboard().clear()
