"""The code that a virtual MFA device of the practice gateway shows now, and for how long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from apiclient_gui.core.clock import Clock
from apiclient_gui.practice import totp
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button

_SIZE: Final = 20
_AFTER: Final = 0.02  # a timer that fires early would find the code as it was


class DeviceCode(QWidget):
    """The code of `secret` (base32), copied by a click; it counts down while it is in sight.

    `now` is this computer's own clock: a correction of it is for signatures.
    """

    def __init__(
        self,
        secret: str,
        now: Callable[[], datetime] = Clock.computer,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._secret = secret
        self._now = now
        self.code = label.text("", wrap=False)
        self.code.setFont(theme.mono(_SIZE))
        self.left = label.text("", "muted", theme.NOTE, wrap=False)
        copy = icon_button("copy", "Copy the code")
        copy.clicked.connect(self._copy)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.code)
        row.addWidget(copy)
        row.addWidget(self.left)
        row.addStretch()
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._draw)

    def showEvent(self, event: QShowEvent) -> None:  # Qt's name
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:  # Qt's name
        super().hideEvent(event)
        self._tick.stop()

    def _draw(self) -> None:
        now = self._now()
        code = totp.code(self._secret, now)
        half = len(code) // 2
        self.code.setText(f"{code[:half]} {code[half:]}")
        self.code.setAccessibleName(f"Code {code}")
        self.left.setText(f"for {totp.STEP - int(now.timestamp()) % totp.STEP} s more")
        if self.isVisible():
            self._tick.start(round((1 - now.timestamp() % 1 + _AFTER) * 1000))

    def _copy(self) -> None:
        # Of this moment: the one on the screen may be a second old.
        QApplication.clipboard().setText(totp.code(self._secret, self._now()))
