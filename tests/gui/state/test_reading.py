from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Request
from apiclient_gui.core.program import Program
from apiclient_gui.ui.state import reading
from tests.support.window import Stage


def test_the_workspace_is_read_whole(qtbot: QtBot, data_folder: Path) -> None:
    stage = Stage(qtbot, data_folder, {"A/pets": Request(name="Pets")})
    (stage.workspace.folder / "requests" / "empty").mkdir()
    (stage.workspace.folder / "requests" / "broken.toml").write_text("not = [toml")
    snapshot = reading.read(stage.program)
    assert snapshot.name == "Sample"
    assert snapshot.folder == stage.workspace.folder
    assert [one.path for one in snapshot.requests] == ["A/pets"]
    assert snapshot.folders == ("A", "empty")
    assert [one.name for one in snapshot.environments] == ["dev"]
    assert [one.name for one in snapshot.identities] == ["alice"]
    assert [finding.id for finding in snapshot.troubles] == ["file_set_aside"]
    assert snapshot.mark != stage.workspace.mark(), "what was set aside is read once more"
    assert reading.read(stage.program).mark == stage.workspace.mark()


def test_no_workspace_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        reading.read(Program(tmp_path / "none", environ={}))
