"""Buttons in their four kinds, each with a name for a screen reader."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.theme import Tone

Kind = Literal["plain", "primary", "danger", "link"]

_ICON_TONES: dict[Kind, Tone] = {
    "plain": "muted",
    "primary": "on_accent",
    "danger": "bad",
    "link": "accent",
}


def button(
    text: str, kind: Kind = "plain", icon: str = "", parent: QWidget | None = None
) -> QPushButton:
    """Return a button with a text; `primary` at most once in sight."""
    made = QPushButton(text, parent)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        made.setIcon(icons.icon(icon, _ICON_TONES[kind]))
        made.setIconSize(theme.icon_size())
    return made


def icon_button(
    icon: str,
    name: str,
    *,
    shortcut: str = "",
    checkable: bool = False,
    tone: Tone = "muted",
    parent: QWidget | None = None,
) -> QToolButton:
    """Return a button that shows an icon only; `name` says what it does, as tooltip and to a screen reader."""
    made = QToolButton(parent)
    made.setIcon(icons.icon(icon, tone, "accent"))
    made.setIconSize(theme.icon_size())
    made.setCheckable(checkable)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(name)
    made.setToolTip(name)
    if shortcut:
        keys = QKeySequence(shortcut)
        made.setShortcut(keys)
        made.setToolTip(f"{name} ({keys.toString(QKeySequence.SequenceFormat.NativeText)})")
    return made


def press(event: QKeyEvent, window: QWidget) -> bool:
    """Press the button of a window that has the focus if the key is Enter, and return whether it was.

    For key presses that nobody else wanted: Qt's buttons take Enter in dialogs only. Check boxes take the space bar.
    """
    focus = QApplication.focusWidget()
    if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter} or event.isAutoRepeat():
        return False
    if not isinstance(focus, QAbstractButton) or isinstance(focus, QCheckBox | QRadioButton):
        return False
    if focus.window() is not window:
        return False
    focus.click()
    return True
