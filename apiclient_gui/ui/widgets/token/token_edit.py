"""Where a token is pasted, typed or dropped; its segments are coloured, and what is too long for an editor is kept aside."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from apiclient_gui.core.tokens import Token
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.compose.file_choice import dropped_files
from apiclient_gui.ui.widgets.token.segments import SegmentColours, SegmentLegend

LONGEST: Final = 20_000  # characters; API Gateway takes 10,240 bytes, and wrapping takes the square of a line's length
_SAMPLE: Final = 1_000
_PAUSE_MS: Final = 80
_LINES: Final = (2, 5)
_HINT: Final = "Paste a token, with or without the word Bearer, or drop a file that holds one"


class TokenEdit(QWidget):
    """`changed` a moment after each edit; `pasted` when a text came whole; `file_dropped` carries a path."""

    changed = Signal()
    pasted = Signal(str)
    file_dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._aside = ""
        self._told = ""
        self.editor = _Editor()
        self.editor.setAccessibleName("Token")
        self.editor.setPlaceholderText(_HINT)
        self._colours = SegmentColours(self.editor.document())
        self.legend = SegmentLegend()
        self.note = label.note()
        self.note.setWordWrap(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.editor.textChanged.connect(self._edited)
        self.editor.arrived.connect(self._take)
        self.editor.file_dropped.connect(self.file_dropped)
        below = QHBoxLayout()
        below.setSpacing(theme.M)
        below.addWidget(self.legend, 1)
        below.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self.editor)
        column.addLayout(below)
        self.setFocusProxy(self.editor)

    def text(self) -> str:
        """Return the whole text."""
        return self._aside or self.editor.text()

    def set_text(self, text: str) -> None:
        """Show another text, with nothing to undo; `changed` follows at once."""
        blocked = self.editor.blockSignals(True)
        large = len(text) > LONGEST
        self._aside = text if large else ""
        shown = text[:_SAMPLE] + "…" if large else text
        self.editor.setPlainText(shown.encode("utf-8", "replace").decode())
        self.editor.setReadOnly(large)
        self.editor.blockSignals(blocked)
        self.editor.fit()
        first = f"The first {_SAMPLE:,} of {len(text):,} characters are shown"
        self.note.setText(first if large else "")
        self._pause.stop()
        self._told = text
        self.changed.emit()

    def show_token(self, token: Token) -> None:
        """Colour the segments of the text as this token has them."""
        segments = len(token.lengths) in {3, 5} and token.kind != "opaque"
        self._colours.switch(on=segments)
        self.legend.show_token(token if segments else None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            # Its colours stand in the document.
            QTimer.singleShot(0, self, self._colours.rehighlight)

    def _take(self, inserted: str, whole: str) -> None:
        if len(whole) > LONGEST:
            self.set_text(whole)
        self.pasted.emit(inserted)

    def _edited(self) -> None:
        self.editor.fit()
        self._pause.start()

    def _tell(self) -> None:
        # Qt calls new colours an edit, too.
        text = self.text()
        if text != self._told:
            self._told = text
            self.changed.emit()


class _Editor(QPlainTextEdit):
    """`arrived` carries what was pasted, and the whole text it makes."""

    arrived = Signal(str, str)
    file_dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.mono())
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(theme.S)
        self.fit()

    def text(self) -> str:
        # Not toPlainText: it makes blanks of no-break spaces, and those are worth a finding.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def fit(self) -> None:
        """Be as high as the text, from two lines to six."""
        line = self.fontMetrics().lineSpacing()
        broken = max(1, self.document().size().height())  # in lines
        lines = min(_LINES[1], max(_LINES[0], int(broken)))
        self.setFixedHeight(lines * line + 2 * theme.S + 2 * self.frameWidth() + theme.S)

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or bool(dropped_files(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = dropped_files(source)
        if files:
            self.file_dropped.emit(files[0])
            return
        text = source.text()
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        before = self.text()
        whole = before[:start] + text + before[end:]
        if len(whole) <= LONGEST:
            cursor.insertText(text)
            self.ensureCursorVisible()
        self.arrived.emit(text, whole)
