from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.flow import Ask
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.dialogs.ask import AskDialog, attend
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
