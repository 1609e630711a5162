"""Two or more panes with a line between them that mouse and keyboard can move."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from apiclient_gui.ui import theme

_GRAB = 7
_STEP = 24


class SplitView(QSplitter):
    """A splitter whose shares can be kept and given back. `moved` when the person changed them."""

    moved = Signal()

    def __init__(
        self, orientation: Qt.Orientation, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(orientation, parent)
        self._name = name
        self.setHandleWidth(_GRAB)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda _at, _index: self.moved.emit())

    def createHandle(self) -> QSplitterHandle:  # Qt's name
        handle = _Handle(self.orientation(), self)
        handle.setAccessibleName(f"Divider of {self._name}")
        return handle

    def shares(self) -> tuple[float, ...]:
        """Return each pane's share of the room, together 1."""
        sizes = self.sizes()
        whole = sum(sizes) or 1
        return tuple(size / whole for size in sizes)

    def set_shares(self, shares: tuple[float, ...]) -> None:
        """Give the panes their shares; a tuple of another length is left alone (a pane came or went)."""
        if len(shares) == self.count():
            # In true px: what is too much Qt takes away by stretch, not by share.
            whole = sum(self.sizes()) or 10_000
            self.setSizes([max(1, round(share * whole)) for share in shares])


class _Handle(QSplitterHandle):
    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        across = self.orientation() is Qt.Orientation.Horizontal
        less, more = (
            (Qt.Key.Key_Left, Qt.Key.Key_Right) if across else (Qt.Key.Key_Up, Qt.Key.Key_Down)
        )
        if event.key() not in (less, more):
            super().keyPressEvent(event)
            return
        now = self.x() if across else self.y()
        self.moveSplitter(now + (_STEP if event.key() == more else -_STEP))

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        busy = self.hasFocus() or self.underMouse()
        thick = 2 if busy else 1
        room = self.rect()
        if self.orientation() is Qt.Orientation.Horizontal:
            room.setLeft(room.center().x())
            room.setWidth(thick)
        else:
            room.setTop(room.center().y())
            room.setHeight(thick)
        painter.fillRect(room, theme.colour("accent" if busy else "border"))
