from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Environment, Request
from apiclient_gui.core.preferences import Preferences
from apiclient_gui.core.program import Program
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui.dialogs.preferences import PreferencesDialog
from apiclient_gui.ui.session import Session
from apiclient_gui.ui.theme import Look
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from tests import factories
from tests.keyring_backends import MemoryKeyring, OtherKeyring
from tests.support.sockets import RawServer, make_certificate, ok
from tests.support.vaults import use
from tests.support.window import Stage


class Bench:
    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.qtbot = qtbot
        self.stage = Stage(qtbot, data, {"one": Request(name="one", url="http://h/")})
        self.stage.load()
        self.program: Program = self.stage.program
        self.session = Session(data / "window.ini")
        self.looks: list[Look] = []
        self.around = QWidget()
        qtbot.addWidget(self.around)

    def open(self) -> PreferencesDialog:
        made = PreferencesDialog(self.stage.state, self.session, self.around)

        def show(look: Look) -> None:
            self.looks.append(look)
            self.session.look = look

        made.look_chosen.connect(show)
        made.open()
        return made

    def wait(self, truth: Callable[[], bool]) -> None:
        self.stage.wait(truth)

    def send(self) -> None:
        with RawServer(ok(b"kept")) as server:
            around = self.program.surroundings(Environment())
            self.program.send(factories.request(f"http://{server.host}/"), around)


@pytest.fixture
def bench(qtbot: QtBot, data_folder: Path) -> Iterator[Bench]:
    made = Bench(qtbot, data_folder)
    yield made
    made.wait(lambda: not made.stage.state.tasks.running)
    made.program.close()


def line(dialog: PreferencesDialog, name: str) -> QLineEdit:
    return next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name)


def fill_proxy(dialog: PreferencesDialog) -> None:
    dialog.network.show_preferences(Preferences(proxy="http://p:3128", proxy_user="me"))
    line(dialog, "Password").setText("correct horse")


def test_ok_writes_and_applies_and_the_password_goes_to_the_vault(
    bench: Bench, data_folder: Path, memory_keyring: MemoryKeyring
) -> None:
    dialog = bench.open()
    fill_proxy(dialog)
    line(dialog, "Exchanges").setText("20")
    with bench.qtbot.waitSignal(dialog.accepted):
        dialog.ok.click()
    kept = Program(data_folder, environ={})
    assert kept.preferences == bench.program.preferences
    assert (kept.preferences.proxy, kept.preferences.keep) == ("http://p:3128", 20)
    assert kept.proxy_password() == Secret("correct horse")
    assert "horse" not in (data_folder / "preferences.json").read_text(encoding="utf-8")


def test_apply_stays_and_cancel_takes_nothing_back_of_it(bench: Bench) -> None:
    dialog = bench.open()
    dialog.look.chosen.emit("dark")
    fill_proxy(dialog)
    dialog.apply.click()
    bench.wait(lambda: "replace" in line(dialog, "Password").placeholderText())
    assert line(dialog, "Password").text() == ""
    assert dialog.isVisible()
    dialog.look.chosen.emit("light")
    bench.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert bench.looks == ["dark", "light", "dark"]
    assert bench.program.preferences.proxy_user == "me"


def test_escape_leaves_all_as_it_was(bench: Bench, data_folder: Path) -> None:
    dialog = bench.open()
    line(dialog, "Wait for").setText("3")
    dialog.look.chosen.emit("dark")
    bench.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert bench.looks == ["dark", "system"]
    assert bench.program.preferences == Preferences()
    assert not (data_folder / "preferences.json").exists()


@pytest.mark.parametrize(("field", "page"), [("Wait for", "network"), ("Exchanges", "history")])
def test_what_is_wrong_is_brought_to_the_front(bench: Bench, field: str, page: str) -> None:
    dialog = bench.open()
    line(dialog, field).setText("")
    dialog.ok.click()
    assert dialog.isVisible()
    assert dialog.pages.current == page
    assert line(dialog, field).hasFocus() or not dialog.isActiveWindow()


def test_a_disk_that_refuses_keeps_the_dialog_open(bench: Bench, data_folder: Path) -> None:
    dialog = bench.open()
    (data_folder / "preferences.json").mkdir()
    (data_folder / "preferences.json" / "x").touch()
    dialog.ok.click()
    slot = dialog.findChildren(FindingSlot)[-1]
    bench.wait(lambda: any(s.finding for s in dialog.findChildren(FindingSlot)))
    assert slot is not None
    assert dialog.isVisible()
    assert dialog.ok.isEnabled()


def test_damaged_preferences_are_told(bench: Bench, data_folder: Path) -> None:
    (data_folder / "preferences.json").write_text("{", encoding="utf-8")
    dialog = bench.open()
    found = [slot.finding for slot in dialog.findChildren(FindingSlot) if slot.finding]
    assert [finding.id for finding in found] == ["preferences_damaged"]


def test_the_history_is_measured_and_cleared(bench: Bench) -> None:
    bench.send()
    dialog = bench.open()
    bench.wait(dialog.history.clear.isEnabled)
    dialog.history.clear.click()
    box = dialog.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Clear history").click()
    bench.wait(lambda: dialog.history._size.text() == "Kept now: nothing.")
    assert bench.program.history.size().entries == 0


def test_a_ca_file_is_looked_into(bench: Bench, tmp_path: Path) -> None:
    dialog = bench.open()
    dialog.network.take_ca(str(make_certificate(tmp_path, "a.invalid").file))
    bench.wait(lambda: dialog.network._ca.text() == "✓ Authorities in it: 1.")
    dialog.network.take_ca(str(tmp_path / "none.pem"))
    bench.wait(lambda: dialog.network._ca.text().startswith("✕ It should hold certificates"))
    dialog.network.take_ca(str(tmp_path))
    bench.wait(lambda: dialog.network._ca.text() == "✓ A folder of authorities.")


def test_the_keyring_is_shown_and_checked(bench: Bench, memory_keyring: MemoryKeyring) -> None:
    dialog = bench.open()
    bench.wait(lambda: dialog.keyring.pill.text() == "✓ In use")
    dialog.keyring.check.click()
    bench.wait(lambda: dialog.keyring.pill.text() == "✓ It works")
    assert memory_keyring.entries == {}


def test_the_former_keyring_is_let_go(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    assert bench.program.vault.put("a", "b", Secret("c")) is None
    use(monkeypatch, OtherKeyring({}))
    dialog = bench.open()
    bench.wait(lambda: dialog.keyring.finding is not None)
    dialog.turn_to("keyring")
    dialog.keyring.stay.click()
    box = dialog.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Stay with this one").click()
    bench.wait(lambda: dialog.keyring.finding is None)
    assert not (data_folder / "vault.json").exists()


def test_everything_is_forgotten_with_what_is_not_saved(
    bench: Bench, memory_keyring: MemoryKeyring
) -> None:
    alice = bench.stage.workspace.identity("alice")
    bench.program.identities.put(alice, "secret_access_key", Secret("planted"))
    bench.send()
    bench.session.look = "dark"
    bench.stage.keep_draft("one", Request(name="typed"))
    dialog = bench.open()
    dialog.turn_to("data")
    bench.qtbot.keyClicks(dialog.data.word, "forge")
    bench.qtbot.keyClick(dialog.data.word, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.data.busy.isVisible()
    bench.qtbot.keyClicks(dialog.data.word, "t")
    bench.qtbot.keyClick(dialog.data.word, Qt.Key.Key_Return)
    assert not dialog.ok.isEnabled()
    bench.wait(lambda: dialog.data.outcome == "✓ All of it is gone.")
    assert memory_keyring.entries == {}
    assert bench.program.history.size().entries == 0
    assert bench.stage.drafts == {}
    assert bench.session.look == "system"
    assert bench.looks == ["system"]
    assert dialog.look.look == "system"


def test_escape_while_forgetting_stops_it_first(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = bench.open()
    dialog.turn_to("data")

    clicked = threading.Event()

    def dialog_stopped() -> None:
        clicked.wait(20)  # before that the dialog does not know its task yet
        task = dialog._forgetting
        assert task is not None
        task.stop.wait(20)

    monkeypatch.setattr(
        "apiclient_gui.ui.state.preferences._steps",
        lambda _program: [("One", dialog_stopped), ("Two", lambda: None)],
    )
    bench.qtbot.keyClicks(dialog.data.word, "forget")
    dialog.data.forget.click()
    clicked.set()
    dialog.reject()
    assert dialog.isVisible()
    bench.wait(lambda: "It was stopped" in dialog.data.outcome)
    dialog.reject()
    assert not dialog.isVisible()


def test_the_folder_is_opened(
    bench: Bench, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    bench.open().data.opened.emit()
    assert opened == [QUrl.fromLocalFile(str(data_folder))]


def test_everything_has_a_name(bench: Bench) -> None:
    dialog = bench.open()
    for kind in (QAbstractButton, QLineEdit):
        for one in dialog.findChildren(kind):
            if one.isVisible():
                named = one.accessibleName() or (isinstance(one, QAbstractButton) and one.text())
                assert named, one
