from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.flow import Ask
from apiclient_gui.core.model import Field
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.dialogs.ask import AskDialog, attend
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.state import State
from apiclient_gui.ui.state.asking import Asking, Question
from apiclient_gui.ui.tasks import Tasks

STEP = Ask(
    "Code from your app",
    (Field("code", "Code", "secret", required=True), Field("device", "Device")),
    "The pool asks for a second factor.",
)


class Bench:
    def __init__(self, qtbot: QtBot) -> None:
        self.around = QWidget()
        qtbot.addWidget(self.around)
        self.tasks = Tasks(self.around)
        self.asking = Asking(self.tasks, self.around)
        attend(self.asking, self.around)
        self.outcomes: list[object] = []
        person = self.asking.person
        self.task = self.tasks.start(
            lambda cancel: person.ask(STEP, cancel), self.outcomes.append, self.outcomes.append
        )
        qtbot.waitUntil(lambda: self.dialog() is not None)

    def dialog(self) -> AskDialog | None:
        return self.around.findChild(AskDialog)


def line(dialog: AskDialog, name: str) -> QLineEdit:
    return next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name)


def test_a_question_is_answered_at_the_keyboard(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    dialog = bench.dialog()
    assert dialog is not None
    assert dialog.windowTitle() == "Code from your app"
    code = line(dialog, "Code")
    assert code.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClick(code, Qt.Key.Key_Return)
    assert dialog.isVisible()  # a code is needed
    qtbot.keyClicks(code, "123456")
    qtbot.keyClick(code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(bench.outcomes))
    assert bench.outcomes == [{"code": Secret("123456"), "device": ""}]
    qtbot.waitUntil(lambda: bench.dialog() is None)


def test_the_window_can_be_used_while_it_asks(qtbot: QtBot) -> None:
    dialog = Bench(qtbot).dialog()
    assert dialog is not None
    assert dialog.isVisible()
    assert not dialog.isModal()


def test_escape_ends_the_login(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    dialog = bench.dialog()
    assert dialog is not None
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(bench.outcomes))
    assert [getattr(one, "id", "") for one in bench.outcomes] == ["login_given_up"]


def test_a_login_that_is_cancelled_takes_its_question_away(qtbot: QtBot) -> None:
    bench = Bench(qtbot)
    bench.task.cancel()
    qtbot.waitUntil(lambda: bench.dialog() is None)
    assert bench.outcomes == []


def test_a_single_choice_is_a_list_and_enter_goes_on(qtbot: QtBot) -> None:
    roles = ("PetsAdmin", "PetsReader")
    field = Field("role", "Role", "choice", roles[0], roles, required=True)
    around = QWidget()
    qtbot.addWidget(around)
    around.show()
    question = Question(Ask("Role to work with", (field,)))
    dialog = AskDialog(question, around)
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    assert dialog.choices is not None
    assert dialog.choices.list.hasFocus()
    assert not dialog.form.isVisible()
    qtbot.keyClick(dialog.choices.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.choices.list, Qt.Key.Key_Return)
    assert question.wait(Cancel()) == {"role": "PetsReader"}


def test_a_choice_that_is_filtered_away_cannot_be_gone_on_with(qtbot: QtBot) -> None:
    accounts = tuple(f"11112222333{n} · account {n}" for n in range(9))
    field = Field("account", "Account", "choice", accounts[0], accounts, required=True)
    around = QWidget()
    qtbot.addWidget(around)
    question = Question(Ask("Account to work with", (field,)))
    dialog = AskDialog(question, around)
    dialog.open()
    assert dialog.choices is not None
    go_on = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Continue")
    dialog.choices.filter.setText("none such")
    assert not go_on.isEnabled()
    qtbot.keyClick(dialog.choices.filter, Qt.Key.Key_Return)
    assert question.answers is None
    dialog.choices.filter.setText("account 7")
    assert go_on.isEnabled()
    qtbot.keyClick(dialog.choices.filter, Qt.Key.Key_Return)
    assert question.wait(Cancel()) == {"account": "111122223337 · account 7"}


@pytest.mark.parametrize("title", ["", "x" * 400, "line\nbreak \x00 \ud800"])
def test_whatever_a_server_says_is_shown_as_text(qtbot: QtBot, title: str) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    question = Question(Ask(title, (Field("a", "<b>A</b>"),), "<img src=x>"))
    dialog = AskDialog(question, around)
    dialog.open()
    assert dialog.width() < 900
    dialog._answer()
    assert question.wait(Cancel()) == {"a": ""}


def test_a_question_for_the_practice_device_says_where_its_code_is(
    qtbot: QtBot, data_folder: Path, gateway: Description
) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    program = Program(data_folder)
    state = State(program, around)
    known = Gateway(state)
    asking = Asking(state.tasks, around)
    attend(asking, around, known)
    assert gateway.sts is not None
    step = Ask("MFA code", (Field("code", "Code"),), f"The device is {gateway.sts.mfa.serial}")

    def said() -> str:
        person = asking.person
        task = state.tasks.start(lambda cancel: person.ask(step, cancel), print, print)
        qtbot.waitUntil(lambda: around.findChild(AskDialog) is not None)
        words = " ".join(one.text() for one in around.findChild(AskDialog).findChildren(QLabel))
        task.cancel()
        qtbot.waitUntil(lambda: around.findChild(AskDialog) is None)
        return words

    assert "Practice page" not in said()
    known.description = gateway
    assert "Practice page" in said()
