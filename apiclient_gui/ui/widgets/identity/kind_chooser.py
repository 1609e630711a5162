"""Where a new identity begins: the kinds there are, each with what it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.identity.base import Kind
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.identity.kind_words import group_of, icon_of, yields_keys
from apiclient_gui.ui.widgets.page_head import PageHead

_WIDTH: Final = 640
_TEACH: Final = (
    "An identity is a name for who you are and how you get credentials; requests are sent with it. "
    "Its facts stand in the workspace, its secrets in your keyring."
)


class KindChooser(QWidget):
    """`chosen` carries the id of the kind that was picked, `left` when the person goes back.

    `imported` when AWS keys are there as text or in a file.
    """

    chosen = Signal(str)
    imported = Signal()
    left = Signal()

    def __init__(self, kinds: Sequence[Kind], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = button("Cancel")
        self._back.clicked.connect(self.left)
        place = QWidget()
        place.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(label.text(_TEACH, "muted"))
        self._offers: list[_Offer] = []
        for title in dict.fromkeys(map(group_of, kinds)):
            group = [kind for kind in kinds if group_of(kind) == title]
            column.addSpacing(theme.S)
            column.addLayout(self._heading(title, imports=yields_keys(group[0])))
            for kind in group:
                column.addWidget(self._offer(kind))
        page = QWidget()
        page.setProperty("kind", "page")
        around = QVBoxLayout(page)
        around.setContentsMargins(theme.XL, 0, theme.XL, theme.XL)
        around.addWidget(place)
        around.addStretch()
        scroll = QScrollArea()
        scroll.setAccessibleName("Kinds of identities")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(PageHead("New identity", buttons=(self._back,)))
        outer.addWidget(scroll, 1)
        self.setFocusProxy(self._offers[0])

    def _heading(self, title: str, *, imports: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label.heading(title))
        row.addStretch()
        if imports:
            link = button("Import keys…", "link")
            link.setToolTip("Keys that you have as text, or in a file such as ~/.aws/credentials")
            link.clicked.connect(self.imported)
            row.addWidget(link)
        return row

    def _offer(self, kind: Kind) -> _Offer:
        offer = _Offer(kind)
        offer.clicked.connect(lambda: self.chosen.emit(kind.id))
        offer.stepped.connect(lambda by: self._step(offer, by))
        self._offers.append(offer)
        return offer

    def let_back(self, *, possible: bool) -> None:
        """Say whether there is something to go back to."""
        self._back.setVisible(possible)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        if event.key() == Qt.Key.Key_Escape and not self._back.isHidden():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, offer: _Offer, by: int) -> None:
        at = self._offers.index(offer) + by
        if 0 <= at < len(self._offers):
            self._offers[at].setFocus()


class _Offer(QAbstractButton):
    """A kind: icon, title, and beneath it when to choose it. `stepped`: Up (-1) or Down (1) was pressed."""

    stepped = Signal(int)

    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self.setText(kind.title)
        self._hint = kind.hint
        self._icon = icon_of(kind)
        self.setAccessibleDescription(kind.hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # Qt's name
        return QSize(theme.XXL * 12, self._height(self.width()))

    def minimumSizeHint(self) -> QSize:  # Qt's name
        return QSize(theme.XXL * 6, self._height(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        self.setFixedHeight(self._height(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                # Not left to the scroll area around, which would scroll.
                self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("hover" if self.underMouse() else "surface"))
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if focused else "border"), 2 if focused else 1))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 9, 9)
        side = theme.icon_size()
        scale = self.devicePixelRatio()
        middle = (self.height() - side.height()) // 2
        painter.drawPixmap(theme.L, middle, icons.pixmap(self._icon, "accent", side, scale))
        room = self._room(self.width())
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour("text"))
        line = painter.fontMetrics().height()
        painter.drawText(QRect(room.left(), theme.M, room.width(), line), 0, self.text())
        painter.setFont(theme.font(theme.NOTE))
        painter.setPen(theme.colour("muted"))
        below = QRect(room.left(), theme.M + line + 2, room.width(), self.height())
        painter.drawText(below, int(Qt.TextFlag.TextWordWrap), self._hint)

    def _room(self, width: int) -> QRect:
        left = theme.L + theme.icon_size().width() + theme.M
        return QRect(left, 0, max(width - left - theme.L, 1), 0)

    def _height(self, width: int) -> int:
        line = QFontMetrics(theme.font(bold=True)).height()
        note = QFontMetrics(theme.font(theme.NOTE))
        room = self._room(max(width, theme.XXL * 6))
        wrapped = note.boundingRect(
            QRect(0, 0, room.width(), 1000), int(Qt.TextFlag.TextWordWrap), self._hint
        )
        return 2 * theme.M + line + 2 + wrapped.height()
