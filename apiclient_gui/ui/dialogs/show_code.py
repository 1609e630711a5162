"""A login that goes on in the browser: the page, the code to compare there if any, and that it is being waited for."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QWidget

from apiclient_gui.core import urls
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.flow import Show
from apiclient_gui.ui import theme
from apiclient_gui.ui.state.asking import Asking, Shown
from apiclient_gui.ui.widgets import dialog_column, label
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.button import button, icon_button

_COMPARE = "Compare the code with the one on the page before you allow anything there."
_LOG_IN = "Log in there. The page sends you back, and this closes by itself."
_CODE_SIZE = 28


class ShowCodeDialog(QDialog):
    """Opens the page at once. It closes by itself when the login is over; cancelling it ends the login."""

    def __init__(self, shown: Shown, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = shown
        step = shown.step
        with_code = isinstance(step, Show)
        words = (step.detail or _COMPARE) if isinstance(step, Show) else _LOG_IN
        column = dialog_column.begin(self, step.title, words)
        if isinstance(step, Show):
            column.addLayout(self._code_row(step.code))
        self.busy = BusyBar(cancel=False)
        self.busy.start(
            "Waiting for you to allow it there" if with_code else "Waiting for the browser"
        )
        column.addWidget(self.busy)
        page = QHBoxLayout()
        host = urls.split(step.url).authority
        page.addWidget(label.note(f"The page is at {host}. It should be open in your browser."), 1)
        copy_link = button("Copy the link", "link")
        copy_link.clicked.connect(lambda: QApplication.clipboard().setText(step.url))
        page.addWidget(copy_link)
        column.addLayout(page)
        column.addStretch()
        dialog_column.end(self, column, "Open the page again", self._browse).setFocus()
        self.rejected.connect(shown.give_up)

    def _code_row(self, code: str) -> QHBoxLayout:
        self.code = label.text(code, wrap=False)
        self.code.setFont(theme.mono(_CODE_SIZE))
        self.code.setAccessibleName(f"Code {code}")
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        copy = icon_button("copy", "Copy the code")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(code))
        row = QHBoxLayout()
        row.addWidget(self.code)
        row.addWidget(copy)
        row.addStretch()
        return row

    def withdraw(self) -> None:
        """Close it: the login is over."""
        self.rejected.disconnect(self.shown.give_up)
        self.reject()

    def open(self) -> None:
        """Show it, and the page in the browser."""
        super().open()
        self._browse()

    def _browse(self) -> None:
        QDesktopServices.openUrl(QUrl(self.shown.step.url))


def attend(asking: Asking, parent: QWidget) -> None:
    """Show over the parent's window what logins want to be seen, and take it away when they are over."""

    def close(cancel: Cancel | None) -> None:
        for dialog in parent.findChildren(ShowCodeDialog):
            if dialog.shown.cancel is cancel and dialog.isVisible():
                dialog.withdraw()

    asking.shown.connect(lambda shown: ShowCodeDialog(shown, parent).open())
    asking.hidden.connect(lambda shown: close(shown.cancel))
    # A login that asks for something has what it wanted of the page.
    asking.asked.connect(lambda question: close(question.cancel))
