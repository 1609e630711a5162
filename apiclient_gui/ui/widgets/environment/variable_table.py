"""The variables of an environment, a row each, and an empty one at the end to type into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from apiclient_gui.core.model import Row
from apiclient_gui.core.named_secrets import State
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import row_model
from apiclient_gui.ui.widgets.environment.variable_row import VariableRow

MOST: Final = 500  # rows of a paste


class VariableTable(QScrollArea):
    """`changed` on every edit, `cut` when something pasted was too long. Up and Down go from row to row."""

    changed = Signal()
    cut = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Variables")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setProperty("kind", "page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, theme.XS, 0)
        self._column.setSpacing(theme.XS + 2)
        self._column.addStretch()
        self._rows: list[VariableRow] = []
        self.setWidget(page)
        self.show_variables({}, ())

    @property
    def lines(self) -> tuple[VariableRow, ...]:
        """The rows that are variables, from top to bottom."""
        return tuple(row for row in self._rows if not row.is_empty)

    def rows(self) -> tuple[Row, ...]:
        """Return name and value of the plain variables."""
        return tuple(
            Row(row.name.text().strip(), row.text()) for row in self.lines if not row.is_secret
        )

    def show_variables(self, plain: Mapping[str, str], secret: tuple[str, ...]) -> None:
        """Show these instead: plain ones with their values, and the names of secret ones."""
        for row in tuple(self._rows):
            self._drop(row)
        for name, value in plain.items():
            self._add(name, value)
        for name in secret:
            self._add(name, "", before=name)
        self._add("", "")

    def tell(self, states: Mapping[str, State], outside: Callable[[str], str]) -> None:
        """Say which secret variables have a value; `outside` names the environment variable that may set one."""
        for row in self._rows:
            if row.before:
                row.tell(states.get(row.before), outside(row.before))

    def focus_on(self, name: str) -> None:
        """Focus the value of the variable of that name, which is added if there is none."""
        row = next((one for one in self._rows if one.name.text() == name), None)
        if row is None:
            row = self._rows[-1]
            row.name.setText(name)
            self._grow()
        row.value.setFocus()
        self._reveal(row)

    def _add(self, name: str, value: str, *, before: str = "", at: int | None = None) -> None:
        row = VariableRow(name, value, before=before)
        row.changed.connect(self._grow)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        row.cut.connect(self.cut)
        row.stepped.connect(lambda by: self._step(row, by))
        row.pasted.connect(lambda words: self._paste(row, words))
        place = len(self._rows) if at is None else at
        self._rows.insert(place, row)
        self._column.insertWidget(place, row)

    def _grow(self) -> None:
        if not self._rows[-1].is_empty:
            self._add("", "")

    def _remove(self, row: VariableRow) -> None:
        at = self._rows.index(row)
        self._drop(row)
        self._grow()
        self._rows[min(at, len(self._rows) - 1)].name.setFocus()
        self.changed.emit()

    def _drop(self, row: VariableRow) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _step(self, row: VariableRow, by: int) -> None:
        at = self._rows.index(row) + by
        if 0 <= at < len(self._rows):
            other = self._rows[at]
            (other.name if row.name.hasFocus() else other.value).setFocus()
            self._reveal(other)

    def _paste(self, row: VariableRow, words: str) -> None:
        found = row_model.parse(words)
        if len(found) > MOST or any(len(one.value) > row.value.maxLength() for one in found):
            self.cut.emit()
            return
        at = self._rows.index(row)
        for number, one in enumerate(found):
            self._add(one.name, one.value, at=at + number)
        self.changed.emit()

    def _reveal(self, row: VariableRow) -> None:
        self._column.activate()  # a row that was just added has no place yet
        self.ensureWidgetVisible(row)
