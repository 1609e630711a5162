from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Part, Payload, Row
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
    [
        Payload(),
        Payload("text", "a\r\nb\0\u00a0"),
        Payload("json", "{}"),
        Payload("none", "kept"),
        Payload("form", "kept", rows=(Row("a", "1"), Row("", "x", enabled=False))),
        Payload(
            "multipart",
            rows=(Row("kept"),),
            parts=(
                Part("a", "1", content_type="a/b"),
                Part("f", "kept", file="/x"),
                Part("", file="/y"),
            ),
            file="kept",
        ),
        Payload("file", file=" /odd path", guessed=False),
    ],
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


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Form", "form"), ("Multipart", "multipart"), ("File", "file"), ("JSON", "json")],
)
def test_each_kind_has_its_own_place(page: BodyPage, qtbot: QtBot, name: str, kind: str) -> None:
    page.show_payload(Payload("none", "text", rows=(Row("a", "1"),)))
    with qtbot.waitSignal(page.changed):
        choose(page, name)
    places = {
        "form": page.form,
        "multipart": page.parts.table,
        "file": page.file,
        "json": page.edit,
    }
    assert [key for key, place in places.items() if place.isVisible()] == [kind]
    assert page.payload() == Payload(kind, "text", rows=(Row("a", "1"),))  # type: ignore[arg-type]  # a Literal
    page.focus_first()
    focused = page.focusWidget()
    assert focused is not None
    assert focused is places[kind] or places[kind].isAncestorOf(focused)


def test_edits_of_rows_parts_and_file_are_told(page: BodyPage, qtbot: QtBot) -> None:
    page.show_payload(Payload("form"))
    model = page.form.model()
    with qtbot.waitSignal(page.changed):
        model.setData(model.index(0, 1), "a")
    with qtbot.waitSignal(page.changed):
        page.parts.take_file("/x/photo.png")
    with qtbot.waitSignal(page.changed):
        page.file.take_file("/y")
    assert page.payload() == Payload(
        "form", rows=(Row("a"),), parts=(Part("photo", file="/x/photo.png"),), file="/y"
    )


def test_what_is_being_typed_is_taken_over(page: BodyPage) -> None:
    page.show_payload(Payload("form"))
    page.form.edit(page.form.model().index(0, 1))
    editor = page.form.viewport().findChild(QLineEdit)
    editor.setText("typed")
    page.settle()
    assert page.payload().rows == (Row("typed"),)
