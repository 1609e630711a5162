"""The body of a request: none, text, or JSON; bytes go out as typed."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from apiclient_gui.core.model import Payload
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.code_edit import CodeEdit

Kind = Literal["none", "text", "json"]
_KINDS: Final[tuple[tuple[Kind, str], ...]] = (("none", "None"), ("text", "Text"), ("json", "JSON"))


class BodyPage(QWidget):
    """`changed` on every edit. A text is kept while the choice is None."""

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
        self.edit = CodeEdit("Body")
        self.edit.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.M, 0, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self.edit, 1)
        column.addStretch()
        self.show_payload(Payload())

    @property
    def kind(self) -> Kind:
        """What is chosen."""
        return self._kind

    def payload(self) -> Payload:
        """Return the body as composed."""
        return Payload(self._kind, self.edit.text())

    def show_payload(self, payload: Payload) -> None:
        """Show this body; `changed` stays silent."""
        self.edit.set_text(payload.text)
        self._show(payload.kind)

    def _choose(self, kind: Kind) -> None:
        if kind != self._kind:
            self._show(kind)
            self.changed.emit()

    def _show(self, kind: Kind) -> None:
        self._kind = kind
        self._choices[kind].setChecked(True)
        self.edit.setVisible(kind != "none")
        self._note.setVisible(kind == "none")
        self.edit.set_language("json" if kind == "json" else "text")
