"""Text from the wire inside a card: selectable, broken wherever it must be, as high as it needs."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from apiclient_gui.ui import theme


class WireText(QTextEdit):
    """Read-only monospace text without a frame. A QLabel breaks at words only, and a signature has none."""

    def __init__(self, words: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "wire")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.mono())
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(0)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        # By mouse only: the rows of a card would stand between the person at the keyboard and its main action.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setPlainText(words)

    def show_words(self, words: str) -> None:
        """Show other words, and be as high as they need."""
        self.setPlainText(words)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(math.ceil(self.document().size().height()) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # Qt's name
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().height() + 2)

    def sizeHint(self) -> QSize:  # Qt's name
        return self.minimumSizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        # It never scrolls itself: the page around it does.
        event.ignore()
