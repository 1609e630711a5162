"""What a login asks the person for: a form of its fields over the window, while the login waits."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.state.asking import Asking, Question
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.field_form import FieldForm

_WIDTH: Final = 460


class AskDialog(QDialog):
    """One question. Continue answers it; Cancel and Escape end the login."""

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        step = question.step
        self.setWindowTitle(step.title)
        self.question = question
        self.form = FieldForm(step.fields)
        self.form.changed.connect(lambda: self.form.set_errors({}))
        buttons = QDialogButtonBox()
        go_on = button("Continue", "primary")
        go_on.setDefault(True)
        buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(button("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._answer)
        buttons.rejected.connect(self.reject)
        self.rejected.connect(question.give_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
        column.setSpacing(theme.M)
        title = label.heading(step.title, theme.TITLE)
        title.setWordWrap(True)
        column.addWidget(title)
        if step.detail:
            column.addWidget(label.text(step.detail, "muted"))
        column.addWidget(self.form)
        column.addStretch()
        column.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)
        self.form.setFocus()

    def withdraw(self) -> None:
        """Close it without an answer: nobody waits for one any more."""
        self.rejected.disconnect(self.question.give_up)
        self.reject()

    def _answer(self) -> None:
        errors = self.form.missing()
        self.form.set_errors(errors)
        if errors:
            return
        secrets = self.form.secrets()
        texts = {key: str(value) for key, value in self.form.values().items()}
        wanted = {field.key: "" for field in self.question.step.fields}
        self.question.answer({**wanted, **texts, **secrets})
        self.accept()


def attend(asking: Asking, parent: QWidget) -> None:
    """Open a dialog over the parent's window for each question of a login, and close it when it is over."""

    def open_(question: Question) -> None:
        AskDialog(question, parent).open()

    def close(question: Question) -> None:
        for dialog in parent.findChildren(AskDialog):
            if dialog.question is question and dialog.isVisible():
                dialog.withdraw()

    asking.asked.connect(open_)
    asking.over.connect(close)
