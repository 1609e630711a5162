"""One line under a secret's field: whether it is set and where it is, and the way to remove it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from apiclient_gui.core.named_secrets import State
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.theme import Tone
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button

_SIDE = QSize(14, 14)


@dataclass(frozen=True, slots=True)
class SecretLine:
    """What is said about one secret. `removable`: there is something that can be removed."""

    words: str = ""
    icon: str = ""
    tone: Tone = "muted"
    removable: bool = False


def secret_line(
    state: State | None, variable: str, *, required: bool, for_run: bool, practice: bool
) -> SecretLine:
    """Return what to say of a secret. `state` None: not known; `variable` names what may set it in the environment.

    `for_run`: the keyring did not take it. `practice`: it is a practice user's key.
    """
    match state:
        case None:
            return SecretLine()
        case "environment":
            return SecretLine(f"Set by the environment variable {variable}", "check", "ok")
        case "missing":
            brought = ": start the practice gateway, which brings it"
            words = f"Not set{brought if practice and required else ''}"
            return SecretLine(words, "warning", "warn") if required else SecretLine(words)
    if practice:
        return SecretLine("Set: a practice secret, kept in the practice folder", "check", "ok")
    if for_run:
        words = "Set for this run only: it is in no keyring"
        return SecretLine(words, "warning", "warn", removable=True)
    return SecretLine("Set in your keyring", "check", "ok", removable=True)


class SecretState(QWidget):
    """Sign, words and "Remove". `removed` when the person wants the secret gone. It keeps its room while silent."""

    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = _Sign(self)
        self._words = label.note()
        self._remove = button("Remove", "link")
        self._remove.setFont(theme.font(theme.NOTE))
        self._remove.setAccessibleName(f"Remove {name}")
        self._remove.setToolTip(f"Remove {name} from where it is kept")
        self._remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS + 2)
        row.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self._remove, alignment=Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(self._remove.sizeHint().height())
        self.say(SecretLine())

    @property
    def words(self) -> str:
        """What the line says now."""
        return self._words.text()

    def say(self, line: SecretLine) -> None:
        """Change what it says."""
        self._words.setText(line.words)
        theme.mark(self._words, tone=line.tone)
        self._sign.show_icon(line.icon, line.tone)
        self._remove.setVisible(line.removable)


class _Sign(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = ""
        self._tone: Tone = "muted"
        self.setFixedSize(_SIDE + QSize(0, 2))

    def show_icon(self, icon: str, tone: Tone) -> None:
        self._icon, self._tone = icon, tone
        self.setVisible(bool(icon))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        if self._icon:
            picture = icons.pixmap(self._icon, self._tone, _SIDE, self.devicePixelRatio())
            QPainter(self).drawPixmap(0, 1, picture)
