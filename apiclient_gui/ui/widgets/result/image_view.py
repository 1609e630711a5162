"""An image in the middle of its page: as large as fits, or pixel by pixel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.result.choice import choices
from apiclient_gui.ui.widgets.result.picture import Picture

_SQUARE: Final = 8  # pixels of the ground that shows through what is transparent


class ImageView(QWidget):
    """`tools` is the row above: fitted or in its own size. Words stand below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = Canvas(name)
        self._notice = label.note()
        self._fit, self._own, group = choices(
            self,
            ("Fit", "As large as the page allows, never enlarged"),
            ("1:1", "One pixel of the image is one of the screen"),
        )
        group.buttonToggled.connect(lambda *_: self.canvas.set_fit(self._fit.isChecked()))
        self.tools = QHBoxLayout()
        self.tools.setSpacing(theme.XS)
        self.tools.addStretch()
        self.tools.addWidget(self._fit)
        self.tools.addWidget(self._own)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(self.tools)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._notice)
        lead_focus(self, self.canvas)

    def set_picture(self, picture: Picture | None, *, about: str = "") -> None:
        """Show another image, or none; `about` are words below it."""
        self.canvas.set_image(picture.image if picture else None)
        self._notice.setText(about)
        if picture is not None:
            size = picture.image.size()
            said = f"{picture.form.upper()} image, {size.width()} by {size.height()} pixels"
            self.canvas.setAccessibleDescription(said)

    def notice(self) -> str:
        """Return the words below the image."""
        return self._notice.text()


class Canvas(QAbstractScrollArea):
    """Paints one image over a chequered ground; dragged with the mouse where it is larger than the page."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", "lines")
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._fit = True
        self._held = QPoint()

    def set_image(self, image: QImage | None) -> None:
        """Show another image, or none."""
        self._image = image
        self._measure()

    def set_fit(self, on: bool) -> None:
        """Shrink what is larger than the page, or scroll."""
        self._fit = on
        self._measure()

    @property
    def shown(self) -> QSize:
        """The size in which the image stands on the page."""
        if self._image is None:
            return QSize()
        size = self._image.size()
        if not self._fit:
            return (size.toSizeF() / self.devicePixelRatioF()).toSize().expandedTo(QSize(1, 1))
        room = self.viewport().size() - QSize(2 * theme.L, 2 * theme.L)
        if size.width() <= room.width() and size.height() <= room.height():
            return size
        return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))

    def _measure(self) -> None:
        self._scaled = None
        shown, room = self.shown, self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(room.width())
        down.setPageStep(room.height())
        across.setRange(0, 0 if self._fit else max(0, shown.width() - room.width()))
        down.setRange(0, 0 if self._fit else max(0, shown.height() - room.height()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        if self._image is None:
            return
        size, room = self.shown, self.viewport().size()
        left = max(0, room.width() - size.width()) // 2 - self.horizontalScrollBar().value()
        top = max(0, room.height() - size.height()) // 2 - self.verticalScrollBar().value()
        place = QRect(QPoint(left, top), size)
        if self._image.hasAlphaChannel():
            painter.drawTiledPixmap(place, _ground())
        if self._fit:
            painter.drawImage(place, self._fitted(size))
        else:
            painter.drawImage(place, self._image)

    def _fitted(self, size: QSize) -> QImage:
        assert self._image is not None
        if self._scaled is None:
            # Once: 64 million pixels take 20 ms.
            ratio = self.devicePixelRatioF()
            wanted = (size.toSizeF() * ratio).toSize().boundedTo(self._image.size())
            keep, smooth = Qt.AspectRatioMode, Qt.TransformationMode.SmoothTransformation
            self._scaled = self._image.scaled(wanted, keep.IgnoreAspectRatio, smooth)
        return self._scaled

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            moved, self._held = event.position().toPoint() - self._held, event.position().toPoint()
            for bar, by in (
                (self.horizontalScrollBar(), moved.x()),
                (self.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - by)


def _ground() -> QPixmap:
    tile = QPixmap(2 * _SQUARE, 2 * _SQUARE)
    tile.fill(theme.colour("raised"))
    painter = QPainter(tile)
    for x, y in ((0, 0), (_SQUARE, _SQUARE)):
        painter.fillRect(x, y, _SQUARE, _SQUARE, theme.colour("sunken"))
    painter.end()
    return tile
