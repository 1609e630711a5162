"""A form drawn from fields: the same tuple that the command line makes its options from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.model import Field, OptionValue
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button

LONGEST: Final = 32_767  # characters of a field: Qt's own limit, at which it cuts without a word
_LINES: Final = 3  # in sight of a field that has several
_NO_WORDS: Final[Mapping[str, Sequence[str]]] = {}


class FieldForm(QWidget):
    """Label and widget a row, with hint or error beneath. `changed` on every edit by the person.

    Secrets are never filled in: a field only says whether one is set (`kept`), and takes a new one. `words` name the
    choices of a field, in their order, for people; without them they stand as they are.
    """

    changed = Signal()

    def __init__(
        self,
        fields: tuple[Field, ...],
        *,
        kept: frozenset[str] = frozenset(),
        words: Mapping[str, Sequence[str]] = _NO_WORDS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self._entries: dict[str, _Entry] = {}
        self._notes: dict[str, QLabel] = {}
        self._cells: dict[str, QVBoxLayout] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(theme.S + 2)
        grid.setColumnStretch(1, 1)
        for number, field in enumerate(fields):
            if field.kind == "choice":
                entry = _choice(field, self.changed.emit, words.get(field.key, field.choices))
            elif field.offered:
                entry = _offered(field, self.changed.emit)
            else:
                entry = _MAKERS[field.kind](field, self.changed.emit, field.key in kept)
            # A switch says what it is by itself: a sentence in the column of labels would take the fields' room.
            told = "" if field.kind == "switch" else field.label
            name = label.text(told, "muted", wrap=False)
            if told:
                name.setBuddy(entry.focus)
            entry.focus.setAccessibleName(field.label)
            entry.focus.setAccessibleDescription(field.hint)
            note = label.note(field.hint, self)  # without a parent it would flash as a window
            note.setVisible(bool(field.hint))
            name.setMinimumHeight(theme.FIELD_HEIGHT)
            cell = QVBoxLayout()
            cell.setSpacing(theme.XS)
            cell.addWidget(entry.widget)
            cell.addWidget(note)
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(cell, number, 1)
            if isinstance(entry.focus, QLineEdit) and field.kind in {"text", "secret"}:
                self._watch_length(field, entry.focus)
            self._entries[field.key] = entry
            self._notes[field.key] = note
            self._cells[field.key] = cell
        if fields:
            self.setFocusProxy(self._entries[fields[0].key].focus)

    def _watch_length(self, field: Field, line: QLineEdit) -> None:
        def say() -> None:
            taken = "the rest was left out"
            if field.kind == "secret":
                # Cut, it would be another secret, and be refused somewhere far from here.
                line.clear()
                taken = "nothing of it was taken"
            self.set_errors({field.key: f"At most {LONGEST:,} characters: {taken}."})

        # Queued: while it tells this, the line is still at work on the text.
        line.inputRejected.connect(say, Qt.ConnectionType.QueuedConnection)

    def values(self) -> dict[str, OptionValue]:
        """Return what stands in the fields that are no secrets; a field left empty is not in it."""
        found = {
            field.key: self._entries[field.key].value()
            for field in self._fields
            if field.kind != "secret"
        }
        return {key: value for key, value in found.items() if value != ""}

    def secrets(self) -> dict[str, Secret]:
        """Return the secrets that were typed."""
        typed = {
            field.key: Secret(str(self._entries[field.key].value()))
            for field in self._fields
            if field.kind == "secret"
        }
        return {key: value for key, value in typed.items() if value}

    def set_values(self, values: Mapping[str, OptionValue]) -> None:
        """Fill the fields, those not named with their defaults, without telling `changed`; secrets are emptied."""
        blocked = self.blockSignals(True)
        for field in self._fields:
            entry = self._entries[field.key]
            entry.fill("" if field.kind == "secret" else values.get(field.key, field.default))
        self.blockSignals(blocked)
        self.set_errors({})

    def set_kept(self, kept: frozenset[str] | None) -> None:
        """Say anew which secrets are set, None while that is not known; what was typed stays."""
        for field in self._fields:
            if field.kind == "secret":
                entry = self._entries[field.key]
                entry.kept = kept is not None and field.key in kept
                assert isinstance(entry.focus, QLineEdit)
                words = _secret_words(field, kept=entry.kept)
                entry.focus.setPlaceholderText("looking …" if kept is None else words)

    def offer(self, key: str, words: Sequence[str]) -> None:
        """Offer these values for a field that says that there are some; what stands in it stays."""
        box = self._entries[key].widget
        assert isinstance(box, QComboBox)
        shown = box.currentText()
        box.clear()
        box.addItems(list(words))
        box.setEditText(shown)

    def hint(self, key: str, words: str) -> None:
        """Say in a field of one line, while it is empty, what it stands for then."""
        line = self._entries[key].focus
        assert isinstance(line, QLineEdit)
        line.setPlaceholderText(words)

    def enter(self, key: str) -> None:
        """Put the focus into one field."""
        self._entries[key].focus.setFocus()

    def attach(self, key: str, widget: QWidget) -> None:
        """Put a widget beneath a field, for what else there is to say and to do about it."""
        self._cells[key].addWidget(widget)

    def clear_secrets(self) -> None:
        """Empty the secret fields: after they were stored, they have no business here."""
        for field in self._fields:
            if field.kind == "secret":
                self._entries[field.key].fill("")

    def missing(self) -> dict[str, str]:
        """Return an error for each required field that is empty, ready for `set_errors`."""
        given = self.values().keys() | self.secrets().keys()
        return {
            field.key: f"{field.label} is needed."
            for field in self._fields
            if field.required and field.key not in given and not self._entries[field.key].kept
        }

    def set_errors(self, errors: Mapping[str, str]) -> None:
        """Show a sentence under each field named, and the hints again under the others; focus the first."""
        for field in self._fields:
            entry, note = self._entries[field.key], self._notes[field.key]
            wrong = errors.get(field.key, "")
            note.setText(f"✕ {wrong}" if wrong else field.hint)
            note.setVisible(bool(note.text()))
            theme.mark(note, tone="bad" if wrong else "muted")
            theme.mark(entry.focus, kind="bad" if wrong else "")
            entry.focus.setAccessibleDescription(wrong or field.hint)
        first = next((field.key for field in self._fields if field.key in errors), None)
        if first is not None:
            self._entries[first].focus.setFocus()


class _Entry:
    """A field's widget, what takes its focus, and how its value is read and written."""

    def __init__(
        self,
        widget: QWidget,
        focus: QWidget,
        value: Callable[[], OptionValue],
        fill: Callable[[OptionValue], None],
        *,
        kept: bool = False,
    ) -> None:
        self.widget = widget
        self.focus = focus
        self.value = value
        self.fill = fill
        self.kept = kept


class _Maker(Protocol):
    def __call__(self, field: Field, changed: Callable[[], None], kept: bool, /) -> _Entry: ...


def _text(field: Field, changed: Callable[[], None], _kept: bool) -> _Entry:
    line = QLineEdit(str(field.default))
    line.setPlaceholderText(field.fallback)
    line.textEdited.connect(lambda _words: changed())
    return _Entry(line, line, lambda: line.text().strip(), lambda value: line.setText(str(value)))


def _lines(field: Field, changed: Callable[[], None], _kept: bool) -> _Entry:
    text = QPlainTextEdit(str(field.default))
    text.setFont(theme.mono())
    text.setTabChangesFocus(True)
    text.setPlaceholderText(field.fallback)
    text.document().setDocumentMargin(theme.S)
    text.setFixedHeight(_LINES * text.fontMetrics().lineSpacing() + 3 * theme.S)
    text.textChanged.connect(changed)

    def fill(value: OptionValue) -> None:
        blocked = text.blockSignals(True)
        text.setPlainText(str(value))
        text.blockSignals(blocked)

    return _Entry(text, text, lambda: text.toPlainText().strip(), fill)


class _Box(QComboBox):
    """Leaves the wheel to the page around it: a value that changes because somebody scrolls is nobody's choice."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # Qt's name
        event.ignore()


def _offered(field: Field, changed: Callable[[], None]) -> _Entry:
    box = _Box()
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    line = box.lineEdit()
    assert line is not None
    line.setPlaceholderText(field.fallback)
    line.textEdited.connect(lambda _words: changed())
    box.activated.connect(lambda _index: changed())
    box.setEditText(str(field.default))
    line.setAccessibleName(field.label)
    completer = box.completer()
    assert completer is not None
    # Not in the line itself: "dev" must not become "dev-admin" by leaving the field.
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    # The line hands its focus on to the box.
    return _Entry(
        box,
        box,
        lambda: box.currentText().strip(),
        lambda value: box.setEditText(str(value)),
    )


def _number(field: Field, changed: Callable[[], None], kept: bool) -> _Entry:
    entry = _text(field, changed, kept)
    line = entry.focus
    assert isinstance(line, QLineEdit)
    line.setValidator(QIntValidator(line))

    def value() -> OptionValue:
        words = line.text().strip()
        return int(words) if words.lstrip("-").isdecimal() else ""

    entry.value = value
    return entry


def _secret(field: Field, changed: Callable[[], None], kept: bool) -> _Entry:
    row = QWidget()
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setPlaceholderText(_secret_words(field, kept=kept))
    line.textEdited.connect(lambda _words: changed())
    show = icon_button("eye", f"Show {field.label}", checkable=True)
    show.toggled.connect(
        lambda on: line.setEchoMode(
            QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        )
    )
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.XS)
    across.addWidget(line, 1)
    across.addWidget(show)

    def fill(value: OptionValue) -> None:
        line.setText(str(value))
        show.setChecked(False)

    return _Entry(row, line, line.text, fill, kept=kept)


def _secret_words(field: Field, *, kept: bool) -> str:
    return "set: type to replace it" if kept else field.fallback or "not set"


def _switch(field: Field, changed: Callable[[], None], _kept: bool) -> _Entry:
    box = QCheckBox(field.label)
    box.setChecked(bool(field.default))
    box.setMinimumHeight(theme.FIELD_HEIGHT)
    box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    box.clicked.connect(lambda _on: changed())
    return _Entry(box, box, box.isChecked, lambda value: box.setChecked(value is True))


def _choice(field: Field, changed: Callable[[], None], words: Sequence[str]) -> _Entry:
    box = _Box()
    if field.default not in field.choices:
        box.addItem(field.fallback or "not set", "")
    for choice, shown in zip(field.choices, words, strict=True):
        box.addItem(shown or field.fallback or "not set", choice)
    box.activated.connect(lambda _index: changed())

    def fill(value: OptionValue) -> None:
        at = box.findData(value)
        if at < 0:
            # A file may hold what this version does not offer: shown as it is, not changed in silence.
            box.addItem(str(value), value)
            at = box.count() - 1
        box.setCurrentIndex(at)

    fill(field.default)

    def value() -> OptionValue:
        chosen: OptionValue = box.currentData(Qt.ItemDataRole.UserRole)
        return chosen

    return _Entry(box, box, value, fill)


_MAKERS: dict[str, _Maker] = {
    "text": _text,
    "lines": _lines,
    "secret": _secret,
    "switch": _switch,
    "number": _number,
}
