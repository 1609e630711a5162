"""The button that shows what is masked, until the next result."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets.button import icon_button

_SHOW, _HIDE = "Show secrets", "Hide secrets"


class SecretEye(QWidget):
    """An eye that is open or closed. `toggled` carries whether secrets are to be shown."""

    toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button: QToolButton = icon_button("eye", _SHOW, checkable=True, parent=self)
        row = QHBoxLayout(
            self
        )  # not a fixed size: the look gives the button another one when it is shown
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._button)
        self.setFocusProxy(self._button)
        self._button.toggled.connect(self._turn)

    @property
    def shown(self) -> bool:
        """Whether secrets are to be shown."""
        return self._button.isChecked()

    def reset(self, *, useful: bool) -> None:
        """Mask again; without a secret to show (`useful` False) there is no button. `toggled` stays silent."""
        blocked = self._button.blockSignals(True)
        self._button.setChecked(False)
        self._button.blockSignals(blocked)
        self._paint(shown=False)
        self.setVisible(useful)

    def _turn(self, shown: bool) -> None:
        self._paint(shown=shown)
        self.toggled.emit(shown)

    def _paint(self, *, shown: bool) -> None:
        words = _HIDE if shown else _SHOW
        self._button.setIcon(icons.icon("eye-off" if shown else "eye", "muted", "accent"))
        self._button.setIconSize(theme.icon_size())
        self._button.setAccessibleName(words)
        self._button.setToolTip(words)
