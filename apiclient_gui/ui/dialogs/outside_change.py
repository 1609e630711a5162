"""What differs between a request as it is typed and as it stands in its file now, line by line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import documents
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button

_LONGEST: Final = 100_000  # characters of a file that are compared: more would take seconds
_GROUNDS: Final = {"-": "bad_soft", "+": "ok_soft"}


class OutsideChangeDialog(QDialog):
    """Shows both as their files: `−` is what is typed, `+` what stands on the disk."""

    def __init__(self, name: str, mine: Request, theirs: Request, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{name[:80]}: changed outside")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("kind", "read")
        self.text.setFont(theme.mono())
        self.text.setAccessibleName("Differences")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        lines = tuple(differences(mine, theirs))
        self.text.setPlainText("\n".join(lines))
        self._colour(lines)
        close = button("Close", "primary")
        close.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(
            label.note("− stands in the window and is not saved, + stands on the disk")
        )
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        self.resize(720, 480)

    def _colour(self, lines: tuple[str, ...]) -> None:
        cursor = QTextCursor(self.text.document())
        for line in lines:
            if line[:1] in _GROUNDS:
                ground = QTextBlockFormat()
                ground.setBackground(theme.colour(_GROUNDS[line[0]]))
                cursor.mergeBlockFormat(ground)
            cursor.movePosition(QTextCursor.MoveOperation.NextBlock)


def differences(mine: Request, theirs: Request) -> Iterator[str]:
    """Yield the lines that differ, each with `- ` or `+ `, and a few round them."""
    compared = difflib.unified_diff(_lines(mine), _lines(theirs), lineterm="", n=3)
    for line in compared:
        if line.startswith(("---", "+++")):
            continue
        yield "…" if line.startswith("@@") else f"{line[0]} {line[1:]}"


def _lines(request: Request) -> list[str]:
    try:
        text = documents.render(request).decode()
    except Problem as problem:
        return [problem.finding.title]
    return text[:_LONGEST].splitlines()
