from __future__ import annotations

from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.wire_text import WireText


def test_a_word_without_an_end_breaks_and_nothing_is_cut(qtbot: QtBot) -> None:
    words = WireText("0123456789abcdef" * 20, "Signature")
    qtbot.addWidget(words)
    words.resize(1200, 100)
    words.show()
    wide = words.height()
    words.resize(200, 100)
    assert words.height() > 5 * wide / 3
    assert words.height() >= words.document().size().height()
    assert words.minimumSizeHint().width() < 200
    assert words.accessibleName() == "Signature"
    assert words.toPlainText() == "0123456789abcdef" * 20


def test_it_is_never_html(qtbot: QtBot) -> None:
    words = WireText("<b>x</b>", "Words")
    qtbot.addWidget(words)
    assert words.toPlainText() == "<b>x</b>"


def test_other_words_take_the_room_they_need(qtbot: QtBot) -> None:
    text = WireText("short", "secret")
    qtbot.addWidget(text)
    text.resize(100, 20)
    text.show()
    before = text.height()
    text.show_words("long " * 40)
    assert text.toPlainText().startswith("long long")
    assert text.height() > before
