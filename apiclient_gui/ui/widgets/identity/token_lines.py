"""The tokens that an identity holds, a line each: its size, never its value until somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from apiclient_gui.core.model import TokenKind
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.fact_grid import copy_button
from apiclient_gui.ui.widgets.identity.login_words import TOKEN_NAMES
from apiclient_gui.ui.widgets.wire_text import WireText

SHOWN_MS: Final = 60_000  # a token left in sight is hidden after a minute
_INSPECTED: Final = ("id", "access")  # a refresh token is for its server alone, and mostly opaque


class TokenLines(QWidget):
    """`wanted` carries the kind of the token to show, `inspected` that of the one to look into."""

    wanted = Signal(str)
    inspected = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: tuple[TokenKind, ...] = ()
        self._kind: TokenKind | None = None
        self._shown: QWidget | None = None
        # Made once and shown as needed: what is made later comes last at the keyboard.
        self._parts: dict[TokenKind, tuple[QLabel, QLabel, QPushButton, QPushButton]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.XS)
        grid.setColumnStretch(1, 1)
        for row, (kind, name) in enumerate(TOKEN_NAMES.items()):
            title = label.text(name, size=theme.NOTE, wrap=False, parent=self)
            size = label.text("", "muted", theme.NOTE, wrap=False, parent=self)
            show = self._link("Show", f"Show the {name}")
            show.clicked.connect(lambda _=False, kind=kind: self._switch(kind))
            inspect = self._link("Inspect", f"Inspect the {name} on the Tokens page")
            inspect.clicked.connect(lambda _=False, kind=kind: self.inspected.emit(kind))
            self._parts[kind] = (title, size, show, inspect)
            for column, part in enumerate(self._parts[kind]):
                grid.addWidget(part, row, column)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.S)
        self._column.addLayout(grid)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.conceal)
        self.show_tokens((), {})

    @property
    def shown(self) -> TokenKind | None:
        """The kind of the token that is in sight."""
        return self._kind

    def show_tokens(self, kinds: Sequence[TokenKind], sizes: Mapping[TokenKind, int]) -> None:
        """Draw a line for each kind; sizes are in characters, and left out where they are not known."""
        if tuple(kinds) != self._kinds:
            self.conceal()
        self._kinds = tuple(kinds)
        for kind, (title, size, show, inspect) in self._parts.items():
            for part in (title, size, show):
                part.setVisible(kind in kinds)
            inspect.setVisible(kind in kinds and kind in _INSPECTED)
            size.setText(f"{sizes[kind]:,} characters" if kind in sizes else "")

    def show_token(self, kind: TokenKind, token: Secret) -> None:
        """Show a token, asked for: to be read, copied and hidden again; after a minute it hides itself."""
        self.conceal()
        name = TOKEN_NAMES[kind]
        self._shown = QWidget(self)
        row = QHBoxLayout(self._shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS)
        text = WireText(token.reveal(), name, self._shown)
        text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.addWidget(text, 1)
        top = Qt.AlignmentFlag.AlignTop
        copy = copy_button(f"the {name}", token.reveal())
        row.addWidget(copy, alignment=top)
        self._column.addWidget(self._shown)
        QWidget.setTabOrder(self._parts[kind][2], text)
        QWidget.setTabOrder(text, copy)
        self._kind = kind
        self._name_switches()
        self._timer.start()

    def conceal(self) -> None:
        """Hide the token that is in sight, if there is one."""
        self._timer.stop()
        if self._shown is not None:
            self._column.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = self._kind = None
            self._name_switches()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        super().hideEvent(event)
        if not event.spontaneous():  # a window that is minimised hides nothing of itself
            self.conceal()

    def _switch(self, kind: TokenKind) -> None:
        if self._kind == kind:
            self.conceal()
        else:
            self.wanted.emit(kind)

    def _name_switches(self) -> None:
        for kind, (_title, _size, switch, _inspect) in self._parts.items():
            word = "Hide" if kind == self._kind else "Show"
            switch.setText(word)
            switch.setAccessibleName(f"{word} the {TOKEN_NAMES[kind]}")

    def _link(self, words: str, name: str) -> QPushButton:
        made = button(words, "link", parent=self)
        made.setFont(theme.font(theme.NOTE))
        made.setAccessibleName(name)
        made.setToolTip(name)
        return made
