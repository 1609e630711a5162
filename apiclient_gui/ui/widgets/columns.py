"""Two areas beside each other, or under each other where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from apiclient_gui.ui import theme


class Columns(QWidget):
    """Holds two widgets. Below `narrow` px in width the second one goes under the first."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        *,
        shares: tuple[int, int] = (3, 2),
        narrow: int = 760,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._narrow = narrow
        self._parts = (first, second)
        self._shares = shares
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.L)
        for part, share in zip(self._parts, shares, strict=True):
            self._box.addWidget(part, share)

    @property
    def is_stacked(self) -> bool:
        """Whether the second stands under the first."""
        return self._box.direction() is QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        stacked = self.width() < self._narrow
        if stacked != self.is_stacked:
            way = QBoxLayout.Direction
            self._box.setDirection(way.TopToBottom if stacked else way.LeftToRight)
            for number, share in enumerate(self._shares):
                self._box.setStretch(number, 0 if stacked and number else share)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        # The layout's own answer is the sum of both widths: the window could never get narrow enough to turn it.
        hints = [part.minimumSizeHint() for part in self._parts if not part.isHidden()]
        width = max((hint.width() for hint in hints), default=0)
        return QSize(width, super().minimumSizeHint().height())
