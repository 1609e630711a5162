"""A pill: a word or two of state, told by text and sign, not by colour alone."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from apiclient_gui.ui import theme

PillTone = Literal["plain", "ok", "warn", "bad", "accent"]

_SIGNS: Final[dict[PillTone, str]] = {"plain": "", "ok": "✓ ", "warn": "", "bad": "", "accent": ""}


class Pill(QLabel):
    """A short text on a soft ground. `sign` puts a tick before what is well."""

    def __init__(
        self,
        text: str = "",
        tone: PillTone = "plain",
        *,
        sign: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(theme.NOTE, bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.show_state(text, tone, sign=sign)

    def show_state(self, text: str, tone: PillTone = "plain", *, sign: bool = False) -> None:
        """Change text and tone; an empty text hides the pill and keeps no room."""
        self.setText(f"{_SIGNS[tone]}{text}" if sign else text)
        self.setAccessibleName(text)
        theme.mark(self, pill=tone)
        if not text:
            self.hide()
        elif self.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            # Only one that was hidden: without a parent yet, it would flash as a window of its own.
            self.show()


def status_tone(status: int) -> PillTone:
    """Return the tone of an HTTP status: 2xx ok, 3xx accent, 4xx and 5xx bad (RFC 9110 §15)."""
    if status < 200:
        return "plain"
    if status < 300:
        return "ok"
    return "accent" if status < 400 else "bad"
