from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Payload, Row
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.dialogs.import_request import ImportDialog
from apiclient_gui.ui.dialogs.keep_credentials import KeepCredentialsDialog
from tests.support.window import Stage

CURL = """curl -X POST 'https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?limit=1' \\
  -H 'X-One: 1' --json '{"name": "Rex"}'
"""
SIGNED = "curl https://h.example/ --aws-sigv4 aws:amz:eu-west-1:execute-api -u AKIDEXAMPLE:planted-secret"


class Bench:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.stage = Stage(qtbot, data, {})
        self.stage.load()
        self.around = QWidget()
        qtbot.addWidget(self.around)
        self.told: list[str] = []
        self.stage.state.told.connect(lambda words, _undo: self.told.append(words))

    def open(self, text: str = "") -> ImportDialog:
        dialog = ImportDialog(self.stage.state, text, self.around)
        dialog.open()
        return dialog

    def make(self, text: str) -> None:
        dialog = self.open()
        dialog.text.setPlainText(text)
        self.stage.wait(dialog.make.isEnabled)
        dialog.make.click()


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Bench:
    return Bench(qtbot, data_folder)


def test_a_command_is_seen_as_a_request_before_it_is_made(bench: Bench) -> None:
    dialog = bench.open(CURL)
    bench.stage.wait(dialog.make.isEnabled)
    assert (
        dialog.outcome.text() == "POST https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"
    )
    dialog.make.click()
    request = bench.stage.state.tabs.current.request
    assert (request.method, request.headers[0]) == ("POST", Row("X-One", "1"))
    assert request.body == Payload("json", '{"name": "Rex"}')
    assert bench.stage.state.tabs.current.unsaved


def test_its_keys_go_to_the_keyring_when_the_person_wants_that(bench: Bench) -> None:
    bench.make(SIGNED)
    asking = bench.around.findChild(KeepCredentialsDialog)
    assert asking is not None
    tab = bench.stage.state.tabs.current
    assert "planted-secret" not in str(tab.request)
    asking.form.set_values({"name": "from curl"})
    asking._answer()
    bench.stage.wait(lambda: tab.request.auth.identity == "from curl")
    assert tab.request.auth.scheme == "sigv4"
    program = bench.stage.program
    identity = bench.stage.workspace.identity("from curl")
    assert program.identities.secret(identity, "secret_access_key") == Secret("planted-secret")


def test_keys_that_are_not_kept_are_masked_all_the_same(bench: Bench) -> None:
    bench.make(SIGNED)
    asking = bench.around.findChild(KeepCredentialsDialog)
    assert asking is not None
    asking.reject()
    assert "planted-secret" not in bench.stage.program.redactor.text("it is planted-secret")


@pytest.mark.parametrize("text", ["not a command", "curl 'unfinished"])
def test_what_is_no_command_is_one_finding(bench: Bench, text: str) -> None:
    dialog = bench.open()
    dialog.text.setPlainText(text)
    bench.stage.wait(lambda: dialog.finding.finding is not None)
    assert not dialog.make.isEnabled()


def test_a_file_is_read_and_one_that_cannot_be_is_a_finding(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "command.txt"
    path.write_text(CURL)
    dialog = bench.open()
    dialog.read_file(path)
    bench.stage.wait(dialog.make.isEnabled)
    assert dialog.text.toPlainText() == CURL
    path.write_bytes(b"\xff\xfe\x00\xd8")
    dialog.read_file(path)
    bench.stage.wait(lambda: dialog.finding.finding is not None)
    assert dialog.finding.finding is not None
    assert dialog.finding.finding.id == "import_file_unreadable"
    dialog.read_file(tmp_path / "nothing")
    bench.stage.wait(
        lambda: getattr(dialog.finding.finding, "id", "") not in {"", "import_file_unreadable"}
    )


def test_an_api_key_is_asked_for_after_the_keys(bench: Bench) -> None:
    bench.make(f"{SIGNED} -H 'x-api-key: planted-key'")
    asking = bench.around.findChild(KeepCredentialsDialog)
    assert asking is not None
    tab = bench.stage.state.tabs.current
    assert "planted-key" not in str(tab.request)
    asking.reject()
    (key,) = (one for one in bench.around.findChildren(KeepCredentialsDialog) if one.isVisible())
    key.form.set_values({"name": "key from curl"})
    key._answer()
    bench.stage.wait(lambda: tab.request.auth.api_key.identity == "key from curl")
    assert tab.request.auth.identity == ""


def test_an_import_is_taken_back_from_the_line_that_tells_it(bench: Bench) -> None:
    state, made = bench.stage.state, []
    state.made.connect(lambda words, take_back: made.append((words, take_back)))
    bench.make(CURL)
    tab = state.tabs.current
    ((words, take_back),) = made
    assert words.startswith("Imported: POST https://")
    take_back()
    assert tab not in state.tabs.all
    state.tabs.reopen()
    assert state.tabs.current is tab
