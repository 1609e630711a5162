"""Which workspace is open when none is named, and what a list that is damaged or outdated costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.workspace import Workspace
from apiclient_gui.core.workspace.known import KnownWorkspaces


@pytest.fixture
def usual(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "usual"
    Workspace.create(folder, "Usual")
    return folder


def made(tmp_path: Path, usual: Path) -> KnownWorkspaces:
    return KnownWorkspaces(tmp_path / "data", usual)


def test_the_usual_one_is_open_until_another_is(tmp_path: Path, usual: Path) -> None:
    other = tmp_path / "other"
    Workspace.create(other, "Other")
    known = made(tmp_path, usual)
    assert known.current() == usual
    known.open(other)
    again = made(tmp_path, usual)
    assert again.current() == other
    assert again.every() == (("Other", other), ("Usual", usual))
    again.open(usual)
    assert again.current() == usual
    assert again.every() == (("Usual", usual), ("Other", other))


def test_one_that_is_gone_is_not_open_and_not_listed(tmp_path: Path, usual: Path) -> None:
    other = tmp_path / "other"
    Workspace.create(other, "Other")
    made(tmp_path, usual).open(other)
    (other / "workspace.toml").unlink()
    assert made(tmp_path, usual).current() == usual
    assert made(tmp_path, usual).every() == (("Usual", usual),)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"open": 5}', b'{"open": "a\\u0000b"}'])
def test_a_damaged_list_is_an_empty_one(tmp_path: Path, usual: Path, content: bytes) -> None:
    (tmp_path / "data" / "workspaces.json").write_bytes(content)
    assert made(tmp_path, usual).current() == usual
