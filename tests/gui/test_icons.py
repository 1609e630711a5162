from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton

from apiclient_gui.core import resources
from apiclient_gui.ui import icons, theme

NAMES = sorted(path.stem for path in (resources.folder() / "icons").glob("*.svg"))
SIZE = QSize(16, 16)


def colours(picture: QPixmap) -> set[str]:
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    points = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {point.name().upper() for point in points if point.alpha() == 255}


def ink(picture: QPixmap) -> int:
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(image.pixelColor(*point).alpha() > 0 for point in points)


def test_the_set_is_whole() -> None:
    wanted = "requests identities tokens policies practice history plus close chevron-down"
    wanted += " chevron-right copy save trash send search eye eye-off check cross warning info"
    wanted += " refresh play stop key folder environment more edit link lock"
    assert set(wanted.split()) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, "light")
    assert "currentColor" in resources.read(f"icons/{name}.svg")
    # At 64 px a stroke is wide enough to have pixels of its full colour.
    picture = icons.pixmap(name, "bad", QSize(64, 64))
    assert theme.LIGHT.bad in colours(picture)


def test_twice_the_scale_has_twice_the_pixels(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    picture = icons.icon("copy").pixmap(SIZE, 2.0)
    assert picture.size() == QSize(32, 32)
    assert picture.devicePixelRatio() == 2.0
    assert ink(picture) > 2 * ink(icons.icon("copy").pixmap(SIZE, 1.0))


def test_a_change_of_look_recolours_icons_that_exist(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    icon = icons.icon("stop", "accent")
    big = QSize(64, 64)
    assert colours(icon.pixmap(big)) >= {theme.LIGHT.accent}
    theme.apply(qapp, "dark")
    assert colours(icon.pixmap(big)) >= {QColor(theme.DARK.accent).name().upper()}


def test_states_have_their_tones(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    icon = icons.icon("stop", "muted", "accent")
    big = QSize(64, 64)
    on = icon.pixmap(big, QIcon.Mode.Normal, QIcon.State.On)
    off = icon.pixmap(big, QIcon.Mode.Disabled, QIcon.State.Off)
    assert theme.LIGHT.accent in colours(on)
    assert theme.LIGHT.faint in colours(off)


def test_engine_outlives_its_python_names(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    buttons = [QToolButton() for _ in range(200)]
    for button in buttons:
        button.setIcon(icons.icon("plus"))
    gc.collect()
    assert all(ink(button.icon().pixmap(SIZE)) > 0 for button in buttons)
    copies = [QIcon(button.icon()) for button in buttons]
    del buttons
    gc.collect()
    assert all(ink(copy.pixmap(SIZE)) > 0 for copy in copies)
