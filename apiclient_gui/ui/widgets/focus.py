"""Where the focus goes within a part of the window, so that Tab still visits every field of it.

A focus proxy would not do: Tab that reaches a part with one goes straight to the proxy, past all that stands before it.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


def lead_focus(part: QWidget, field: QWidget) -> None:
    """Let `part.setFocus()` give the focus to `field`; Tab passes over `part` itself."""
    _Lead(part, field)


def leads_focus(part: QWidget) -> bool:
    """Whether a part knows which field the focus is for."""
    return part.findChild(_Lead, options=Qt.FindChildOption.FindDirectChildrenOnly) is not None


def chain(*parts: QWidget) -> None:
    """Let Tab go through these parts one after another, each with all that is in it in the order it was made.

    Qt puts what is made later behind all else of the window, wherever it stands.
    """
    stops = [
        one
        for part in parts
        for one in (part, *part.findChildren(QWidget))
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and one.window() is part.window()  # not the list that a choice opens
    ]
    for before, after in pairwise(dict.fromkeys(stops)):
        QWidget.setTabOrder(before, after)


class _Lead(QObject):
    def __init__(self, part: QWidget, field: QWidget) -> None:
        super().__init__(part)
        self._field = field
        part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's signature
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self._field.setFocus(event.reason())
        return super().eventFilter(watched, event)
