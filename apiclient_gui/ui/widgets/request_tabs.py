"""The strip of open requests: a method and a name a tab, with the marks of what is not saved, on its way, or new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, QPoint, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QTabBar, QToolButton, QWidget

from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.method_badge import paint_badge, short

_HEIGHT: Final = 36
_NARROWEST: Final = 120
_WIDEST: Final = 224
_CLOSE: Final = 18  # side of the cross and its ground
_LINE: Final = 2
_LONGEST: Final = 200  # characters of a name that are measured; a file may hold one of megabytes

Mark = Literal["", "sending", "arrived", "failed"]
_SPOKEN: Final[dict[Mark, str]] = {
    "": "",
    "sending": ", on its way",
    "arrived": ", answer arrived",
    "failed": ", not answered",
}


@dataclass(frozen=True, slots=True)
class Face:
    """What a tab shows. `tip` is its path; `mark` tells of sending while another tab is shown."""

    method: str
    name: str
    tip: str
    unsaved: bool = False
    preview: bool = False
    mark: Mark = ""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        unsaved = ", not saved" if self.unsaved else ""
        preview = ", preview" if self.preview else ""
        return f"{self.method} {self.name[:_LONGEST]}{unsaved}{preview}{_SPOKEN[self.mark]}"


class RequestTabs(QFrame):
    """Says what the person wants; the owner shows what came of it. Numbers count the tabs from the left."""

    chosen = Signal(int)
    closed = Signal(int)
    pinned = Signal(int)
    moved = Signal(int, int)  # from, to
    menu_wanted = Signal(int, QPoint)  # a place on the screen
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "strip")
        self.bar = _Bar(self)
        self.new = icon_button("plus", "New tab", shortcut="Ctrl+T")
        self.new.clicked.connect(self.new_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.S, 0)
        row.setSpacing(theme.XS)
        row.addWidget(self.bar)
        row.addWidget(self.new)
        row.addStretch(1)
        self.bar.currentChanged.connect(self._tell)
        self._showing = False

    def show_tabs(self, faces: Sequence[Face], current: int) -> None:
        """Show these tabs; nothing is signalled."""
        self._showing = True
        bar = self.bar
        while bar.count() > len(faces):
            bar.removeTab(bar.count() - 1)
        for at, face in enumerate(faces):
            if at >= bar.count():
                bar.addTab("")
            bar.show_face(at, face)
        bar.setCurrentIndex(current)
        self._showing = False

    def show_menu(self) -> None:
        """Ask for the menu of the current tab, for the menu key."""
        at = self.bar.currentIndex()
        self.menu_wanted.emit(at, self.bar.mapToGlobal(self.bar.tabRect(at).bottomLeft()))

    def _tell(self, at: int) -> None:
        if not self._showing and at >= 0:
            self.chosen.emit(at)


class _Bar(QTabBar):
    def __init__(self, strip: RequestTabs) -> None:
        super().__init__(strip)
        self._strip = strip
        self._pressed = -1
        self._pressed_at = QPoint()
        self._cross = -1  # the tab whose cross is pressed
        self.setAccessibleName("Open requests")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        for scroll in self.findChildren(QToolButton):
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # arrows go on to tabs out of sight

    def show_face(self, at: int, face: Face) -> None:
        if self.tabData(at) == face:
            return
        self.setTabData(at, face)
        self.setTabToolTip(at, face.tip)
        self.setAccessibleTabName(at, face.spoken)
        # The text has no other use than to have the bar lay itself out anew.
        self.setTabText(at, face.name[:_LONGEST])

    # ---- sizes

    def tabSizeHint(self, index: int) -> QSize:
        face = self.tabData(index)
        metrics = QFontMetrics(theme.font())
        wide = theme.M + _CLOSE + theme.S + theme.S
        if isinstance(face, Face):
            wide += _badge_width(face.method) + metrics.horizontalAdvance(face.name[:_LONGEST])
        return QSize(min(max(wide, _NARROWEST), _WIDEST), max(_HEIGHT, metrics.height() + theme.L))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        at = self.currentIndex()
        if at > 0 and event.size().width() > event.oldSize().width():
            # Qt scrolls to the current tab, but never back when there is more room: the others would stay out of sight.
            with QSignalBlocker(self):
                self.setCurrentIndex(0)
                self.setCurrentIndex(at)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def _cross_room(self, room: QRect) -> QRect:
        top = room.center().y() - _CLOSE // 2 + 1
        return QRect(room.right() - theme.S - _CLOSE + 1, top, _CLOSE, _CLOSE)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.mapFromGlobal(self.cursor().pos()) if self.underMouse() else QPoint(-1, -1)
        for at in range(self.count()):
            face = self.tabData(at)
            if isinstance(face, Face):
                self._paint_tab(painter, at, face, here)
        painter.end()

    def _paint_tab(self, painter: QPainter, at: int, face: Face, here: QPoint) -> None:
        room = self.tabRect(at)
        chosen, hover = at == self.currentIndex(), room.contains(here)
        if chosen or hover:
            painter.fillRect(room, theme.colour("bg" if chosen else "hover"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(room.right(), room.top(), room.right(), room.bottom())
        if chosen:
            painter.fillRect(
                QRect(room.left(), room.top(), room.width() - 1, _LINE), theme.colour("accent")
            )
        inner = room.adjusted(theme.M, _LINE, 0, 0)
        paint_badge(painter, inner, face.method)
        cross = self._cross_room(room)
        inner.setLeft(inner.left() + _badge_width(face.method))
        inner.setRight(cross.left() - theme.XS)
        font = theme.font()
        font.setItalic(face.preview)
        self._write(painter, inner, face, font, "text" if chosen or hover else "muted")
        self._paint_end(painter, cross, face, here if hover or chosen else None)
        if chosen and self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(2, _LINE + 2, -3, -2), 5, 5)

    def _write(self, painter: QPainter, room: QRect, face: Face, font: QFont, tone: str) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(tone))
        elided = QFontMetrics(font).elidedText(
            face.name[:_LONGEST], Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)

    def _paint_end(self, painter: QPainter, room: QRect, face: Face, here: QPoint | None) -> None:
        """Paint what stands at the end: the cross under the mouse, else a mark, else the cross of the chosen one."""
        over = here is not None and room.contains(here)
        middle = QPoint(room.center().x() + 1, room.center().y() + 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if over:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("border"))
            painter.drawRoundedRect(room, 4, 4)
        if not over and face.mark == "sending":
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawArc(QRect(middle.x() - 5, middle.y() - 5, 10, 10), 90 * 16, -270 * 16)
        elif not over and face.mark:
            # A ring, not a dot: the dot means that something is not saved.
            painter.setPen(QPen(theme.colour("ok" if face.mark == "arrived" else "bad"), 2))
            painter.drawEllipse(middle, 4, 4)
        elif not over and face.unsaved:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(middle, 4, 4)
        elif here is not None:
            size = QSize(14, 14)
            at = QPoint(room.center().x() - 6, room.center().y() - 6)
            picture = icons.pixmap("close", "muted", size, self.devicePixelRatio())
            painter.drawPixmap(at, picture)

    # ---- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        at = self.tabAt(here)
        left = event.button() is Qt.MouseButton.LeftButton
        self._cross = at if left and at >= 0 and self._crosses(at, here) else -1
        if self._cross >= 0 or event.button() is Qt.MouseButton.MiddleButton:
            return
        self._pressed, self._pressed_at = (at if left else -1), here
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        self.update()
        if self._pressed < 0 or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (here - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
            return
        at = self.tabAt(QPoint(here.x(), self.height() // 2))
        if at < 0 or at == self._pressed:
            return
        # Past the middle of its neighbour, or they would change places to and fro.
        middle = self.tabRect(at).center().x()
        if (here.x() > middle) == (at > self._pressed):
            before, self._pressed = self._pressed, at
            self._strip.moved.emit(before, at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        at, cross = self.tabAt(here), self._cross
        self._pressed = self._cross = -1
        middle = event.button() is Qt.MouseButton.MiddleButton
        if at >= 0 and (middle or (cross == at and self._crosses(at, here))):
            self._strip.closed.emit(at)
            return
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.tabAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if at >= 0:
            self._strip.pinned.emit(at)
        else:
            self._strip.new_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._strip.show_menu()
            return
        at = self.tabAt(event.pos())
        if at >= 0:
            self._strip.menu_wanted.emit(at, event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def _crosses(self, at: int, here: QPoint) -> bool:
        return self._cross_room(self.tabRect(at)).contains(here)


def _badge_width(method: str) -> int:
    # As wide as the word: names in a row need not be in line as in a list.
    return QFontMetrics(theme.mono(theme.NOTE - 1)).horizontalAdvance(short(method)) + theme.S
