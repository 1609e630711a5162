"""The body of a request: none, text, or JSON; bytes go out as typed."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from apiclient_gui.core.model import Payload
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.code_edit import MOST_CHARACTERS, CodeEdit

Kind = Literal["none", "text", "json"]
_KINDS: Final[tuple[tuple[Kind, str], ...]] = (("none", "None"), ("text", "Text"), ("json", "JSON"))


class BodyPage(QWidget):
    """`changed` on every edit. A text is kept while the choice is None, and held aside when it is too long to edit."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = "none"
        self._group = QButtonGroup(self)
        self._choices: dict[Kind, QRadioButton] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        for kind, name in _KINDS:
            choice = QRadioButton(name)
            choice.setAccessibleName(f"Body: {name}")
            choice.clicked.connect(lambda _on=False, kind=kind: self._choose(kind))
            self._group.addButton(choice)
            self._choices[kind] = choice
            row.addWidget(choice)
        row.addStretch()
        self._note = label.note("No body is sent.")
        self._held = ""
        self._held_line = QWidget()
        self._held_words = label.text("")
        remove = button("Remove it")
        remove.clicked.connect(lambda: self._hold(""))
        across = QHBoxLayout(self._held_line)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._held_words, 1)
        across.addWidget(remove)
        self.edit = CodeEdit("Body")
        self.edit.changed.connect(self.changed)
        self.edit.overflowed.connect(self._hold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self._held_line)
        column.addWidget(self.edit, 1)
        column.addStretch()
        self.show_payload(Payload())

    @property
    def kind(self) -> Kind:
        """What is chosen."""
        return self._kind

    def payload(self) -> Payload:
        """Return the body as composed."""
        return Payload(self._kind, self._held or self.edit.text())

    def show_payload(self, payload: Payload) -> None:
        """Show this body; `changed` stays silent."""
        self._held = payload.text if len(payload.text) > MOST_CHARACTERS else ""
        self.edit.set_text("" if self._held else payload.text)
        self._show(payload.kind)

    def _choose(self, kind: Kind) -> None:
        if kind != self._kind:
            self._show(kind)
            self.changed.emit()

    def _hold(self, text: str) -> None:
        self._held = text
        self.edit.set_text("")
        self._show(self._kind)
        self.changed.emit()

    def _show(self, kind: Kind) -> None:
        self._kind = kind
        self._choices[kind].setChecked(True)
        size = f"{len(self._held):,}"
        self._held_words.setText(
            f"A text of {size} characters: kept and sent whole, too long to be edited here."
        )
        self._note.setVisible(kind == "none")
        self._held_line.setVisible(kind != "none" and bool(self._held))
        self.edit.setVisible(kind != "none" and not self._held)
        self.edit.set_language("json" if kind == "json" else "text")
