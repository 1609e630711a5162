"""What a login asks the person for: a form of its fields over the window, while the login waits."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QDialog, QWidget

from apiclient_gui.core.flow import Ask
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.state.asking import Asking, Question
from apiclient_gui.ui.widgets import dialog_column, label
from apiclient_gui.ui.widgets.choice_list import ChoiceList
from apiclient_gui.ui.widgets.field_form import FieldForm

_PRACTICE: Final = (
    "It is a device of the practice gateway: the Practice page shows its code, under “MFA device”."
)


class AskDialog(QDialog):
    """One question. Continue answers it; Cancel and Escape end the login.

    A single choice is a list, all of it in sight; anything else is a form. `hint` says where the answer stands.
    """

    def __init__(self, question: Question, parent: QWidget, hint: str = "") -> None:
        super().__init__(parent)
        step = question.step
        self.question = question
        self.rejected.connect(question.give_up)
        column = dialog_column.begin(self, step.title, step.detail)
        if hint:
            column.addWidget(label.text(hint))
        alone = step.fields[0] if len(step.fields) == 1 else None
        self.choices: ChoiceList | None = None
        if alone is not None and alone.kind == "choice" and alone.choices:
            self.choices = ChoiceList(alone.label, alone.choices, str(alone.default))
            self.choices.taken.connect(self._answer)
            self.choices.left.connect(self.reject)
            column.addWidget(self.choices)
        self.form = FieldForm(step.fields if self.choices is None else (), parent=self)
        self.form.setVisible(self.choices is None)
        self.form.changed.connect(lambda: self.form.set_errors({}))
        column.addWidget(self.form)
        column.addStretch()
        go_on = dialog_column.end(self, column, "Continue", self._answer)
        if self.choices is not None:
            choices = self.choices
            choices.changed.connect(lambda: go_on.setEnabled(bool(choices.chosen)))
        (self.choices or self.form).setFocus()

    def withdraw(self) -> None:
        """Close it without an answer: nobody waits for one any more."""
        self.rejected.disconnect(self.question.give_up)
        self.reject()

    def _answer(self) -> None:
        if self.choices is not None:
            if self.choices.chosen:
                self.question.answer({self.question.step.fields[0].key: self.choices.chosen})
                self.accept()
            return
        errors = self.form.missing()
        self.form.set_errors(errors)
        if errors:
            return
        secrets = self.form.secrets()
        texts = {key: str(value) for key, value in self.form.values().items()}
        wanted = {field.key: "" for field in self.question.step.fields}
        self.question.answer({**wanted, **texts, **secrets})
        self.accept()


def _hint(step: Ask, gateway: Gateway | None) -> str:
    described = gateway.description if gateway else None
    if described is None or described.sts is None or described.sts.mfa.serial not in step.detail:
        return ""
    return _PRACTICE


def attend(asking: Asking, parent: QWidget, gateway: Gateway | None = None) -> None:
    """Open a dialog over the parent's window for each question of a login, and close it when it is over.

    With the practice gateway at hand, a question for the code of its device says where that stands.
    """

    def open_(question: Question) -> None:
        # Not modal: what is asked for may stand in the window, such as the code of the practice gateway's MFA device.
        AskDialog(question, parent, _hint(question.step, gateway)).show()

    def close(question: Question) -> None:
        for dialog in parent.findChildren(AskDialog):
            if dialog.question is question and dialog.isVisible():
                dialog.withdraw()

    asking.asked.connect(open_)
    asking.over.connect(close)
