"""Tabs with an underline and counts, as in the sketches; bold marks the chosen one without moving the others."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QTabBar, QTabWidget, QWidget

from apiclient_gui.ui import theme

_HEIGHT = 36
_UNDERLINE = 2


class TabBar(QTabBar):
    """The bar itself. A count stands in a tab's data."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)

    def tabSizeHint(self, index: int) -> QSize:  # Qt's name
        bold = QFontMetrics(theme.font(bold=True))
        plain = QFontMetrics(theme.font())
        width = bold.horizontalAdvance(self._title(index)) + 2 * theme.M
        count = self._count(index)
        if count:
            width += theme.S + plain.horizontalAdvance(count)
        return QSize(width, max(_HEIGHT, bold.height() + theme.L))

    def minimumTabSizeHint(self, index: int) -> QSize:  # Qt's name
        return self.tabSizeHint(index)

    def _title(self, index: int) -> str:
        title, _count = self.tabData(index) or (self.tabText(index), "")
        return str(title)

    def _count(self, index: int) -> str:
        _title, count = self.tabData(index) or ("", "")
        return str(count)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(self.count()):
            if self.isTabVisible(index):
                self._paint_tab(painter, index, self.tabRect(index))
        painter.end()

    def _paint_tab(self, painter: QPainter, index: int, room: QRect) -> None:
        chosen = index == self.currentIndex()
        hover = room.contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
        painter.setFont(theme.font(bold=chosen))
        tone = "text" if chosen or hover else "muted"
        painter.setPen(theme.colour(tone if self.isTabEnabled(index) else "faint"))
        inner = room.adjusted(theme.M, 0, -theme.M, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, flags, self._title(index))
        if self._count(index):
            painter.setFont(theme.font())
            painter.setPen(theme.colour("muted"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inner, right, self._count(index))
        if chosen:
            painter.fillRect(
                QRect(room.left(), room.bottom() - _UNDERLINE + 1, room.width(), _UNDERLINE),
                theme.colour("accent"),
            )
        if chosen and self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(room.adjusted(1, 2, -1, -2 - _UNDERLINE), 5, 5)


class TabPages(QTabWidget):
    """Pages under a tab bar, addressed by key. `turned` carries the key of the page that came to the front."""

    turned = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[str] = []
        bar = TabBar(self)
        bar.setAccessibleName(name)
        self.setTabBar(bar)
        self.setDocumentMode(True)
        self.currentChanged.connect(self._tell)

    def add_page(self, key: str, title: str, page: QWidget) -> None:
        """Add a page at the right end."""
        self._keys.append(key)
        index = self.addTab(page, title)
        self._label(index, title, "")

    def set_count(self, key: str, count: int) -> None:
        """Show how many things the page holds behind its title; 0 shows none."""
        index = self._keys.index(key)
        title, _old = self.tabBar().tabData(index)
        self._label(index, title, str(count) if count else "")

    def set_title(self, key: str, title: str) -> None:
        """Change the title of a page ("Auth · SigV4")."""
        index = self._keys.index(key)
        _old, count = self.tabBar().tabData(index)
        self._label(index, title, count)

    def show_page(self, key: str, shown: bool) -> None:
        """Take a tab away or bring it back, page kept."""
        index = self._keys.index(key)
        # Qt forgets that the bar is to be laid out anew when it is told what it knows already: a gap would stay.
        if self.isTabVisible(index) != shown:
            self.setTabVisible(index, shown)

    def turn_to(self, key: str) -> None:
        """Bring a page to the front; ValueError for a key that was never added."""
        self.setCurrentIndex(self._keys.index(key))

    @property
    def current(self) -> str:
        """The key of the page in front; empty without pages."""
        index = self.currentIndex()
        return self._keys[index] if 0 <= index < len(self._keys) else ""

    def _label(self, index: int, title: str, count: str) -> None:
        self.tabBar().setTabData(index, (title, count))
        # The text is what a screen reader says; the bar paints title and count apart.
        self.setTabText(index, f"{title} {count}".strip())

    def _tell(self, index: int) -> None:
        if 0 <= index < len(self._keys):
            self.turned.emit(self._keys[index])
