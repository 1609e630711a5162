"""What a login asks the person for: a form of its fields over the window, while the login waits."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from apiclient_gui.ui.state.asking import Asking, Question
from apiclient_gui.ui.widgets import dialog_column
from apiclient_gui.ui.widgets.field_form import FieldForm


class AskDialog(QDialog):
    """One question. Continue answers it; Cancel and Escape end the login."""

    def __init__(self, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        step = question.step
        self.question = question
        self.form = FieldForm(step.fields)
        self.form.changed.connect(lambda: self.form.set_errors({}))
        self.rejected.connect(question.give_up)
        column = dialog_column.begin(self, step.title, step.detail)
        column.addWidget(self.form)
        column.addStretch()
        dialog_column.end(self, column, "Continue", self._answer)
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
