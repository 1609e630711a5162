"""How a dialog of this program is laid out: its heading, what it holds, and its buttons, with the same room round it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button


def begin(dialog: QDialog, title: str, detail: str = "", *, width: int = 460) -> QVBoxLayout:
    """Give a dialog title, heading and words; return the column for what it holds. It is deleted when it closes."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
    column.setSpacing(theme.M)
    heading = label.heading(title, theme.TITLE)
    heading.setWordWrap(True)
    column.addWidget(heading)
    if detail:
        column.addWidget(label.text(detail, "muted"))
    dialog.setMinimumWidth(width)
    return column


def grow(dialog: QDialog) -> None:
    """Give a dialog the room for what has just come into it; it never shrinks under the person's hands."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        dialog.resize(dialog.size().expandedTo(layout.totalSizeHint()))


def end(
    dialog: QDialog,
    column: QVBoxLayout,
    accept: str,
    accepted: Callable[[], object],
    *,
    cancel: str = "Cancel",
) -> QPushButton:
    """Put the buttons under all: `accept` calls `accepted`, which closes the dialog itself; return that button."""
    buttons = QDialogButtonBox()
    go_on = button(accept, "primary")
    go_on.setDefault(True)
    buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
    if cancel:
        buttons.addButton(button(cancel), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(accepted)
    buttons.rejected.connect(dialog.reject)
    column.addWidget(buttons)
    return go_on
