"""An editor for bodies and policies: monospace, exact, with a line that says whether it is JSON."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.json_colours import JsonColours
from apiclient_gui.ui.widgets.json_hint import Hint, check_json

Language = Literal["json", "text"]

_PAUSE_MS = 250
_INDENT = "  "
MOST_CHARACTERS: Final = 300_000  # pasting three times as many holds up the window for 1.5 s
_LONGEST_LINE = 20_000  # wrapping takes the square of a line's length: 1.2 s for 200,000 characters


class CodeEdit(QWidget):
    """Text as typed. `changed` on every edit by the person; `hinted` when the line about JSON was made anew.

    Tab puts two blanks, or indents the selected lines, Shift+Tab takes them back; Esc, then Tab leaves the editor.
    """

    changed = Signal()
    hinted = Signal()
    overflowed = Signal(
        str
    )  # the whole text that a paste would have made, too long to be edited here

    def __init__(
        self, name: str, language: Language = "json", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.hint: Hint | None = None
        self._given = ""
        self._language: Language = language
        self.editor = _Editor(self)
        self.editor.setAccessibleName(name)
        self.editor.setAccessibleDescription("Tab indents; press Esc, then Tab to leave")
        self._colours = JsonColours(self.editor.document())
        self._words = button("", "link")
        self._words.setFont(theme.font(theme.NOTE))
        self._words.clicked.connect(self._go_to_error)
        self._wrap = icon_button("wrap", "Wrap long lines", checkable=True)
        self._wrap.toggled.connect(self.set_wrap)
        self._wrap.setChecked(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.editor.textChanged.connect(self._edited)
        self.editor.pasting.connect(self._spare_the_layout)
        self.editor.overflowed.connect(self.overflowed)
        below = QHBoxLayout()
        below.setContentsMargins(theme.XS, 0, 0, 0)
        below.addWidget(self._words)
        below.addStretch()
        below.addWidget(self._wrap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self.editor, 1)
        column.addLayout(below)
        self.setFocusProxy(self.editor)
        self.set_language(language)

    def text(self) -> str:
        """Return what was given to `set_text`, to the character, until it is edited; then what stands in the editor.

        The editor's own `toPlainText` turns no-break spaces into blanks, and a body goes out as typed.
        """
        document = self.editor.document()
        if not document.isModified():
            return self._given
        return document.toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def set_text(self, text: str) -> None:
        """Show this text, with nothing to undo; `changed` stays silent."""
        self._given = text
        self._spare_the_layout(text)
        blocked = self.editor.blockSignals(True)
        self.editor.setPlainText(text.encode("utf-8", "replace").decode())
        self.editor.document().setModified(False)
        self.editor.blockSignals(blocked)
        self._look()

    def set_language(self, language: Language) -> None:
        """Say whether the text is meant to be JSON; other text gets neither colours nor a hint."""
        self._language = language
        self._colours.on = language == "json"
        self._colours.rehighlight()
        self._look()

    def set_wrap(self, on: bool) -> None:
        """Wrap long lines, or scroll sideways; a line beyond 20,000 characters stays unwrapped."""
        wraps = on and not _is_too_long(self.text())
        mode = QPlainTextEdit.LineWrapMode
        self.editor.setLineWrapMode(mode.WidgetWidth if wraps else mode.NoWrap)
        self._wrap.setChecked(wraps)

    def _spare_the_layout(self, text: str) -> None:
        if _is_too_long(text):
            self.set_wrap(False)

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor there (both from 1) and focus the editor."""
        block = self.editor.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(
            QTextCursor.MoveOperation.Right,
            QTextCursor.MoveMode.MoveAnchor,
            max(0, min(column - 1, block.length() - 1)),
        )
        self.editor.setTextCursor(cursor)
        self.editor.setFocus()

    def _edited(self) -> None:
        # Colouring changes formats, and Qt tells that as a change of the text, too.
        if self.editor.document().isModified():
            self._pause.start()
            self.changed.emit()

    def _look(self) -> None:
        self._pause.stop()
        self.hint = check_json(self.text()) if self._language == "json" else None
        hint = self.hint
        sign = "" if hint is None else "✓ " if hint.valid else "✕ "
        self._words.setText(sign + (hint.words if hint else ""))
        self._words.setEnabled(hint is not None and hint.line > 0)
        tone = "muted" if hint is None else "ok" if hint.valid else "bad"
        theme.mark(self._words, tone=tone)
        self.hinted.emit()

    def _go_to_error(self) -> None:
        if self.hint is not None and self.hint.line:
            self.go_to(self.hint.line, self.hint.column)


def _is_too_long(text: str) -> bool:
    return len(text) > _LONGEST_LINE and max(map(len, text.splitlines())) > _LONGEST_LINE


class _Editor(QPlainTextEdit):
    pasting = Signal(str)
    overflowed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(theme.mono())
        self.setTabStopDistance(QFontMetricsF(self.font()).horizontalAdvance(_INDENT))
        self._may_leave = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._may_leave = False

    def insertFromMimeData(self, source: QMimeData) -> None:
        words = source.text()
        if len(words) + self.document().characterCount() > MOST_CHARACTERS:
            self.overflowed.emit(self._with(words))
            return
        self.pasting.emit(words)
        super().insertFromMimeData(source)

    def _with(self, words: str) -> str:
        cursor = self.textCursor()
        raw = self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
        units = raw.encode("utf-16-le", "surrogatepass")  # Qt counts in these
        before = units[: 2 * cursor.selectionStart()].decode("utf-16-le", "surrogatepass")
        after = units[2 * cursor.selectionEnd() :].decode("utf-16-le", "surrogatepass")
        return before + words + after

    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaving, self._may_leave = self._may_leave, event.key() == Qt.Key.Key_Escape
        cursor = self.textCursor()
        match event.key():
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab if leaving:
                # QPlainTextEdit's own version refuses while Tab is a character.
                QWidget.focusNextPrevChild(self, event.key() == Qt.Key.Key_Tab)
            case Qt.Key.Key_Tab:
                if cursor.hasSelection():
                    self._shift(cursor, deeper=True)
                else:
                    cursor.insertText(_INDENT)
            case Qt.Key.Key_Backtab:
                self._shift(cursor, deeper=False)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                line = cursor.block().text()[: cursor.positionInBlock()]
                indent = line[: len(line) - len(line.lstrip(" "))]
                deeper = _INDENT if line.rstrip().endswith(("{", "[")) else ""
                cursor.insertText("\n" + indent + deeper)
                self.ensureCursorVisible()
            case _:
                super().keyPressEvent(event)

    def _shift(self, cursor: QTextCursor, *, deeper: bool) -> None:
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        for number in range(first, last + 1):
            block = document.findBlockByNumber(number)
            at = QTextCursor(block)
            if deeper:
                at.insertText(_INDENT)
            else:
                words = block.text()
                blanks = min(len(_INDENT), len(words) - len(words.lstrip(" ")))
                move = QTextCursor.MoveOperation.Right
                at.movePosition(move, QTextCursor.MoveMode.KeepAnchor, blanks)
                at.removeSelectedText()
        cursor.endEditBlock()
