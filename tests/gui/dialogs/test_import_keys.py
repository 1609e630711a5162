from __future__ import annotations

from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as NoKeyring
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.dialogs.import_keys import ImportKeysDialog
from tests.support.vaults import use
from tests.support.window import Stage

EXPORTS = """export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLA
export AWS_SECRET_ACCESS_KEY='planted/secret+key'
"""
SECTIONS = """[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPL1
aws_secret_access_key = planted-one

[alice]
aws_access_key_id = AKIAIOSFODNN7EXAMPL2
aws_secret_access_key = planted-two
"""


class Bench:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.stage = Stage(qtbot, data, {})
        self.stage.load()
        self.around = QWidget()
        qtbot.addWidget(self.around)
        self.dialog = ImportKeysDialog(self.stage.state, self.around)
        self.kept: list[str] = []
        self.dialog.kept.connect(self.kept.append)
        self.dialog.open()

    def paste(self, text: str) -> None:
        self.dialog.text.setPlainText(text)
        self.stage.wait(self.dialog.keep.isEnabled)

    def names(self) -> list[QLineEdit]:
        assert self.dialog.form is not None
        return self.dialog.form.findChildren(QLineEdit)

    def secret(self, name: str) -> Secret | None:
        program = self.stage.program
        identity = self.stage.workspace.identity(name)
        return program.identities.secret(identity, "secret_access_key")


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Bench:
    return Bench(qtbot, data_folder)


def test_pasted_keys_become_an_identity(bench: Bench) -> None:
    bench.paste(EXPORTS)
    assert [line.text() for line in bench.names()] == ["keys MPLA"]
    bench.names()[0].setText("mine")
    bench.dialog.keep.click()
    bench.stage.wait(lambda: "mine" in {one.name for one in bench.stage.state.snapshot.identities})
    assert bench.secret("mine") == Secret("planted/secret+key")
    assert bench.kept == ["mine"]
    assert "planted" not in (bench.stage.workspace.folder / "identities" / "mine.toml").read_text()


def test_many_are_scrolled_and_what_is_wrong_comes_into_sight(bench: Bench) -> None:
    section = "[p{0}]\naws_access_key_id = AKIAIOSFODNN7EXAM{0}\naws_secret_access_key = planted\n"
    bench.paste("".join(section.format(number) for number in range(100, 130)))
    last = bench.names()[-1]
    assert len(bench.names()) == 30
    assert bench.dialog.height() < 900
    assert last.visibleRegion().isEmpty()
    last.setText("p100")
    bench.dialog.keep.click()
    assert bench.kept == []
    bench.stage.wait(lambda: not last.visibleRegion().isEmpty())


def test_a_file_brings_several_and_a_name_that_is_taken_gets_a_number(
    bench: Bench, tmp_path: Path
) -> None:
    path = tmp_path / "credentials"
    path.write_text(SECTIONS)
    bench.dialog.read_file(path)
    bench.stage.wait(bench.dialog.keep.isEnabled)
    assert [line.text() for line in bench.names()] == ["default", "alice-2"]
    assert bench.dialog.text.toPlainText() == "", "the file's secrets are not shown"
    bench.names()[0].clear()  # left out
    bench.names()[1].setText("alice")
    bench.dialog.keep.click()
    assert bench.dialog.isVisible(), "that name is taken"
    bench.names()[1].setText("other")
    bench.dialog.keep.click()
    bench.stage.wait(lambda: "other" in {i.name for i in bench.stage.state.snapshot.identities})
    assert bench.secret("other") == Secret("planted-two")
    assert {one.name for one in bench.stage.workspace.identities()} == {"alice", "other"}


def test_a_text_without_keys_is_one_finding(bench: Bench, tmp_path: Path) -> None:
    bench.paste(EXPORTS)
    bench.dialog.text.setPlainText("planted-nonsense")
    bench.stage.wait(lambda: bench.dialog.finding.finding is not None)
    finding = bench.dialog.finding.finding
    assert finding is not None
    assert finding.id == "no_keys_in_text"
    assert "planted" not in str(finding)
    assert not bench.dialog.keep.isEnabled()
    bench.dialog.read_file(tmp_path / "nothing")
    bench.stage.wait(lambda: bench.dialog.finding.finding not in (None, finding))


def test_without_a_keyring_the_button_says_for_how_long(
    qtbot: QtBot, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, NoKeyring())
    bench = Bench(qtbot, data_folder)
    bench.stage.wait(lambda: bench.dialog.keep.text() == "Keep for this run")
    assert any(
        one.text().startswith("There is no keyring") and one.isVisible()
        for one in bench.dialog.findChildren(QLabel)
    )
    bench.paste(EXPORTS)
    bench.dialog.keep.click()
    bench.stage.wait(lambda: bench.kept == ["keys MPLA"])
