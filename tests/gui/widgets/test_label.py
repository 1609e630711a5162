from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.label import ElideLabel, heading, note, text


def test_words_of_a_server_are_never_html(qtbot: QtBot) -> None:
    for made in (text("<b>x</b>"), note("<b>x</b>"), heading("<b>x</b>"), ElideLabel("<b>x</b>")):
        qtbot.addWidget(made)
        assert made.textFormat() is Qt.TextFormat.PlainText


def test_elided_words_stand_in_the_tooltip(qtbot: QtBot) -> None:
    made = ElideLabel("a rather long name of a request that does not fit")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert made.toolTip() == made.text()
    made.resize(2000, 20)
    assert made.toolTip() == ""
    assert made.minimumSizeHint().width() < 80


def test_elide_label_is_painted_in_the_colour_of_its_tone(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    made = ElideLabel("▇▇▇▇▇▇")
    qtbot.addWidget(made)
    theme.mark(made, tone="bad")
    made.resize(200, 30)
    made.show()
    image = made.grab().toImage()
    seen = {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }
    assert theme.LIGHT.bad in seen
