from __future__ import annotations

from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Environment, Row
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.dialogs.environment import EnvironmentDialog
from tests.keyring_backends import HangingKeyring, MemoryKeyring
from tests.support.vaults import use
from tests.support.window import Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PLANTED = "planted-value/0123456789"
DEV = Environment(name="dev", region="eu-west-1", variables={"base": "http://h", "id": "1"})
SECRETIVE = Environment(
    name="sec", id="e1", variables={"base": "http://h"}, secrets=("token", "none")
)


class Bench:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.stage = Stage(qtbot, data, {}, (DEV, SECRETIVE))
        self.stage.program.identities.secrets.put("e1", "token", Secret(PLANTED))
        self.stage.load()
        self.around = QWidget()
        qtbot.addWidget(self.around)

    def dialog(self, name: str, variable: str = "") -> EnvironmentDialog:
        made = EnvironmentDialog(self.stage.state, name, variable, self.around)
        made.open()
        return made

    def names(self) -> list[str]:
        return [one.name for one in self.stage.workspace.environments()]

    def value(self, name: str, id_: str = "e1") -> str | None:
        found = self.stage.program.vault.get(id_, name)
        return found.reveal() if found else None

    def settle(self) -> None:
        self.stage.wait(lambda: not self.stage.state.is_busy)
        self.stage.wait(lambda: self.around.findChild(EnvironmentDialog) is None)


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Bench:
    return Bench(qtbot, data_folder)


def type_over(dialog: EnvironmentDialog, row: int, words: str) -> None:
    line = dialog.table._rows[row].value
    line.selectAll()
    QTest.keyClicks(line, words)


def test_what_there_is_is_shown_and_saved(bench: Bench) -> None:
    dialog = bench.dialog("dev", "id")
    assert dialog.form.values() == {"name": "dev", "region": "eu-west-1"}
    assert dialog.table.rows() == (Row("base", "http://h"), Row("id", "1"))
    type_over(dialog, 0, "http://other")
    dialog.table.lines[1].cross.click()
    dialog._save()
    bench.settle()
    saved = bench.stage.workspace.environment("dev")
    assert saved.variables == {"base": "http://other"}
    assert (saved.region, saved.id) == ("eu-west-1", "")


def test_a_new_one_is_chosen_when_it_is_saved(bench: Bench) -> None:
    dialog = bench.dialog("", "token")
    assert dialog.table.rows() == (Row("token"),)
    dialog._save()
    assert dialog.isVisible()  # a name is needed
    dialog.form.set_values({"name": "prod"})
    dialog._save()
    bench.stage.wait(lambda: bench.stage.state.environment == "prod")
    bench.settle()
    assert bench.stage.workspace.environment("dev") == DEV


@pytest.mark.parametrize("second", ["a", " a ", ""])
def test_names_that_cannot_be_are_told(bench: Bench, second: str) -> None:
    dialog = bench.dialog("dev")
    dialog.table.show_variables({"a": "1", "x": "2"}, ())
    dialog.table.lines[-1].name.setText(second)
    dialog._save()
    assert dialog._wrong.text()
    assert dialog.isVisible()
    QTest.keyClicks(dialog.table.lines[0].name, "z")
    assert not dialog._wrong.isVisible()
    assert bench.stage.workspace.environment("dev") == DEV
    dialog.reject()


def test_a_name_that_another_has_is_refused(bench: Bench) -> None:
    dialog = bench.dialog("dev")
    dialog.form.set_values({"name": "sec"})
    dialog._save()
    assert dialog.isVisible()
    assert sorted(bench.names()) == ["dev", "sec"]
    dialog.reject()


def test_a_plain_value_moves_into_the_keyring(bench: Bench, memory_keyring: MemoryKeyring) -> None:
    dialog = bench.dialog("dev")
    type_over(dialog, 1, PLANTED)
    dialog.table.lines[1].secret.click()
    dialog._save()
    bench.settle()
    saved = bench.stage.workspace.environment("dev")
    assert (saved.variables, saved.secrets) == ({"base": "http://h"}, ("id",))
    assert bench.value("id", saved.id) == PLANTED
    files = [path for path in bench.stage.program.data.rglob("*") if path.is_file()]
    assert all(PLANTED.encode() not in path.read_bytes() for path in files)


def test_secret_values_are_told_not_shown_and_stay(bench: Bench) -> None:
    dialog = bench.dialog("sec", "none")
    bench.stage.wait(lambda: dialog.table.lines[1].value.placeholderText().startswith("set:"))
    assert dialog.table.lines[2].value.placeholderText() == "not set"
    assert dialog.table.lines[2].value.hasFocus() or not dialog.isActiveWindow()
    assert "In your keyring" not in dialog._place.text()
    assert "in your keyring" in dialog._place.text()
    dialog._save()
    bench.settle()
    assert bench.stage.workspace.environment("sec") == SECRETIVE
    assert bench.value("token") == PLANTED


def test_a_rename_takes_the_values_along_and_is_followed(bench: Bench) -> None:
    bench.stage.state.choose_environment("sec")
    dialog = bench.dialog("sec")
    dialog.form.set_values({"name": "staging"})
    dialog._save()
    bench.settle()
    assert sorted(bench.names()) == ["dev", "staging"]
    assert bench.stage.state.environment == "staging"
    assert bench.value("token") == PLANTED


def test_a_copy_is_made_and_chosen(bench: Bench) -> None:
    bench.dialog("sec")._copy_button.click()
    bench.settle()
    copied = bench.stage.workspace.environment("sec copy")
    assert copied.id != "e1"
    assert bench.value("token", copied.id) == PLANTED
    assert bench.stage.state.environment == "sec copy"


def test_deleting_asks_and_takes_the_values_along(bench: Bench) -> None:
    dialog = bench.dialog("sec")
    dialog._delete_button.click()
    box = dialog.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Cancel").click()
    assert dialog.isVisible()
    bench.stage.wait(lambda: dialog.findChild(QMessageBox) is None)
    dialog._delete_button.click()
    box = dialog.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Delete").click()
    bench.settle()
    assert bench.names() == ["dev"]
    assert bench.value("token") is None


def test_without_a_keyring_it_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, NoKeyring())
    dialog = bench.dialog("dev")
    dialog.table.lines[1].secret.click()
    dialog._save()
    bench.settle()
    assert [one.id for one in bench.stage.noticed] == ["keyring_absent"]
    again = bench.dialog("dev")
    bench.stage.wait(lambda: again._slot.finding is not None)
    assert again._slot.finding is not None
    assert again._slot.finding.severity == "warning"
    assert "this run only" in again._place.text()
    again.reject()


def test_a_keyring_that_waits_does_not_hold_the_dialog(
    qtbot: QtBot, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = HangingKeyring({})
    use(monkeypatch, backend)
    backend.prompt.set()
    bench = Bench(qtbot, data_folder)
    backend.prompt.clear()
    before = backend.calls
    bench.dialog("dev").reject()
    assert backend.calls == before  # it has no secret variable
    dialog = bench.dialog("sec")
    bench.stage.wait(lambda: backend.calls > before)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    bench.settle()
    backend.prompt.set()


def test_what_the_disk_refuses_leaves_the_dialog_as_it_was(bench: Bench) -> None:
    dialog = bench.dialog("dev")
    type_over(dialog, 0, "typed")
    (bench.stage.workspace.folder / "workspace.toml").unlink()
    dialog._save()
    bench.stage.wait(lambda: dialog._slot.finding is not None)
    assert dialog.isVisible()
    assert dialog.table.rows()[0] == Row("base", "typed")
    assert dialog._save_button.isEnabled()
    dialog.reject()


def test_the_keyboard_goes_through_it(bench: Bench) -> None:
    dialog = bench.dialog("dev")
    dialog.activateWindow()
    bench.stage.wait(lambda: dialog.focusWidget() is not None)
    seen: list[str] = []
    for _ in range(7):
        widget = dialog.focusWidget()
        seen.append(widget.accessibleName() or widget.text())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert seen == [
        "Name",
        "Region",
        "Service",
        "Name of the variable",
        "Value of base",
        "base is a secret",
        "Remove base",
    ]
    dialog.reject()
