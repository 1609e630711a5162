"""What narrows the list of exchanges: words, and choices of status, method, identity, environment and time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.history import Choices, Query
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.columns import Columns
from apiclient_gui.ui.widgets.search_field import SearchField

_WIDTH: Final = 0.8  # of the widest letter, which a field counts in, to a usual one
_LEAST: Final = 76  # px of a field
_LIST: Final = 200  # px of what it opens
_WIDE: Final = 1_080  # px that one row takes; below it there are two
_PAUSE_MS: Final = 200  # after the last key: while somebody types, nothing is searched
_STATUSES: Final = (
    ("Status", -1),
    ("2xx success", 2),
    ("3xx redirect", 3),
    ("4xx refused", 4),
    ("5xx failed", 5),
    ("No response", 0),
)
_TIMES: Final = (("Time", -1), ("Today", 0), ("Last 7 days", 7), ("Last 30 days", 30))
_NAMES: Final = ("Method", "Identity", "Environment")
_HINT: Final = "Search exchanges"
_WHERE: Final = (
    "In URL, method, status, name, identity, environment, cause and request ids (Ctrl+F)"
)


class FilterBar(QWidget):
    """`changed` when something else is wanted; after typing, with a pause. `went_down` with the arrow key in the field."""

    changed = Signal()
    went_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(_HINT)
        self.search.setToolTip(_WHERE)
        self.search.setMinimumWidth(240)
        self.search.went_down.connect(self.went_down)
        self.search.went_on.connect(lambda _: self._ask())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.status = _choice("Status", _STATUSES)
        self.method, self.identity, self.environment = (
            _choice(name, ((name, ""),)) for name in _NAMES
        )
        self.time = _choice("Time", _TIMES)
        self.failed = QCheckBox("Refused only")
        self.failed.setToolTip("Refused with 400 and more, or without a response")
        self.failed.toggled.connect(lambda _: self._ask())
        self._count = label.note()
        self._count.setWordWrap(False)
        self._clear = button("Clear filters", "link")
        self._clear.clicked.connect(self.clear)
        room = self._clear.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # so that nothing moves when it comes
        self._clear.setSizePolicy(room)
        words, fields = QWidget(), QWidget()
        first = QHBoxLayout(words)
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(theme.M)
        first.addWidget(self.search, 1)
        first.addWidget(self.failed)
        first.addWidget(self._count)
        first.addWidget(self._clear)
        second = QHBoxLayout(fields)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(theme.S)
        for one in self._choices:
            one.currentIndexChanged.connect(lambda _: self._ask())
            second.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        parts = Columns(words, fields, shares=(1, 0), narrow=_WIDE)
        column.addWidget(parts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.tell(0, 0)

    @property
    def _choices(self) -> tuple[QComboBox, ...]:
        return self.status, self.method, self.identity, self.environment, self.time

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        chosen = any(one.currentIndex() for one in self._choices)
        return chosen or self.failed.isChecked() or bool(self.search.text().split())

    def query(self) -> Query:
        """Return what is wanted; times count from now, days from midnight here."""
        status, days = self.status.currentData(), self.time.currentData()
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        return Query(
            text=self.search.text(),
            statuses=(status,) if status >= 0 else (),
            methods=_wanted(self.method),
            identities=_wanted(self.identity),
            environments=_wanted(self.environment),
            failed=self.failed.isChecked(),
            since=today - timedelta(days=max(0, days - 1)) if days >= 0 else None,
        )

    def offer(self, choices: Choices) -> None:
        """Give the fields what occurs; what is chosen stays chosen, also when it does not occur any more."""
        every = (choices.methods, choices.identities, choices.environments)
        for field, values in zip(
            (self.method, self.identity, self.environment), every, strict=True
        ):
            chosen = field.currentData()
            wanted = ["", *sorted({*values, chosen} - {""})]
            if wanted == [field.itemData(at) for at in range(field.count())]:
                continue
            blocked = field.blockSignals(True)
            while field.count() > 1:
                field.removeItem(1)
            for value in wanted[1:]:
                field.addItem(value, value)
            field.setCurrentIndex(wanted.index(chosen))
            field.blockSignals(blocked)

    def tell(self, hits: int, total: int) -> None:
        """Say how many of how many are shown."""
        self._count.setText(f"{hits:,} of {total:,}" if self.narrows else f"{total:,}")
        self._count.setVisible(self.narrows)  # the head of the page says how many there are in all
        self._clear.setVisible(self.narrows)

    def clear(self) -> None:
        """Narrow nothing."""
        had_focus = self._clear.hasFocus()
        for one in (*self._choices, self.failed, self.search):
            blocked = one.blockSignals(True)
            if isinstance(one, QComboBox):
                one.setCurrentIndex(0)
            elif isinstance(one, QCheckBox):
                one.setChecked(False)
            one.blockSignals(blocked)
        self.search.clear()
        if had_focus:
            self.search.setFocus()
        self._ask()

    def _ask(self) -> None:
        self._pause.stop()
        self.changed.emit()


def _choice(name: str, values: tuple[tuple[str, object], ...]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for words, value in values:
        made.addItem(words, value)
    longest = max(len(words) for words, _ in values)
    made.setMinimumContentsLength(round(longest * _WIDTH))
    made.setMinimumWidth(_LEAST)
    made.view().setMinimumWidth(_LIST)
    return made


def _wanted(field: QComboBox) -> tuple[str, ...]:
    chosen = field.currentData()
    return (chosen,) if chosen else ()
