"""A row that opens what it stands for: title, a word at the right, a chevron that points down where it is open."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from apiclient_gui.ui import icons, theme

_HEIGHT = 38


class Disclosure(QAbstractButton):
    """A button as wide as its card. `aside` is the word at the right ("possible"). Checkable, it stays when it is open."""

    def __init__(self, title: str, aside: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self._aside = aside
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font(bold=True))
        self.setAccessibleName(f"{title}, {aside}" if aside else title)
        self.setToolTip("Show")

    def sizeHint(self) -> QSize:  # Qt's name
        height = max(_HEIGHT, self.fontMetrics().height() + 2 * theme.M)
        return QSize(self.fontMetrics().averageCharWidth() * 24, height)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(theme.L, 0, -theme.M, 0)
        side = theme.icon_size()
        chevron = QRect(
            room.right() - side.width(),
            room.center().y() - side.height() // 2,
            side.width(),
            side.height(),
        )
        scale = self.devicePixelRatio()
        picture = "chevron-down" if self.isChecked() else "chevron-right"
        painter.drawPixmap(chevron, icons.pixmap(picture, "muted", side, scale))
        room.setRight(chevron.left() - theme.XS)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.colour("muted"))
        painter.drawText(room, right, self._aside)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(self._aside) - theme.M)
        painter.setFont(self.font())
        painter.setPen(theme.colour("accent" if self.underMouse() else "text"))
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, left, words)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 9, 9)
