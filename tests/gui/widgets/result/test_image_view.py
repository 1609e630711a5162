from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.result.image_view import ImageView
from apiclient_gui.ui.widgets.result.picture import Picture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def view(qtbot: QtBot) -> ImageView:
    made = ImageView("Response body")
    qtbot.addWidget(made)
    made.resize(500, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def picture(width: int, height: int, colour: str = "#FF0000") -> Picture:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    return Picture(image, "png")


def press(view: ImageView, words: str) -> None:
    next(one for one in view.findChildren(QToolButton) if one.text() == words).click()


def middle(view: ImageView) -> str:
    shown = view.canvas.viewport().grab().toImage()
    return shown.pixelColor(shown.width() // 2, shown.height() // 2).name()


def test_a_large_image_is_fitted_and_shown_in_its_own_size(view: ImageView) -> None:
    view.set_picture(picture(2000, 1000), about="image/png")
    assert view.notice() == "image/png"
    assert view.canvas.accessibleDescription() == "PNG image, 2000 by 1000 pixels"
    fitted = view.canvas.shown
    assert fitted.width() < 500
    assert abs(fitted.width() - 2 * fitted.height()) <= 2
    assert middle(view) == "#ff0000"
    assert view.canvas.horizontalScrollBar().maximum() == 0
    press(view, "1:1")
    assert view.canvas.shown == QSize(2000, 1000)
    assert view.canvas.horizontalScrollBar().maximum() > 1000
    assert middle(view) == "#ff0000"
    press(view, "Fit")
    assert view.canvas.shown == fitted


def test_a_small_image_is_not_enlarged(view: ImageView) -> None:
    view.set_picture(picture(20, 10))
    assert view.canvas.shown == QSize(20, 10)


def test_through_what_is_transparent_the_ground_shows(view: ImageView) -> None:
    view.set_picture(picture(300, 200, "#00000000"))
    assert middle(view) in {theme.tokens().raised.lower(), theme.tokens().sunken.lower()}


def test_it_is_dragged(qtbot: QtBot, view: ImageView) -> None:
    view.set_picture(picture(2000, 1000))
    press(view, "1:1")
    page = view.canvas.viewport()
    qtbot.mousePress(page, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(page, QPoint(150, 170))
    bars = view.canvas.horizontalScrollBar(), view.canvas.verticalScrollBar()
    assert [bar.value() for bar in bars] == [50, 30]


def test_no_image_is_no_trouble(view: ImageView) -> None:
    view.set_picture(picture(20, 10))
    view.set_picture(None)
    assert view.canvas.shown == QSize()
    assert middle(view) == theme.tokens().surface.lower()
