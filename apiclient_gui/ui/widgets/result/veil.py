"""A thin cover that says: this is still the old result, the new one is on its way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from apiclient_gui.ui import theme

_OPACITY = 0.55


class Veiled(QWidget):
    """A widget that can be dimmed where it stands; it keeps its size, its focus and its scrolling."""

    def __init__(self, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._veil = _Veil(self)
        stack = QStackedLayout(self)
        stack.setStackingMode(QStackedLayout.StackingMode.StackAll)
        stack.addWidget(inner)
        stack.addWidget(self._veil)
        stack.setCurrentWidget(self._veil)

    @property
    def dimmed(self) -> bool:
        """Whether the cover is on."""
        return self._veil.on

    def dim(self, on: bool) -> None:
        """Put the cover on, or take it off."""
        self._veil.on = on
        self._veil.update()


class _Veil(QWidget):
    # Painted over, not a QGraphicsOpacityEffect: that one paints every view below it anew into a picture.

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.on = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.on:
            painter = QPainter(self)
            painter.setOpacity(_OPACITY)
            painter.fillRect(self.rect(), theme.colour("bg"))
