"""The list of keyboard shortcuts, read from the window itself, so that it cannot be out of date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.kv_table import KvTable

_EVERYWHERE: Final = "Everywhere"


class ShortcutsDialog(QDialog):
    """What is done, the keys for it, and where they work: everywhere, or on one of `pages`, which are by their names."""

    def __init__(self, window: QWidget, pages: Mapping[str, QWidget]) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        self.table = KvTable("Keyboard shortcuts", ("What", "Keys", "Where"), (False, True, False))
        self.table.set_rows(shortcuts(window, pages))
        close = button("Close", "primary")
        close.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(label.heading("Keyboard shortcuts", theme.TITLE))
        column.addWidget(label.note("Each page, table and list has its own keys as well."))
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.resize(608, 600)


def shortcuts(window: QWidget, pages: Mapping[str, QWidget]) -> tuple[tuple[str, str, str], ...]:
    """Return what has a shortcut in a window, the keys as this system writes them, and the name of its page.

    Those of a page come together; first those that work everywhere.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for action in window.findChildren(QAction):
        for keys in action.shortcuts():
            found.setdefault((_where(action, pages), action.text()), []).append(_written(keys))
    for one in window.findChildren(QAbstractButton):
        at = _where(one, pages), one.text() or one.accessibleName()
        if not one.shortcut().isEmpty() and at not in found:
            found[at] = [_written(one.shortcut())]
    order = [_EVERYWHERE, *pages]
    rows = sorted(found, key=lambda at: (order.index(at[0]), at[1]))
    return tuple(
        (name, ", ".join(dict.fromkeys(found[where, name])), where) for where, name in rows if name
    )


def _where(one: QObject, pages: Mapping[str, QWidget]) -> str:
    above: QObject | None = one
    while above is not None:
        for name, page in pages.items():
            if above is page:
                return name
        above = above.parent()
    return _EVERYWHERE


def _written(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
