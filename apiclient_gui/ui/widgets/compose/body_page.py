"""The body of a request: none, a text that goes out as typed, a form, parts, or a file."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from apiclient_gui.core.model import Payload
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.code_edit import MOST_CHARACTERS, CodeEdit
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.compose.file_field import FileField
from apiclient_gui.ui.widgets.compose.parts_editor import PartsEditor
from apiclient_gui.ui.widgets.row_table import RowTable

Kind = Literal["none", "text", "json", "form", "multipart", "file"]
_KINDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("none", "None"),
    ("text", "Text"),
    ("json", "JSON"),
    ("form", "Form"),
    ("multipart", "Multipart"),
    ("file", "File"),
)
_TEXTS: Final = frozenset({"text", "json"})


class BodyPage(QWidget):
    """`changed` on every edit. What belongs to another choice is kept; a text too long to edit is held aside.

    `cut` when something pasted into a table was too long.
    """

    changed = Signal()
    cut = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: Kind = "none"
        self._guessed = True
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
        self.form = RowTable("Fields of the form")
        self.form.changed.connect(self.changed)
        self._form_page = _scrolled(self.form)
        self.parts = PartsEditor()
        self.parts.changed.connect(self.changed)
        self.file = FileField()
        self.file.changed.connect(self.changed)
        for table in (self.form, self.parts.table):
            table.cut.connect(self.cut)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self._held_line)
        column.addWidget(self.edit, 1)
        column.addWidget(self._form_page, 1)
        column.addWidget(self.parts, 1)
        column.addWidget(self.file)
        column.addStretch()
        self.show_payload(Payload())

    @property
    def kind(self) -> Kind:
        """What is chosen."""
        return self._kind

    def payload(self) -> Payload:
        """Return the body as composed."""
        return Payload(
            self._kind,
            self._held or self.edit.text(),
            self.form.rows(),
            self.parts.table.parts(),
            self.file.path(),
            self._guessed,
        )

    def show_payload(self, payload: Payload) -> None:
        """Show this body; `changed` stays silent."""
        self._held = payload.text if len(payload.text) > MOST_CHARACTERS else ""
        self.edit.set_text("" if self._held else payload.text)
        self.form.set_rows(payload.rows)
        self.parts.show_parts(payload.parts)
        self._guessed = payload.guessed
        self.file.show_path(payload.file, guessed=payload.guessed)
        self._show(payload.kind)

    def settle(self) -> None:
        """Take over what is still being typed into a cell."""
        page.commit(self.form)
        self.parts.settle()

    def focus_first(self) -> None:
        """Focus what the chosen kind is edited in."""
        places: dict[Kind, QWidget] = {
            "form": self.form,
            "multipart": self.parts,
            "file": self.file,
            "none": self._choices["none"],
        }
        places.get(self._kind, self.edit).setFocus()

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
        self._held_line.setVisible(kind in _TEXTS and bool(self._held))
        self.edit.setVisible(kind in _TEXTS and not self._held)
        self._form_page.setVisible(kind == "form")
        self.parts.setVisible(kind == "multipart")
        self.file.setVisible(kind == "file")
        self.edit.set_language("json" if kind == "json" else "text")


def _scrolled(table: RowTable) -> QWidget:
    made, inner = QWidget(), QWidget()
    lines = page.column(inner)
    lines.addWidget(table)
    lines.addStretch()
    page.fill(made, inner, table)
    return made
