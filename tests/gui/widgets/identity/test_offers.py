from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from apiclient_gui.core.workspace import new_identity
from tests.support.identity_page import Stage


def test_only_what_can_be_a_source_is_offered(qtbot: QtBot, data_folder: Path) -> None:
    stage = Stage(qtbot, data_folder)
    stage.add("alice")
    for name, source in (("reader", "alice"), ("partner", "reader")):
        role = new_identity(name, "aws_role", {"source": source, "role_arn": "arn"})
        stage.program.workspace.save_identity(role)
    stage.load()
    stage.choose("reader")
    box = stage.form.findChild(QComboBox)
    assert [box.itemText(row) for row in range(box.count())] == ["alice"]
