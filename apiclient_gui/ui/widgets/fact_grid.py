"""Facts as label and value under one another, each to be copied where that is of use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QToolButton, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.wire_text import WireText

_DOTS = "••••••••"
_SMALL = 18  # no higher than a line, so that rows stay as close as text


@dataclass(frozen=True, slots=True)
class Fact:
    """One row. `wire`: the value goes over the wire or into a shell, so it is monospace and can be copied.

    `hidden`: such a value is shown on demand only.
    """

    label: str
    value: str
    wire: bool = False
    hidden: bool = False


class FactGrid(QWidget):
    """A column of facts; without a label the value takes the whole width."""

    def __init__(self, facts: Sequence[Fact] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts: tuple[Fact, ...] = ()
        self._page = QWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._page)
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these instead; the same ones again change nothing, so a selection in them stays."""
        if tuple(facts) == self.facts:
            return
        self.facts = tuple(facts)
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.M)
        grid.setVerticalSpacing(theme.XS)
        grid.setColumnStretch(1, 1)
        for number, fact in enumerate(self.facts):
            name = label.note(fact.label)
            name.setWordWrap(False)
            top = Qt.AlignmentFlag.AlignTop
            if fact.label:
                grid.addWidget(name, number, 0, top)
            start, width = (1, 1) if fact.label else (0, 2)
            if fact.wire:
                shown = _DOTS if fact.hidden else fact.value
                value = WireText(shown, fact.label or shown, page)
                grid.addWidget(value, number, start, 1, width, top)
                if fact.hidden:
                    grid.addWidget(_eye(fact, value), number, 2, top)
                grid.addWidget(copy_button(fact.label or "value", fact.value), number, 3, top)
            else:
                words = label.text(fact.value, size=theme.NOTE)
                words.setAccessibleName(f"{fact.label}: {fact.value}" if fact.label else fact.value)
                grid.addWidget(words, number, start, 1, width + 2, top)
        layout = self.layout()
        assert layout is not None
        layout.replaceWidget(self._page, page)
        self._page.hide()
        self._page.deleteLater()
        self._page = page


def _eye(fact: Fact, value: WireText) -> QToolButton:
    made = icon_button("eye", f"Show {fact.label}", checkable=True)
    _shrink(made)
    made.toggled.connect(lambda on: value.show_words(fact.value if on else _DOTS))
    return made


def copy_button(name: str, value: str) -> QToolButton:
    """Return a small button that puts a value on the clipboard; `name` says what it is."""
    made = icon_button("copy", f"Copy {name}")
    _shrink(made)
    made.clicked.connect(lambda: QApplication.clipboard().setText(value))
    return made


def _shrink(one: QToolButton) -> None:
    one.setIconSize(QSize(14, 14))
    one.setProperty("kind", "small")
    one.setFixedSize(_SMALL, _SMALL)
