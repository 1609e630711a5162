"""How much of the history is kept, how much there is, and the way to empty it."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Field
from apiclient_gui.core.preferences import MOST_KEPT, MOST_MEGABYTES, Preferences
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.confirm import confirm
from apiclient_gui.ui.widgets.field_form import FieldForm
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.result.exchange_texts import size

_FIELDS: Final = (
    Field("keep", "Exchanges", "number", hint="The oldest go when there are more."),
    Field(
        "megabytes",
        "Megabytes",
        "number",
        hint="Of records and bodies together. The newest exchange always stays.",
    ),
)
_MOST: Final = {"keep": MOST_KEPT, "megabytes": MOST_MEGABYTES}
_WORDS: Final = (
    "Every exchange is kept in the data folder, with secrets masked. Bodies of responses stand "
    "there as they came, for your eyes only."
)


class HistoryPage(QWidget):
    """`clearing` when the person agreed to lose the history."""

    changed = Signal()
    clearing = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = FieldForm(_FIELDS)
        self.form.changed.connect(self.changed)
        self._size = label.note("Looking …")
        self.clear = button("Clear history…", "danger", "trash")
        self.clear.setEnabled(False)
        self.clear.clicked.connect(self._ask)
        self._slot = FindingSlot()
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self.clear)
        row.addWidget(self._size, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(label.note(_WORDS))
        column.addWidget(self.form)
        column.addLayout(row)
        column.addWidget(self._slot)
        column.addStretch()
        self.setFocusProxy(self.form)
        self.show_preferences(Preferences())

    def show_preferences(self, preferences: Preferences) -> None:
        """Show these; `changed` stays silent."""
        self.form.set_values({"keep": preferences.keep, "megabytes": preferences.megabytes})

    def tell_size(self, entries: int, bytes_kept: int) -> None:
        """Say how much is kept now."""
        count = "1 exchange" if entries == 1 else f"{entries:,} exchanges"
        there = f"{count}, {size(bytes_kept)}" if entries else "nothing"
        self._size.setText(f"Kept now: {there}.")
        self.clear.setEnabled(entries > 0)
        self._slot.show_finding(None)

    def tell_trouble(self, finding: Finding) -> None:
        """Say why that is not known, or why it was not cleared."""
        self._size.setText("")
        self.clear.setEnabled(True)
        self._slot.show_finding(msgspec.structs.replace(finding, actions=()))

    def preferences(self, before: Preferences) -> Preferences | None:
        """Return `before` with what stands here; None, told under the fields, when something cannot be used."""
        typed = self.form.values()
        numbers: dict[str, int] = {}
        errors: dict[str, str] = {}
        for key, most in _MOST.items():
            value = typed.get(key)
            if isinstance(value, int) and 1 <= value <= most:
                numbers[key] = value
            else:
                errors[key] = f"A whole number from 1 to {most:,}."
        self.form.set_errors(errors)
        return None if errors else msgspec.structs.replace(before, **numbers)

    def _ask(self) -> None:
        confirm(
            self,
            "Clear the history?",
            "All exchanges and their bodies are removed from the disk. This cannot be undone.",
            "Clear history",
            self._agree,
        )

    def _agree(self) -> None:
        self.clear.setEnabled(False)
        self._size.setText("Clearing …")
        self.clearing.emit()
