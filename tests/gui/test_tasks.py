from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.ui.tasks import GIVEN_UP, Tasks

REFUSED = Finding(id="no_such_host", severity="error", title="There is no such host")


def fail(finding: Finding) -> None:
    pytest.fail(f"unexpected {finding.id}")


def never(_: object) -> None:
    pytest.fail("a dropped result was delivered")


def test_result_arrives_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    owner = QObject()
    came: list[tuple[object, threading.Thread]] = []
    worked: list[threading.Thread] = []

    def work(_: Cancel) -> int:
        worked.append(threading.current_thread())
        return 42

    tasks = Tasks(owner)
    task = tasks.start(work, lambda v: came.append((v, threading.current_thread())), fail)
    assert tasks.running == (task,)
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(42, threading.main_thread())]
    assert worked[0] is not threading.main_thread()
    assert worked[0].daemon
    assert tasks.running == ()


@pytest.mark.parametrize("value", [None, REFUSED, ()])
def test_any_result_is_a_result(qtbot: QtBot, value: object) -> None:
    owner = QObject()
    came: list[object] = []
    Tasks(owner).start(lambda _: value, came.append, fail)
    qtbot.waitUntil(lambda: bool(came))
    assert came == [value]


def test_problem_becomes_its_finding(qtbot: QtBot) -> None:
    def work(_: Cancel) -> None:
        trouble = "transport"
        raise Problem(trouble, REFUSED)

    owner = QObject()
    came: list[Finding] = []
    Tasks(owner).start(work, never, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert came == [REFUSED]


def test_unexpected_error_is_one_finding_without_its_words(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_: Cancel) -> None:
        message = "password=hunter2"
        raise RuntimeError(message)

    owner = QObject()
    came: list[Finding] = []
    with caplog.at_level(logging.ERROR):
        Tasks(owner).start(work, never, came.append)
        qtbot.waitUntil(lambda: bool(came))
    assert [finding.id for finding in came] == ["unexpected_error"]
    assert "RuntimeError" in came[0].detail
    assert "hunter2" not in repr(came[0])
    assert len(caplog.records) == 1
    # The redaction sits on the message; a traceback beside it would pass it by.
    assert caplog.records[0].exc_info is None
    assert "test_tasks" in caplog.text


def test_cancel_shuts_the_socket_and_drops_the_result(qtbot: QtBot) -> None:
    near, far = socket.socketpair()
    gone = threading.Event()

    def work(stop: Cancel) -> bytes:
        stop.watch(near)
        got = near.recv(1)
        gone.set()
        return got

    owner = QObject()
    tasks = Tasks(owner)
    task = tasks.start(work, never, fail)
    assert task.running
    task.cancel()
    task.cancel()
    assert not task.running
    assert tasks.running == ()
    assert gone.wait(10)
    settle(qtbot, owner)
    near.close()
    far.close()


def test_work_that_a_person_ended_elsewhere_is_told_as_given_up(qtbot: QtBot) -> None:
    def work(_: Cancel) -> None:
        raise Cancelled

    owner = QObject()
    tasks = Tasks(owner)
    told: list[Finding] = []
    tasks.start(work, never, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert [finding.id for finding in told] == [GIVEN_UP]
    assert not tasks.running


def settle(qtbot: QtBot, owner: QObject) -> None:
    """Wait until all that was queued before now has been delivered."""
    came: list[object] = []
    Tasks(owner).start(lambda _: 1, came.append, fail)
    qtbot.waitUntil(lambda: bool(came))


def test_result_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    go, gone = threading.Event(), threading.Event()
    stops: list[Cancel] = []

    def work(stop: Cancel) -> int:
        stops.append(stop)
        assert go.wait(10)
        gone.set()
        return 1

    owner = QWidget()
    Tasks(owner).start(work, never, never)
    qtbot.waitUntil(lambda: bool(stops))
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    assert stops[0].requested
    go.set()
    assert gone.wait(10)
    other = QObject()
    settle(qtbot, other)


def test_bridge_tells_the_window_before_the_end(qtbot: QtBot) -> None:
    owner = QObject()
    tasks = Tasks(owner)
    heard: list[tuple[int, threading.Thread]] = []
    tell: Callable[[int], None] = tasks.bridge(
        lambda part: heard.append((part, threading.current_thread()))
    )

    def work(_: Cancel) -> None:
        for part in range(3):
            tell(part)

    done: list[None] = []
    tasks.start(work, done.append, fail)
    qtbot.waitUntil(lambda: bool(done))
    assert heard == [(part, threading.main_thread()) for part in range(3)]


def test_a_thousand_tasks_leave_nothing_behind(qtbot: QtBot) -> None:
    came: list[int] = []
    keep = QObject()
    for number in range(1000):
        owner = QObject(keep)
        tasks = Tasks(owner)
        task = tasks.start(lambda _, n=number: n, came.append, fail)
        if number % 3 == 1:
            task.cancel()
        if number % 3 == 2:
            owner.deleteLater()
    wanted = set(range(0, 1000, 3))
    qtbot.waitUntil(lambda: wanted <= set(came), timeout=20_000)
    assert not any(number % 3 == 1 for number in came)


HUNG = """
import os, socket, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from apiclient_gui.ui.tasks import Tasks
app = QApplication([])
window = QWidget()
near, far = socket.socketpair()
Tasks(window).start(lambda stop: near.recv(1), print, print)
QTimer.singleShot(0, app.quit)
app.exec()
sys.exit(7)
"""


def test_exit_with_a_hung_task_neither_waits_nor_aborts() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", HUNG], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (7, "", "")
