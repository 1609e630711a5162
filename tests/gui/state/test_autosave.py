from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Request
from apiclient_gui.core.program import Program
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.state import State
from apiclient_gui.ui.state.tabs import Tab
from tests.support.window import Stage

REQUESTS = {name: Request(name=name.upper()) for name in "abc"}


class Run:
    """A start of the window as far as its tabs go."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot = qtbot
        self.state = State(program)
        self.noticed: list[Finding] = []
        self.state.noticed.connect(self.noticed.append)
        self.state.autosave.begin(program.data)
        with qtbot.waitSignal(self.state.autosave.restored):
            self.state.load()

    @property
    def paths(self) -> list[str]:
        return [tab.path for tab in self.state.tabs.all]

    def finish(self) -> list[Finding]:
        told: list[Finding | None] = []
        self.state.autosave.finish(lambda: told.append(None), told.append)
        self.qtbot.waitUntil(lambda: bool(told))
        self.state.autosave.close()
        return [finding for finding in told if finding is not None]


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Iterator[Stage]:
    made = Stage(qtbot, data_folder, REQUESTS)
    yield made
    made.program.close()


def drafts(data: Path) -> list[Path]:
    return [file for file in (data / "drafts").glob("*/*.toml") if file.stem != "tabs"]


def test_the_next_start_has_the_tabs_and_what_was_typed(qtbot: QtBot, stage: Stage) -> None:
    run = Run(qtbot, stage.program)
    assert run.state.tabs.current.blank
    for path in "abc":
        run.state.open_path(path, preview=path == "c")
    tabs = run.state.tabs
    tabs.move(0, 1)
    tabs.keep_draft(tabs.all[0], Request(name="B", url="typed"))
    tabs.show(tabs.all[1])
    run.state.begin_request("folder")
    tabs.keep_draft(tabs.current, Request(url="new"))
    tabs.step(-1)
    assert run.finish() == []
    again = Run(qtbot, stage.program).state.tabs
    assert [tab.path for tab in again.all] == ["b", "a", "", "c"]
    assert [tab.request.url for tab in again.all] == ["typed", "", "new", ""]
    assert again.current.path == "a"
    assert again.all[3].preview
    assert again.all[2].folder == "folder"


def test_a_window_that_is_killed_loses_little(qtbot: QtBot, stage: Stage) -> None:
    run = Run(qtbot, stage.program)
    run.state.open_path("a")
    run.state.tabs.keep_draft(run.state.tabs.current, Request(name="A", url="typed"))
    qtbot.waitUntil(lambda: bool(drafts(stage.program.data)))  # nobody asked for it
    run.state.autosave.close()
    assert Run(qtbot, stage.program).state.tabs.current.request.url == "typed"


def test_what_is_saved_is_no_draft_any_more(qtbot: QtBot, stage: Stage) -> None:
    run = Run(qtbot, stage.program)
    run.state.open_path("a")
    run.state.tabs.keep_draft(run.state.tabs.current, Request(name="A", url="typed"))
    qtbot.waitUntil(lambda: bool(drafts(stage.program.data)))
    run.state.save(run.state.tabs.current)
    qtbot.waitUntil(lambda: not drafts(stage.program.data))
    assert run.finish() == []


def test_what_was_opened_while_the_disk_was_asked_stays(qtbot: QtBot, stage: Stage) -> None:
    run = Run(qtbot, stage.program)
    run.state.open_path("a")
    run.state.open_path("b")
    run.finish()
    state = State(stage.program)
    state.autosave.begin(stage.program.data)
    state.loaded.connect(lambda _: state.open_path("b"))
    state.tabs.open(Tab(StoredRequest("", Request()), Request(url="typed")))
    with qtbot.waitSignal(state.autosave.restored):
        state.load()
    assert [tab.path for tab in state.tabs.all] == ["a", "", "b"]
    assert state.tabs.current.path == "b"


def test_a_second_window_keeps_nothing_and_says_so(qtbot: QtBot, stage: Stage) -> None:
    first, second = Run(qtbot, stage.program), Run(qtbot, stage.program)
    assert [finding.id for finding in second.noticed] == ["drafts_elsewhere"]
    assert not second.state.autosave.keeps
    assert first.state.autosave.keeps
    first.finish()


def test_a_disk_that_refuses_is_told_once_and_tried_again(qtbot: QtBot, stage: Stage) -> None:
    run = Run(qtbot, stage.program)
    (folder,) = (stage.program.data / "drafts").iterdir()
    moved = folder.with_name("moved")
    tabs = run.state.tabs
    run.state.open_path("a")
    qtbot.waitUntil(lambda: not run.state.autosave.is_behind)
    folder.rename(moved)
    for number in range(2):
        tabs.keep_draft(tabs.current, Request(name="A", url=f"typed {number}"))
        told: list[Finding] = []
        run.state.autosave.finish(lambda: None, told.append)
        qtbot.waitUntil(lambda told=told: bool(told))
    assert len(run.noticed) == 1
    moved.rename(folder)
    assert run.finish() == []
    assert Run(qtbot, stage.program).state.tabs.current.request.url == "typed 1"
