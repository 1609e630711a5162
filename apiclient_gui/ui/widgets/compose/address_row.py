"""The row that says where a request goes: method, URL, environment, and Send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.compose.identity_choice import Combo

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
LONGEST_URL: Final = 100_000
_NEW: Final = object()
# A URL has no blank in it, so this is a command that somebody pasted.
_TYPED: Final = 8  # characters at once: nobody types so fast
COMMAND: Final = re.compile(r"\s*(?:[$>#%]\s+)?(?:aws)?curl(?:\.exe)?\s", re.DOTALL)


class AddressRow(QWidget):
    """`changed` on edits of method and URL; `pressed` for Send, or Cancel while sending; `cut` when a paste was too long."""

    changed = Signal()
    pressed = Signal()
    command_pasted = (
        Signal()
    )  # the URL holds a command of another program; `put_back` takes it away
    entered = Signal()  # Enter in the URL: send, and never cancel
    cut = Signal()
    environment_chosen = Signal(str)
    environment_edited = Signal(bool)  # True: a new one is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.method = QComboBox()
        self.method.setEditable(True)
        self.method.addItems(METHODS)
        self.method.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.method.setAccessibleName("Method")
        self.method.setToolTip("HTTP method; any word can be typed")
        # Beside the word stand its margins and the arrow.
        widest = max(QFontMetrics(theme.font()).horizontalAdvance(word) for word in METHODS)
        self.method.setFixedWidth(widest + 3 * theme.L + theme.S)
        line = self.method.lineEdit()
        assert line is not None
        line.setMaxLength(60)
        line.setAccessibleName("Method")
        self.url = QLineEdit()
        self.url.setFont(theme.mono())
        self.url.setMaxLength(LONGEST_URL)
        self.url.setAccessibleName("URL")
        self.url.setToolTip("A curl or awscurl command can be pasted here, too")
        self.url.setPlaceholderText("https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets")
        # In a narrow window the list beside it gives room first, then the environment: a URL must stay legible.
        self.url.setMinimumWidth(116)
        self.url.inputRejected.connect(self.cut)
        self.environments = Combo()
        self.environments.setAccessibleName("Environment")
        self.environments.setToolTip("Environment: the values of {{variables}}, region and service")
        self.environments.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.environments.setMinimumWidth(66)
        self.environments.setMaximumWidth(148)
        self.environments.activated.connect(self._choose)
        edit = icon_button("edit", "Edit the environment", shortcut="Ctrl+E")
        edit.clicked.connect(lambda: self.environment_edited.emit(False))
        self.send = button("Send", "primary")
        self.send.clicked.connect(self.pressed)
        self.url.returnPressed.connect(self.entered)
        # As wide as the wider of its two words, so that the row stays still.
        bold = QFontMetrics(theme.font(bold=True))
        self.send.setFixedWidth(bold.horizontalAdvance("Cancel") + 2 * theme.XL + theme.XS)
        self.method.editTextChanged.connect(self.changed)
        self._before = ""  # the URL before the last edit
        self.url.textChanged.connect(self._edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.method)
        row.addWidget(self.url, 1)
        row.addWidget(self.environments)
        row.addWidget(edit)
        row.addWidget(self.send)

    def show_address(self, method: str, url: str) -> None:
        """Show these; `changed` stays silent."""
        with QSignalBlocker(self.method), QSignalBlocker(self.url):
            self.method.setEditText(method)
            line = self.method.lineEdit()
            assert line is not None
            line.setCursorPosition(0)  # a word too long for the field shows its beginning
            self.url.setText(url)
            self._before = url
            self.url.setCursorPosition(0)

    def put_back(self) -> None:
        """Take a pasted command away again: the URL is what it was before."""
        with QSignalBlocker(self.url):
            self.url.setText(self._before)
        self.changed.emit()

    def replace_url(self, url: str) -> None:
        """Put another URL there as an edit that can be undone."""
        self.url.selectAll()
        self.url.insert(url)

    def show_environments(self, names: Sequence[str], current: str) -> None:
        """Offer these environments, and none."""
        with QSignalBlocker(self.environments):
            self.environments.clear()
            self.environments.addItem("No environment", "")
            for name in names:
                self.environments.addItem(name, name)
            self.environments.insertSeparator(self.environments.count())
            self.environments.addItem("New environment…", _NEW)
            self.environments.setCurrentIndex(max(0, self.environments.findData(current)))

    def show_sending(self, *, on: bool) -> None:
        """Turn Send into Cancel, and back."""
        self.send.setText("Cancel" if on else "Send")
        self.send.setToolTip("Cancel (Esc)" if on else "Send (Ctrl+Enter)")
        theme.mark(self.send, kind="plain" if on else "primary")

    def select_query_item(self, number: int | None) -> None:
        """Focus the URL, and select one item of its query."""
        self.url.setFocus(Qt.FocusReason.ShortcutFocusReason)
        at = self.url.text().find("?")
        if number is None or at < 0:
            self.url.selectAll()
            return
        items = self.url.text()[at + 1 :].partition("#")[0].split("&")
        if number < len(items):
            start = at + 1 + sum(len(item) + 1 for item in items[:number])
            self.url.setSelection(start, len(items[number]))

    def _edited(self, text: str) -> None:
        pasted = len(text) - len(self._before) > _TYPED
        if pasted and COMMAND.match(text):
            self.command_pasted.emit()
            return
        self._before = text
        self.changed.emit()

    def _choose(self, index: int) -> None:
        chosen = self.environments.itemData(index)
        if isinstance(chosen, str):
            self.environment_chosen.emit(chosen)
        else:
            self.environment_edited.emit(True)
