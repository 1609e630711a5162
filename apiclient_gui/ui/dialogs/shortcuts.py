"""The list of keyboard shortcuts, read from the window itself, so that it cannot be out of date."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.kv_table import KvTable


class ShortcutsDialog(QDialog):
    """Two columns: what is done, and the keys for it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        self.table = KvTable("Keyboard shortcuts", ("What", "Keys"), (False, True))
        self.table.set_rows(shortcuts(window))
        close = button("Close", "primary")
        close.setDefault(True)
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(label.note("Each page, table and list has its own keys as well."))
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.resize(460, 520)


def shortcuts(window: QWidget) -> tuple[tuple[str, str], ...]:
    """Return what has a shortcut in a window, and the keys as this system writes them."""
    found: dict[str, list[str]] = {}
    for action in window.findChildren(QAction):
        for keys in action.shortcuts():
            found.setdefault(action.text(), []).append(_written(keys))
    for one in window.findChildren(QAbstractButton):
        name = one.text() or one.accessibleName()
        if not one.shortcut().isEmpty() and name not in found:
            found[name] = [_written(one.shortcut())]
    rows = ((name, ", ".join(dict.fromkeys(keys))) for name, keys in found.items() if name)
    return tuple(sorted(rows))


def _written(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
