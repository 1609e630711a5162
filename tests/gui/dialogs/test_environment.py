from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Environment, Row
from apiclient_gui.ui.dialogs.environment import EnvironmentDialog
from tests.support.window import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

DEV = Environment(name="dev", region="eu-west-1", variables={"base": "http://h", "id": "1"})


class Bench:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.stage = Stage(qtbot, data, {}, (DEV,))
        self.stage.load()
        self.around = QWidget()
        qtbot.addWidget(self.around)

    def dialog(self, name: str, variable: str = "") -> EnvironmentDialog:
        made = EnvironmentDialog(self.stage.state, name, variable, self.around)
        made.open()
        return made


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Bench:
    return Bench(qtbot, data_folder)


def test_what_there_is_is_shown_and_saved(bench: Bench) -> None:
    dialog = bench.dialog("dev", "id")
    assert dialog.form.values() == {"name": "dev", "region": "eu-west-1"}
    assert dialog.table.rows() == (Row("base", "http://h"), Row("id", "1"))
    assert dialog.table.currentIndex().row() == 1
    dialog.table.set_rows((Row("base", "http://other"), Row("new", "x")))
    dialog._save()
    bench.stage.wait(lambda: "new" in bench.stage.state.snapshot.environment("dev").variables)
    saved = bench.stage.workspace.environment("dev")
    assert saved.variables == {"base": "http://other", "new": "x"}
    assert saved.region == "eu-west-1"


def test_a_new_one_is_chosen_when_it_is_saved(bench: Bench) -> None:
    dialog = bench.dialog("", "token")
    assert dialog.table.rows() == (Row("token"),)
    dialog._save()
    assert dialog.isVisible()  # a name is needed
    dialog.form.set_values({"name": "prod"})
    dialog._save()
    bench.stage.wait(lambda: bench.stage.state.environment == "prod")
    assert bench.stage.workspace.environment("dev") == DEV


@pytest.mark.parametrize(
    "rows", [(Row("a", "1"), Row("a", "2")), (Row("", "1"),), (Row("a"), Row("a ", "2"))]
)
def test_names_that_cannot_be_are_told(bench: Bench, rows: tuple[Row, ...]) -> None:
    dialog = bench.dialog("dev")
    dialog.table.set_rows(rows)
    dialog._save()
    assert dialog._wrong.text()
    assert dialog.isVisible()
    assert bench.stage.workspace.environment("dev") == DEV
    dialog.reject()
