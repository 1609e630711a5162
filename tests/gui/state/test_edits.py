from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import arrange
from apiclient_gui.ui.state.edits import KEPT, shown
from tests.support.window import Stage

PETS = Request(name="Pets", url="http://h/pets", position=1)
DOGS = Request(name="Dogs", url="http://h/dogs", position=2)


@pytest.fixture
def stage(qtbot: QtBot, data_folder: Path) -> Stage:
    made = Stage(qtbot, data_folder, {"A/pets": PETS, "A/dogs": DOGS})
    made.load()
    return made


def settle(stage: Stage) -> None:
    stage.wait(lambda: not stage.state.is_busy)


def paths(stage: Stage) -> list[str]:
    return [one.path for one in stage.workspace.requests()]


def test_a_deleted_request_comes_back_byte_for_byte_with_tab_and_draft(stage: Stage) -> None:
    file = stage.workspace.folder / "requests/A/pets.toml"
    content = b"# a comment of ours\n" + file.read_bytes()
    file.write_bytes(content)
    state, told = stage.state, []
    state.told.connect(lambda *words: told.append(words))
    state.open_path("A/dogs")
    stage.keep_draft("A/pets", Request(name="Pets", url="typed"))
    state.tabs.move(1, 0)
    state.edits.make("“Pets” deleted", lambda workspace: arrange.deleted(workspace, "A/pets"))
    settle(stage)
    assert [tab.path for tab in state.tabs.all] == ["A/dogs"]
    assert not file.exists()
    state.edits.undo()
    settle(stage)
    assert file.read_bytes() == content
    assert [tab.path for tab in state.tabs.all] == ["A/pets", "A/dogs"]
    assert stage.drafts["A/pets"].url == "typed"
    assert told == [("“Pets” deleted", True), ("Undone: “Pets” deleted", False)]
    state.edits.redo()
    settle(stage)
    assert not file.exists()
    assert [tab.path for tab in state.tabs.all] == ["A/dogs"]


def test_tabs_follow_a_folder_that_is_renamed_and_back(stage: Stage) -> None:
    state = stage.state
    stage.keep_draft("A/pets", Request(name="Pets", url="typed"))
    state.edits.make("renamed", lambda workspace: arrange.folder_renamed(workspace, "A", "B"))
    settle(stage)
    assert state.current.path == "B/pets"
    assert not state.tabs.current.gone
    assert list(stage.drafts) == ["B/pets"]
    state.edits.undo()
    settle(stage)
    assert state.current.path == "A/pets"
    assert paths(stage) == ["A/pets", "A/dogs"]


def test_renaming_reaches_the_draft(stage: Stage) -> None:
    stage.keep_draft("A/pets", Request(name="Pets", url="typed", position=1))
    stage.state.edits.make(
        "renamed", lambda workspace: arrange.renamed(workspace, "A/pets", "Animals")
    )
    settle(stage)
    assert stage.drafts["A/pets"] == Request(name="Animals", url="typed", position=1)
    assert stage.workspace.request("A/pets").request.url == PETS.url


def test_many_steps_are_made_in_turn_and_undone_in_turn(stage: Stage) -> None:
    edits = stage.state.edits
    for number in range(KEPT + 2):
        edits.make(
            str(number),
            lambda workspace, name=f"N{number}": arrange.renamed(workspace, "A/pets", name),
        )
    settle(stage)
    assert stage.workspace.request("A/pets").request.name == f"N{KEPT + 1}"
    for _ in range(KEPT + 5):
        edits.undo()
    settle(stage)
    assert stage.workspace.request("A/pets").request.name == "N1", "older steps are forgotten"


def test_an_undo_over_what_others_changed_is_refused(stage: Stage) -> None:
    edits = stage.state.edits
    edits.make("renamed", lambda workspace: arrange.renamed(workspace, "A/pets", "Animals"))
    settle(stage)
    stage.workspace.save_request("A/pets", Request(name="Theirs"))
    edits.undo()
    stage.wait(lambda: bool(stage.noticed))
    settle(stage)
    assert [finding.id for finding in stage.noticed] == ["changed_meanwhile"]
    assert stage.workspace.request("A/pets").request.name == "Theirs"
    edits.undo()  # it is off the list
    settle(stage)
    assert len(stage.noticed) == 1


def test_a_step_that_changes_nothing_is_none(stage: Stage) -> None:
    told: list[str] = []
    stage.state.told.connect(lambda words, _undo: told.append(words))
    stage.state.edits.make("moved", lambda workspace: arrange.shifted(workspace, "A/pets", -1))
    stage.state.edits.undo()
    stage.state.edits.redo()
    settle(stage)
    assert told == []


def test_long_names_are_cut_in_a_sentence() -> None:
    assert shown("Pets") == "“Pets”"
    assert len(shown("x" * 1_000_000)) < 100
