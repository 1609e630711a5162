"""Our own icons, drawn in the colours of the look: crisp at every scale, recoloured by themselves when it changes.

Each is an SVG of 24 x 24 with strokes in `currentColor`, rendered when painted and kept in Qt's pixmap cache.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from apiclient_gui.core import resources
from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone


class _Engine(QIconEngine):
    # Asked anew at each paint, so a change of the look needs no walk over the buttons. There is no `clone`: Qt asks for one
    # only to add pictures to an icon, and one made in Python is collected under Qt's hands (measured: it crashes).

    def __init__(self, name: str, tone: Tone, checked: Tone) -> None:
        super().__init__()
        self._name = name
        self._tone = tone
        self._checked = checked

    def _now(self, mode: QIcon.Mode, state: QIcon.State) -> Tone:
        if mode is QIcon.Mode.Disabled:
            return "faint"
        return self._checked if state is QIcon.State.On else self._tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatio()
        picture = pixmap(self._name, self._now(mode, state), rect.size(), scale)
        painter.drawPixmap(rect, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return pixmap(self._name, self._now(mode, state), size, 1.0)


def icon(name: str, tone: Tone = "muted", checked: Tone | None = None) -> QIcon:
    """Return the icon in the colour of `tone`, and of `checked` where a button is on."""
    return QIcon(_Engine(name, tone, checked or tone))


def pixmap(name: str, tone: Tone, size: QSize, scale: float = 1.0) -> QPixmap:
    """Return the icon as a picture. `size` in logical px; `scale` is the screen's device pixel ratio."""
    colour = theme.colour(tone).name()
    key = f"icon:{name}:{colour}:{size.width()}x{size.height()}@{scale}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    made = QPixmap(size * scale)
    made.fill(Qt.GlobalColor.transparent)
    side = min(made.width(), made.height())
    place = QRectF((made.width() - side) / 2, (made.height() - side) / 2, side, side)
    painter = QPainter(made)
    svg = _source(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, place)
    painter.end()
    made.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, made)
    return made


@cache
def _source(name: str) -> str:
    return resources.read(f"icons/{name}.svg")
