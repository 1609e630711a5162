from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import Edit, Workspace
from apiclient_gui.core.workspace.steps import Folder, Move, Put


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w", "W")
    for name in "ab":
        made.save_request(f"F/{name}", Request(name=name))
    return made


def paths(workspace: Workspace) -> list[str]:
    return list(workspace.paths())


def test_an_edit_that_fails_leaves_all_as_it_was(workspace: Workspace) -> None:
    content = workspace.content("F/a")
    edit = Edit(
        (
            Folder("New"),
            Move("F/a", "New/a"),
            Put("New/a", content, b'name = "changed"\n'),
            Put("F/b", b"not what is there", None),
        )
    )
    with pytest.raises(Problem) as told:
        workspace.perform(edit)
    assert told.value.finding.id == "changed_meanwhile"
    assert paths(workspace) == ["F/a", "F/b"]
    assert workspace.content("F/a") == content
    assert workspace.folders() == ("F",)


@pytest.mark.parametrize(
    ("step", "finding"),
    [
        (Put("F/a", None, b"name = 'x'"), "changed_meanwhile"),
        (Put("F/none", b"x", None), "changed_meanwhile"),
        (Move("F/a", "F/b"), "path_taken"),
        (Move("F/none", "F/c"), "file_trouble"),
        (Move("F/a", "../out"), "path_outside_workspace"),
        (Move("F", "F/inside", folder=True), "file_trouble"),
        (Folder("F", made=False), "file_trouble"),
        (Folder("../out"), "path_outside_workspace"),
    ],
)
def test_what_cannot_be_done_is_one_finding(
    workspace: Workspace, step: Put | Move | Folder, finding: str
) -> None:
    with pytest.raises(Problem) as told:
        workspace.perform(Edit((step,)))
    assert told.value.finding.id == finding
    assert paths(workspace) == ["F/a", "F/b"]


def test_where_requests_stand_after_an_edit() -> None:
    edit = Edit((Move("a", "F/a"), Move("F", "G", folder=True), Put("G/b", b"x", None)))
    assert edit.follow("a") == "G/a"
    assert edit.follow("F/b") is None
    assert edit.follow("Fx/b") == "Fx/b"
    assert edit.back().follow("G/a") == "a"
    assert edit.back().added == ("G/b",)


def test_a_workspace_that_is_gone_is_not_made_anew(workspace: Workspace) -> None:
    (workspace.folder / "workspace.toml").unlink()
    with pytest.raises(Problem) as told:
        workspace.perform(Edit((Folder("New"),)))
    assert told.value.finding.id == "workspace_gone"
