"""The API key that goes along with a request, whatever else authorises it: whose, under which name, and where."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from apiclient_gui.core.model import ApiKey
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.compose.identity_choice import IdentityChoice, choose, combo
from apiclient_gui.ui.widgets.identity.kind_words import is_api_key

_PLACES: Final[tuple[tuple[Literal["header", "query"], str], ...]] = (
    ("header", "in a header"),
    ("query", "in the query"),
)
_DEFAULT: Final = ApiKey().name


class ApiKeyRow(QWidget):
    """`changed` on every edit. Name and place show only when there is a key to put there."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ApiKey()
        self.words = label.text("API key", "muted", wrap=False)
        self.choice = IdentityChoice("API key", "No API key", is_api_key, self)
        self.words.setBuddy(self.choice.box)
        self.choice.chosen.connect(self._choose)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the header or parameter with the API key")
        self.name.setPlaceholderText(_DEFAULT)
        self.name.textEdited.connect(self._rename)
        self.place = combo("Where the API key goes")
        for place, words in _PLACES:
            self.place.addItem(words, place)
        self.place.activated.connect(self._move)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M + 2)
        row.addWidget(self.words)
        row.addWidget(self.choice.box, 2)
        row.addWidget(self.place, 1)
        row.addWidget(self.name, 1)
        self.show_key(ApiKey())

    def key(self) -> ApiKey:
        """Return what is chosen."""
        return self._key

    def show_key(self, key: ApiKey) -> None:
        """Show this; `changed` stays silent."""
        self._key = key
        self.choice.show_choice(key.identity)
        with QSignalBlocker(self.place):
            choose(self.place, key.place, key.place)
        if self.name.text().strip() != key.name:
            self.name.setText("" if key.name == _DEFAULT else key.name)
        for part in (self.place, self.name):
            part.setVisible(bool(key.identity))

    def _choose(self, name: str) -> None:
        self._take(msgspec.structs.replace(self._key, identity=name))

    def _move(self, at: int) -> None:
        self._take(msgspec.structs.replace(self._key, place=self.place.itemData(at)))

    def _rename(self, text: str) -> None:
        self._take(msgspec.structs.replace(self._key, name=text.strip() or _DEFAULT))

    def _take(self, key: ApiKey) -> None:
        self.show_key(key)
        self.changed.emit()
