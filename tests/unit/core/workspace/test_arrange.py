from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import Edit, Workspace, arrange


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w", "W")
    for position, name in enumerate("abcd", 1):
        made.save_request(f"F/{name}", Request(name=name, position=position))
    for name in "xyz":
        made.save_request(f"G/{name}", Request(name=name))
    made.save_request("F/Sub/deep", Request(name="deep"))
    made.save_request("top", Request(name="top"))
    return made


def snapshot(workspace: Workspace) -> dict[str, bytes]:
    folder = workspace.folder / "requests"
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() if file.is_file() else b"folder"
        for file in folder.rglob("*")
    }


def row(workspace: Workspace, folder: str) -> str:
    return "".join(
        one.request.name for one in workspace.requests() if one.path.rpartition("/")[0] == folder
    )


def do(workspace: Workspace, edit: Edit) -> Edit:
    """Make it, prove that it can be undone to the byte, and make it again."""
    before = snapshot(workspace)
    workspace.perform(edit)
    after = snapshot(workspace)
    workspace.perform(edit.back())
    assert snapshot(workspace) == before
    workspace.perform(edit)
    assert snapshot(workspace) == after
    return edit


@pytest.mark.parametrize("dragged", "abcd")
@pytest.mark.parametrize("before", ["a", "b", "c", "d", ""])
def test_every_order_can_be_made(workspace: Workspace, dragged: str, before: str) -> None:
    if dragged == before:
        return
    rest = "abcd".replace(dragged, "")
    at = rest.index(before) if before else 3
    path = f"F/{before}" if before else ""
    do(workspace, arrange.moved(workspace, f"F/{dragged}", "F", path))
    assert row(workspace, "F") == rest[:at] + dragged + rest[at:]


@pytest.mark.parametrize("dragged", "xyz")
@pytest.mark.parametrize("before", ["x", "y", "z", ""])
def test_requests_without_an_order_get_one(workspace: Workspace, dragged: str, before: str) -> None:
    if dragged == before:
        return
    rest = "xyz".replace(dragged, "")
    at = rest.index(before) if before else 2
    do(workspace, arrange.moved(workspace, f"G/{dragged}", "G", f"G/{before}" if before else ""))
    assert row(workspace, "G") == rest[:at] + dragged + rest[at:]


def test_few_files_change_for_an_order(workspace: Workspace) -> None:
    assert len(arrange.moved(workspace, "F/d", "F", "F/a").steps) == 1
    assert len(arrange.moved(workspace, "F/a", "F", "").steps) == 1
    assert arrange.moved(workspace, "F/b", "F", "F/c").steps == ()


def test_one_place_up_and_down_and_not_beyond(workspace: Workspace) -> None:
    do(workspace, arrange.shifted(workspace, "F/b", 1))
    assert row(workspace, "F") == "acbd"
    do(workspace, arrange.shifted(workspace, "F/b", -1))
    do(workspace, arrange.shifted(workspace, "F/b", -1))
    assert row(workspace, "F") == "bacd"
    assert arrange.shifted(workspace, "F/b", -1) == Edit()
    assert arrange.shifted(workspace, "F/d", 1) == Edit()
    assert arrange.shifted(workspace, "gone", 1) == Edit()


def test_into_another_folder_under_a_free_name(workspace: Workspace) -> None:
    workspace.save_request("G/a", Request(name="other a"))
    edit = do(workspace, arrange.moved(workspace, "F/a", "G", "G/y"))
    assert edit.follow("F/a") == "G/a-2"
    names = [one.request.name for one in workspace.requests() if one.path.startswith("G/")]
    assert names.index("a") == names.index("y") - 1
    edit = do(workspace, arrange.moved(workspace, "F/Sub/deep", ""))
    assert edit.follow("F/Sub/deep") == "deep"


def test_names_copies_and_deletions(workspace: Workspace) -> None:
    do(workspace, arrange.renamed(workspace, "F/a", "Z"))
    assert workspace.request("F/a").request == Request(name="Z", position=1)
    edit = do(workspace, arrange.added(workspace, "F", Request(name="New")))
    assert edit.added == ("F/new",)
    assert row(workspace, "F") == "ZbcdNew"
    do(workspace, arrange.added(workspace, "G", Request(name="w")))
    assert row(workspace, "G") == "wxyz"
    edit = do(workspace, arrange.deleted(workspace, "F/b"))
    assert edit.follow("F/b") is None
    assert edit.follow("F/c") == "F/c"


def test_a_deletion_keeps_comments_and_unknown_keys(workspace: Workspace) -> None:
    file = workspace.folder / "requests/top.toml"
    file.write_bytes(b"# mine\nname = 'top'\nstrange = 1\n")
    do(workspace, arrange.deleted(workspace, "top"))
    assert not file.exists()


def test_folders_are_made_renamed_moved_and_deleted(workspace: Workspace) -> None:
    do(workspace, arrange.folder_added(workspace, "F", "New: folder"))
    do(workspace, arrange.folder_added(workspace, "F", "New: folder"))
    assert workspace.folders() == ("F", "F/New- folder", "F/New- folder-2", "F/Sub", "G")
    edit = do(workspace, arrange.folder_renamed(workspace, "F", "f"))
    assert edit.follow("F/Sub/deep") == "f/Sub/deep"
    do(workspace, arrange.folder_renamed(workspace, "f", "G"))  # a name that is taken
    assert "G-2" in workspace.folders()
    assert arrange.folder_renamed(workspace, "G", "G") == Edit()
    edit = do(workspace, arrange.folder_moved(workspace, "G-2", "G"))
    assert edit.follow("G-2/a") == "G/G-2/a"
    edit = do(workspace, arrange.folder_deleted(workspace, "G"))
    assert edit.follow("G/G-2/a") is None
    assert workspace.folders() == ()
    assert [one.path for one in workspace.requests()] == ["top"]


def test_a_folder_with_files_of_others_is_left_alone(workspace: Workspace) -> None:
    (workspace.folder / "requests/F/Sub/README.md").write_text("mine")
    before = snapshot(workspace)
    with pytest.raises(Problem) as told:
        workspace.perform(arrange.folder_deleted(workspace, "F"))
    assert told.value.finding.id == "folder_holds_others"
    assert [row.value for row in told.value.finding.evidence] == ["F/Sub/README.md"]
    assert snapshot(workspace) == before


@pytest.mark.parametrize(
    ("plan", "finding"),
    [
        (lambda w: arrange.folder_moved(w, "F", "F/Sub"), "folder_into_itself"),
        (lambda w: arrange.folder_moved(w, "F", "F"), "folder_into_itself"),
        (lambda w: arrange.moved(w, "none", "F", ""), "unknown_request"),
        (lambda w: arrange.deleted(w, "F"), "unknown_request"),
        (lambda w: arrange.renamed(w, "../x", "y"), "unknown_request"),
    ],
)
def test_what_makes_no_sense_is_told(
    workspace: Workspace, plan: Callable[[Workspace], Edit], finding: str
) -> None:
    with pytest.raises(Problem) as told:
        plan(workspace)
    assert told.value.finding.id == finding
