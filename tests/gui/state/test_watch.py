from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Request
from tests.support.window import Stage


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Stage:
    made = Stage(qtbot, data_folder, {f"a/{n}": Request(name=f"R{n}") for n in range(5)})
    made.load()
    return made


def test_many_changes_at_once_are_one(stage: Stage) -> None:
    told: list[int] = []
    loaded: list[int] = []
    stage.state.watch.changed.connect(lambda: told.append(1))
    stage.state.loaded.connect(lambda _: loaded.append(1))
    for number in range(200):
        stage.workspace.save_request(f"b/{number}", Request(name=f"New {number}"))
        if number % 50 == 0:
            stage.state.watch.look()
    stage.wait(lambda: bool(loaded))
    stage.state.watch.look()
    stage.quiet()
    assert told == [1]
    assert loaded == [1]
    assert len(stage.state.snapshot.requests) == 205


def test_environments_and_identities_count_too(stage: Stage) -> None:
    for folder in ("environments", "identities"):
        file = next((stage.workspace.folder / folder).iterdir())
        with stage.qtbot.waitSignal(stage.state.loaded):
            file.write_text(file.read_text() + "\n# changed\n")
            stage.state.watch.look()


def test_what_was_put_back_at_once_is_no_change(stage: Stage) -> None:
    told: list[int] = []
    stage.state.watch.changed.connect(lambda: told.append(1))
    new = stage.workspace.folder / "requests/new.toml"
    new.write_text('name = "x"')
    stage.state.watch.look()
    stage.quiet()
    new.unlink()
    stage.state.watch.look()
    stage.quiet()
    assert told == []


def test_nothing_is_looked_at_while_we_write(stage: Stage) -> None:
    stage.state.add_request("a", Request(name="mine"))
    assert stage.state.is_busy
    before = len(stage.state.tasks.running)
    stage.state.watch.look()
    assert len(stage.state.tasks.running) == before
    stage.quiet()


def test_a_workspace_that_is_gone_is_left_to_others_to_tell(stage: Stage) -> None:
    folder = stage.workspace.folder
    folder.rename(folder.with_name("moved"))
    stage.state.watch.look()
    stage.quiet()
    assert stage.noticed == []
