from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.workspace import places
from apiclient_gui.core.workspace.shelf import Shelf


def test_paths_become_files_and_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    file = places.request_file(shelf, "IAM/list")
    assert file == tmp_path / "requests" / "IAM" / "list.toml"
    assert places.request_path(shelf, file) == "IAM/list"
    assert places.request_folder(shelf, "") == tmp_path / "requests"
    assert places.above("IAM/pets/list") == "IAM/pets"
    assert places.above("list") == ""


@pytest.mark.parametrize(
    "path", ["../x", "a//b", "/a", ".hidden", "a/..", "a\\b", "c:x", "a\nb", "x.toml/y", "a/"]
)
def test_what_leads_elsewhere_is_refused(tmp_path: Path, path: str) -> None:
    shelf = Shelf(tmp_path)
    for place in (places.request_file, places.request_folder):
        with pytest.raises(Problem) as told:
            place(shelf, path)
        assert told.value.finding.id == "path_outside_workspace"


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "requests").mkdir()
    (tmp_path / "requests" / "link").symlink_to(tmp_path)
    with pytest.raises(Problem):
        places.request_file(Shelf(tmp_path), "link/x")


@pytest.mark.parametrize(
    ("name", "folder"), [("a/b", "a-b"), ("x.toml", "x-toml"), ("..", "untitled"), ("IAM", "IAM")]
)
def test_folder_names_suit_every_system(name: str, folder: str) -> None:
    assert places.folder_name(name) == folder
