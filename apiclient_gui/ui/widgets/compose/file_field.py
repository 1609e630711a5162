"""A file to send: typed, chosen in a dialog, or dropped; its size and type stand below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose.file_choice import about, choose_file, dropped_files


class FileField(QWidget):
    """`changed` on every edit by the person. `guessed` says whether its type is guessed by its name."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guessed = True
        self.setAcceptDrops(True)
        self.line = QLineEdit()
        self.line.setAccessibleName("File to send")
        self.line.setPlaceholderText("Path of a file, or drop one here")
        self.line.setFont(theme.mono())
        self.line.setAcceptDrops(False)  # dropped into the text, a file would be a URL
        self.line.textEdited.connect(self._edited)
        choose = button("Choose a file…", icon="folder")
        choose.clicked.connect(lambda: choose_file(self, "Choose a file to send", self.take_file))
        self._note = label.note()
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.line, 1)
        row.addWidget(choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addLayout(row)
        column.addWidget(self._note)
        self.setFocusProxy(self.line)
        self._describe()

    def path(self) -> str:
        """Return the path as typed."""
        return self.line.text()

    def show_path(self, path: str, *, guessed: bool) -> None:
        """Show this path; `changed` stays silent."""
        self._guessed = guessed
        self.line.setText(path)
        self._describe()

    def take_file(self, path: str) -> None:
        """Send this file."""
        self.line.setText(path)
        self._edited()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.take_file(files[0])

    def _edited(self) -> None:
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        words, sound = about(self.path(), guessed=self._guessed)
        self._note.setText(words or "It is read from disk when it is sent, whatever its size.")
        theme.mark(self._note, tone="muted" if sound else "bad")
