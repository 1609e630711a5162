"""The parts of a multipart body: a table, and below it what the chosen part is sent as."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from apiclient_gui.core.model import Part
from apiclient_gui.core.prepare import sources
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.compose.file_choice import about, choose_file
from apiclient_gui.ui.widgets.row_model import RowModel
from apiclient_gui.ui.widgets.row_table import RowTable


class PartsEditor(QWidget):
    """`changed` after every change. Files can be dropped on the table; each becomes a part."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = RowTable("Parts", kind=Part)
        self.table.changed.connect(self._changed)
        self._choose = button("Choose a file…", icon="folder")
        self._choose.clicked.connect(
            lambda: choose_file(self, "Choose a file for this part", self.take_file)
        )
        self._as_text = button("Send a text instead")
        self._as_text.clicked.connect(self._drop_file)
        self._type = QLineEdit()
        self._type.setAccessibleName("Content-Type of the part")
        self._type.setFont(theme.mono())
        self._type.setMaximumWidth(theme.FIELD_HEIGHT * 9)
        self._type.editingFinished.connect(self.settle)
        self._words = label.note()
        self._words.setWordWrap(False)
        name = label.text("Type", "muted", wrap=False)
        name.setBuddy(self._type)
        strip = QHBoxLayout()
        strip.setSpacing(theme.S)
        strip.addWidget(self._choose)
        strip.addWidget(self._as_text)
        strip.addSpacing(theme.S)
        strip.addWidget(name)
        strip.addWidget(self._type, 1)
        strip.addWidget(self._words)
        strip.addStretch()
        inner = QWidget()
        column = page.column(inner)
        column.addWidget(self.table)
        column.addLayout(strip)
        column.addStretch()
        page.fill(self, inner, self.table)
        self.table.selectionModel().currentChanged.connect(self._describe)
        self.setFocusProxy(self.table)
        self._describe()

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show these; `changed` stays silent."""
        self.table.set_rows(parts)
        self._describe()

    def take_file(self, path: str) -> None:
        """Have the chosen part send this file."""
        part = self._part()
        name = part.name or Path(path).stem
        self._put(msgspec.structs.replace(part, name=name, file=path))

    def settle(self) -> None:
        """Take over what is still being typed."""
        page.commit(self.table)
        typed = self._type.text().strip()
        part = self._part()
        # The empty row is no part: its type alone would make it one.
        if typed != part.content_type and (part.name or part.value or part.file):
            self._put(msgspec.structs.replace(part, content_type=typed))

    def _drop_file(self) -> None:
        self._put(msgspec.structs.replace(self._part(), file=""))

    def _put(self, part: Part) -> None:
        self._model().put(self._number(), part)

    def _changed(self) -> None:
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        part = self._part()
        words, sound = about(part.file, guessed=False)
        guessed = sources.media_type(Path(part.file)) if part.file else "none"
        self._as_text.setVisible(bool(part.file))
        self._type.setText(part.content_type)
        self._type.setPlaceholderText(guessed)
        # Several rows are in sight: the line says which of them it is about.
        self._words.setText(f"{part.name}: {words}" if words else "Or drop files on the table.")
        theme.mark(self._words, tone="muted" if sound else "bad")

    def _part(self) -> Part:
        part = self._model().at(self._number())
        assert isinstance(part, Part)
        return part

    def _number(self) -> int:
        return max(0, self.table.currentIndex().row())

    def _model(self) -> RowModel:
        model = self.table.model()
        assert isinstance(model, RowModel)
        return model
