"""The fields for what a signature is checked with: a URL, a key as file or text, or a secret."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.secret import Secret
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.compose.file_choice import choose_file, dropped_files
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.token.key_source import KeySource, SourceKind

_URL_HINT: Final = "https://issuer.example/.well-known/jwks.json"
_KEY_HINT: Final = "Paste a JWK set, a JWK, a PEM key or a certificate, or drop its file"
_CHOOSE: Final = "Choose a key set, key or certificate"
_TALL: Final = 84


class KeyFields(QWidget):
    """One field at a time. `changed` on every edit, `entered` when Enter ends a line."""

    changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: SourceKind = "issuer"
        self.url = QLineEdit()
        self.url.setAccessibleName("URL of the key set")
        self.url.setPlaceholderText(_URL_HINT)
        self.url.setFont(theme.mono())
        self.secret = QLineEdit()
        self.secret.setAccessibleName("Secret")
        self.secret.setPlaceholderText("The secret it was signed with, never kept")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        for line in (self.url, self.secret):
            line.textEdited.connect(lambda _words: self.changed.emit())
            line.returnPressed.connect(self.entered)
        show = icon_button("eye", "Show the secret", checkable=True)
        show.toggled.connect(self._show_secret)
        self.keys = _KeyText()
        self.keys.textChanged.connect(self.changed)
        self.keys.file_dropped.connect(self.take_file)
        self._file = ""
        self._name = ElideLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._other = button("Use pasted text", "link")
        self._other.clicked.connect(lambda: self.take_file(""))
        choose = button("Choose a file…", icon="folder")
        choose.clicked.connect(lambda: choose_file(self, _CHOOSE, self.take_file))
        self._pages = QStackedWidget()
        self._pages.addWidget(_row(self.url))
        self._pages.addWidget(_row(self.secret, show))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.keys)
        column.addWidget(_row(choose, self._name, self._other))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        whole.addWidget(page)
        self._keys_page = page
        self.take_file("")
        self.turn_to("issuer")

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to check with."""
        match self._kind:
            case "url":
                return bool(self.url.text().strip())
            case "secret":
                return bool(self.secret.text())
        return bool(self._file or self.keys.toPlainText().strip())

    def source(self) -> KeySource:
        """Return what stands in the field that is shown."""
        match self._kind:
            case "url":
                return KeySource("url", self.url.text().strip())
            case "secret":
                return KeySource("secret", secret=Secret(self.secret.text()))
        if self._file:
            return KeySource("keys", file=self._file)
        return KeySource("keys", self.keys.toPlainText())

    def turn_to(self, kind: SourceKind) -> None:
        """Show the field of another kind. A secret goes with its field."""
        self._kind = kind
        if kind != "secret":
            self.secret.clear()
        self._pages.setVisible(kind in {"url", "secret"})
        self._pages.setCurrentIndex(1 if kind == "secret" else 0)
        self._keys_page.setVisible(kind == "keys")

    def take_file(self, path: str) -> None:
        """Take the keys from this file when they are wanted; an empty path goes back to what is pasted."""
        self._file = path
        self._name.setText(Path(path).name)
        self._name.setVisible(bool(path))
        self._other.setVisible(bool(path))
        self.keys.setVisible(not path)
        self.changed.emit()

    def _show_secret(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.secret.setEchoMode(mode.Normal if shown else mode.Password)


class _KeyText(QPlainTextEdit):
    file_dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Keys as text")
        self.setPlaceholderText(_KEY_HINT)
        self.setFont(theme.mono())
        self.setTabChangesFocus(True)
        self.setFixedHeight(_TALL)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = dropped_files(source)
        if files:
            self.file_dropped.emit(files[0])
        else:
            super().insertFromMimeData(source)


def _row(*parts: QWidget) -> QWidget:
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.S)
    for part in parts:
        across.addWidget(part, 1 if isinstance(part, QLineEdit | ElideLabel) else 0)
    if not any(isinstance(part, QLineEdit) for part in parts):
        across.addStretch()
    return made
