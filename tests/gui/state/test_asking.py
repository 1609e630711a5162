from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.flow import Ask, Browse, Show, Text
from apiclient_gui.core.model import Field
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.state.asking import Asking, Question, Shown
from apiclient_gui.ui.tasks import Task, Tasks

STEP = Ask("Code", (Field("code", "Code", "secret"),))


class Bench:
    """A worker that asks, and what came of it."""

    def __init__(self) -> None:
        self.owner = QObject()
        self.tasks = Tasks(self.owner)
        self.asking = Asking(self.tasks, self.owner)
        self.questions: list[Question] = []
        self.over: list[Question] = []
        self.outcomes: list[object] = []
        self.asking.asked.connect(self.questions.append)
        self.asking.over.connect(self.over.append)

    def ask(self) -> Task:
        person = self.asking.person

        def work(cancel: Cancel) -> object:
            return person.ask(STEP, cancel)

        return self.tasks.start(work, self.outcomes.append, self.outcomes.append)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    if shiboken6.isValid(made.owner):
        made.tasks.cancel_all()


def test_a_worker_gets_the_answer(qtbot: QtBot, bench: Bench) -> None:
    bench.ask()
    qtbot.waitUntil(lambda: bool(bench.questions))
    assert bench.questions[0].step is STEP
    answers: dict[str, Text] = {"code": Secret("123456")}
    bench.questions[0].answer(answers)
    qtbot.waitUntil(lambda: bool(bench.outcomes))
    assert bench.outcomes == [answers]
    qtbot.waitUntil(lambda: bench.over == bench.questions)


def test_giving_up_ends_the_login_with_a_finding(qtbot: QtBot, bench: Bench) -> None:
    bench.ask()
    qtbot.waitUntil(lambda: bool(bench.questions))
    bench.questions[0].give_up()
    qtbot.waitUntil(lambda: bool(bench.outcomes))
    (finding,) = bench.outcomes
    assert isinstance(finding, Finding)
    assert (finding.id, finding.severity) == ("login_given_up", "note")


def test_a_cancel_wakes_the_worker_and_takes_the_question_back(qtbot: QtBot, bench: Bench) -> None:
    task = bench.ask()
    qtbot.waitUntil(lambda: bool(bench.questions))
    task.cancel()
    qtbot.waitUntil(lambda: bench.over == bench.questions)
    assert bench.outcomes == []
    bench.questions[0].answer({"code": Secret("late")})  # nobody waits: nothing happens
    assert bench.outcomes == []


def test_a_cancel_that_came_before_the_question(bench: Bench) -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        Question(STEP).wait(cancel)


def test_the_worker_ends_when_the_window_is_gone(qtbot: QtBot, bench: Bench) -> None:
    task = bench.ask()
    qtbot.waitUntil(lambda: bool(bench.questions))
    shiboken6.delete(bench.owner)
    assert task.stop.requested


@pytest.mark.parametrize(
    "page",
    [
        Show("Confirm", "https://idp.example/device", "ABCD-EFGH"),
        Browse("Log in", "https://idp.example/login?state=s", "s"),
    ],
)
def test_a_page_is_shown_until_the_login_is_over(
    qtbot: QtBot, bench: Bench, page: Show | Browse
) -> None:
    shown: list[Shown] = []
    hidden: list[Shown] = []
    bench.asking.shown.connect(shown.append)
    bench.asking.hidden.connect(hidden.append)
    person, over = bench.asking.person, threading.Event()

    def work(cancel: Cancel) -> None:
        if isinstance(page, Show):
            take_away = person.show(page, cancel)
        else:
            take_away = person.browse(page, cancel)
        over.wait(30)
        take_away()

    task = bench.tasks.start(work, bench.outcomes.append, bench.outcomes.append)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown[0].step is page
    assert hidden == []
    shown[0].give_up()
    assert task.stop.requested
    over.set()
    qtbot.waitUntil(lambda: hidden == shown)
