from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.program import Program
from apiclient_gui.ui.state.writes import Writes
from apiclient_gui.ui.tasks import Tasks
from tests.support.window import Stage

WRONG = Finding(id="wrong", severity="error", title="Wrong")


def test_writes_never_cross_and_the_end_is_told_once(qtbot: QtBot, data_folder: Path) -> None:
    stage = Stage(qtbot, data_folder, {})
    tasks = Tasks(stage.state)
    writes = Writes(stage.program, tasks, stage.state)
    log: list[object] = []
    idle: list[int] = []
    writes.idle.connect(lambda: idle.append(len(log)))

    def work(number: int) -> int:
        log.append(("begins", number))
        log.append(("ends", number))
        return number

    for number in range(20):
        writes.run(lambda _, number=number: work(number), log.append, "write")
    assert writes.busy
    qtbot.waitUntil(lambda: bool(idle))
    assert log == [
        step for number in range(20) for step in (("begins", number), ("ends", number), number)
    ]
    assert idle == [60]


def test_one_that_fails_does_not_stop_the_next(qtbot: QtBot, data_folder: Path) -> None:
    stage = Stage(qtbot, data_folder, {})
    writes = Writes(stage.program, Tasks(stage.state), stage.state)
    told: list[object] = []
    writes.failed.connect(told.append)
    own: list[object] = []

    def fail(_: Program) -> None:
        raise Problem("storage", WRONG)

    writes.run(fail, told.append, "first")
    writes.run(fail, told.append, "second", own.append)
    with qtbot.waitSignal(writes.idle):
        writes.run(lambda _: "done", told.append, "third")
    assert told == [WRONG, "done"]
    assert own == [WRONG]
