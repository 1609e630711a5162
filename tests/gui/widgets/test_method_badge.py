from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.method_badge import (
    MethodBadge,
    badge_width,
    method_tone,
    paint_badge,
    short,
)


def test_methods_have_tones_and_unknown_ones_plain_text(qtbot: QtBot) -> None:
    badge = MethodBadge("delete")
    qtbot.addWidget(badge)
    assert (badge.text(), badge.property("tone")) == ("DELETE", "bad")
    badge.show_method("PURGE")
    assert badge.property("tone") == method_tone("purge") == "text"


def test_long_methods_are_short_in_a_list() -> None:
    assert [short(name) for name in ("get", "DELETE", "OPTIONS", "PROPFIND")] == [
        "GET",
        "DEL",
        "OPT",
        "PROPFI",
    ]


def test_painted_badge_leaves_ink(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    picture = QPixmap(badge_width(), 30)
    picture.fill(theme.colour("bg"))
    blank = picture.toImage()
    painter = QPainter(picture)
    paint_badge(painter, QRect(0, 0, picture.width(), 30), "POST")
    painter.end()
    assert picture.toImage() != blank
