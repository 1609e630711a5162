"""Workspaces: made, opened, listed; what is open holds for the next command."""

from __future__ import annotations

from pathlib import Path

from apiclient_gui.practice.description import Description
from tests.support.cli import apiclient


def test_a_new_one_is_open_from_then_on(gateway: Description, tmp_path: Path) -> None:
    place = tmp_path / "pets"
    made = apiclient("workspace", "new", str(place), "--name", "My pets", "--json")
    assert (made.code, made.document) == (0, {"name": "My pets", "path": str(place)})
    assert apiclient("workspace", "path").out.decode().strip() == str(place)
    listed = apiclient("workspace", "list", "--json").document["workspaces"]
    assert [(one["name"], one["open"]) for one in listed] == [
        ("My pets", True),
        ("Practice", False),
    ]
    back = apiclient("workspace", "open", listed[1]["path"])
    assert back.code == 0
    assert apiclient("workspace", "path", "--json").document == {"path": listed[1]["path"]}


def test_a_folder_that_is_none_is_not_opened(gateway: Description, tmp_path: Path) -> None:
    before = apiclient("workspace", "path").out
    result = apiclient("workspace", "open", str(tmp_path), "--json")
    assert result.code in {2, 9}
    assert result.document["error"]["remedy"]
    assert apiclient("workspace", "path").out == before


def test_one_named_on_the_command_line_goes_first(gateway: Description, tmp_path: Path) -> None:
    place = str(tmp_path / "pets")
    assert apiclient("--workspace", place, "workspace", "path").out.decode().strip() == place


def test_the_requests_are_listed_by_the_paths_that_send_takes(gateway: Description) -> None:
    listed = apiclient("workspace", "requests", "--json").document["requests"]
    assert listed
    first = listed[0]
    assert set(first) == {"path", "name", "method", "url"}
    assert first["path"] in apiclient("workspace", "requests").out.decode()
    assert apiclient("export", "curl", first["path"].upper(), "--json").code in {0, 6}
