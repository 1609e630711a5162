"""Labels: headings, notes, and one that gives way with an ellipsis instead of pushing its neighbours."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QStyle, QStyleOption, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone


def heading(text: str = "", size: int = theme.BODY, parent: QWidget | None = None) -> QLabel:
    """Return a bold line: `theme.PAGE` for a page, `theme.TITLE` for a finding, `theme.BODY` for a card."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(size, bold=True))
    return made


def text(
    words: str = "",
    tone: Tone = "text",
    size: int = theme.BODY,
    *,
    wrap: bool = True,
    parent: QWidget | None = None,
) -> QLabel:
    """Return plain words that wrap and can be selected; never read as HTML, because some come from a server."""
    made = QLabel(words, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(theme.font(size))
    made.setWordWrap(wrap)
    made.setProperty("tone", tone)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def note(words: str = "", parent: QWidget | None = None) -> QLabel:
    """Return small muted words."""
    return text(words, "muted", theme.NOTE, parent=parent)


class ElideLabel(QLabel):
    """One line that ends in an ellipsis where the room ends; the whole text is its tooltip."""

    def __init__(
        self,
        words: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:  # Qt's name
        return QSize(self.fontMetrics().horizontalAdvance("…") * 3, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        whole = self._shown() == self.text()
        self.setToolTip("" if whole else self.text())

    def setText(self, words: str) -> None:  # Qt's name
        super().setText(words)
        self.setToolTip("" if self._shown() == words else words)

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(
            self.text().replace("\n", " "), self._mode, self.contentsRect().width()
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        # The colour of `tone` reaches the option's palette when the sheet's rule is drawn, not before.
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            self._shown(),
            QPalette.ColorRole.WindowText,
        )
