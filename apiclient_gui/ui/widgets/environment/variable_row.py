"""One variable of an environment: its name, its value, whether that is a secret, and the cross that removes it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from apiclient_gui.core.named_secrets import State
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import icon_button

LONGEST: Final = 100_000  # characters of a value, as in a cell of the other tables
_HIDDEN: Final = "Secret: the value goes to your keyring and not into the workspace"
_PLAIN: Final = "Keep the value of {} in your keyring, as a secret"
_LOST: Final = "the secret value is not shown: type one"


class VariableRow(QWidget):
    """`changed` on every edit, `removed` when it is to go, `cut` when something pasted was too long.

    `stepped` carries by how many rows the focus is to move, `pasted` lines that mean rows. `before` is the name under
    which the vault has its value, empty when it is none of the vault's.
    """

    changed = Signal()
    removed = Signal()
    cut = Signal()
    stepped = Signal(int)
    pasted = Signal(str)

    def __init__(
        self, name: str, value: str, *, before: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.before = before
        self._given = value
        self._state: State | None = None
        self._outside = ""
        self.name, self.value = _Line(), _Line()
        self.name.setText(name)
        self.value.setMaxLength(max(LONGEST, len(value)))
        self.value.setText(value)
        self.value.setCursorPosition(0)  # a long one shows its beginning
        self.secret = icon_button("lock", "", checkable=True)
        self.secret.setChecked(bool(before))
        self.secret.toggled.connect(self._turn)
        self.cross = icon_button("close", "Remove")
        self.cross.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS + 2)
        row.addWidget(self.name, 2)
        row.addWidget(self.value, 3)
        row.addWidget(self.secret)
        row.addWidget(self.cross)
        for line in (self.name, self.value):
            line.setFont(theme.mono())
            line.textEdited.connect(self._edit)
            line.inputRejected.connect(self.cut, Qt.ConnectionType.QueuedConnection)
            line.stepped.connect(self.stepped)
            line.pasted.connect(self.pasted)
        self._draw()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it: then it is no variable."""
        return not (self.name.text().strip() or self.value.text() or self.before)

    @property
    def is_secret(self) -> bool:
        """Whether its value is one for the vault."""
        return self.secret.isChecked()

    def text(self) -> str:
        """Return the value as it stands; one that nobody edited as it was, with signs that a line cannot hold."""
        return self.value.text() if self.value.isModified() else self._given

    def typed(self) -> Secret | None:
        """Return the secret value that was typed; None to keep what the vault has."""
        return Secret(self.text()) if self.text() else None

    def tell(self, state: State | None, outside: str) -> None:
        """Say whether the vault has its value, None while that is not known; `outside` is the variable that sets it."""
        self._state, self._outside = state, outside
        self._draw()

    def _edit(self) -> None:
        self._draw()
        self.changed.emit()

    def _turn(self, on: bool) -> None:
        if not on and self.before:
            self.value.clear()
            self._given = ""
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        name = self.name.text().strip() or "the variable"
        echo = QLineEdit.EchoMode.Password if self.is_secret else QLineEdit.EchoMode.Normal
        self.value.setEchoMode(echo)
        self.value.setPlaceholderText(self._hint())
        self.name.setAccessibleName("Name of the variable")
        self.name.setPlaceholderText("name")
        self.value.setAccessibleName(f"{'Secret value' if self.is_secret else 'Value'} of {name}")
        self.secret.setToolTip(_HIDDEN if self.is_secret else _PLAIN.format(name))
        self.secret.setAccessibleName(f"{name} is a secret")
        self.cross.setAccessibleName(f"Remove {name}")
        for part in (self.secret, self.cross):
            part.setEnabled(not self.is_empty)

    def _hint(self) -> str:
        if not self.is_secret:
            return _LOST if self.before else "value"
        if self._state == "environment":
            return f"set by {self._outside}"
        if not self.before or self._state == "missing":
            return "not set"
        return "set: type to replace it" if self._state == "set" else "looking …"


class _Line(QLineEdit):
    stepped = Signal(int)
    pasted = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # Qt's name
        if event.matches(QKeySequence.StandardKey.Paste):
            words = QApplication.clipboard().text().strip()
            if "\n" in words:
                self.pasted.emit(words)
                return
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case _:
                super().keyPressEvent(event)
