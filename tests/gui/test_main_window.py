from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Origin
from apiclient_gui.core.program import Program
from apiclient_gui.ui.dialogs.preferences import PreferencesDialog
from apiclient_gui.ui.dialogs.shortcuts import ShortcutsDialog
from apiclient_gui.ui.main_window import MainWindow
from apiclient_gui.ui.panels.composer import Composer
from apiclient_gui.ui.session import Session
from apiclient_gui.ui.widgets.finding_card import FindingCard
from apiclient_gui.ui.widgets.request_tree import RequestTree

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CTRL = Qt.KeyboardModifier.ControlModifier
NOTICE = Finding(id="disk", severity="warning", title="The disk is nearly full", detail="Soon.")


def window_over(data: Path) -> MainWindow:
    return MainWindow(Program(data, environ={}), Session(data / "window.ini"), practice=True)


class Desk:
    """The whole window over the real practice gateway."""

    def __init__(self, qtbot: QtBot, data: Path) -> None:
        self.qtbot = qtbot
        self.window = window_over(data)
        self.state = self.window.state
        self.window.show()
        self.window.activateWindow()
        with qtbot.waitActive(self.window):
            pass
        self.window.begin()
        self.wait(lambda: self.window.gateway.status == "running")
        self.wait(lambda: bool(self.state.snapshot.requests) and bool(self.state.current.path))

    @property
    def composer(self) -> Composer:
        return self.window.findChild(Composer)

    def wait(self, truth: object) -> None:
        self.qtbot.waitUntil(truth, timeout=30_000)

    def close(self) -> None:
        self.window.close()
        self.wait(lambda: not self.window.isVisible())
        self.window.deleteLater()


@pytest.fixture
def desk(qtbot: QtBot, data_folder: Path) -> Iterator[Desk]:
    made = Desk(qtbot, data_folder)
    yield made
    made.close()


def nameless(window: QWidget) -> list[str]:
    """Return the widgets that take the focus and have no name for a screen reader."""
    found = []
    for widget in window.findChildren(QWidget):
        reached = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        inner = isinstance(widget.parent(), QFrame) and widget.parent().inherits(
            "QComboBoxPrivateContainer"
        )
        if not reached or inner or widget.focusProxy() or not widget.isEnabled():
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not spoken.text(QAccessible.Text.Name).strip():
            parent = type(widget.parent()).__name__
            found.append(f"{type(widget).__name__} {widget.objectName()} in {parent}")
    return found


def test_first_start_sends_a_signed_request_and_explains_a_refusal(desk: Desk) -> None:
    state = desk.state
    assert state.environment == "practice"
    desk.state.open_path("1 IAM/list-pets-signed")
    assert desk.window.windowTitle() == "List pets, signed[*] — Practice — API client"
    with desk.qtbot.waitSignal(state.arrived, timeout=20_000) as arrived:
        QTest.keyClick(desk.window, Qt.Key.Key_Return, CTRL)
    assert arrived.args[0].response.status == 200
    desk.state.open_path("1 IAM/for-the-wrong-region")
    with desk.qtbot.waitSignal(state.arrived, timeout=20_000) as arrived:
        QTest.keyClick(desk.window, Qt.Key.Key_Return, CTRL)
    finding = arrived.args[0].findings[0]
    assert finding.id == "wrong_region"
    # What the finding proposes is done where the request is, whatever page is shown.
    desk.window.rail.choose("practice")
    with desk.qtbot.waitSignal(state.arrived, timeout=20_000) as arrived:
        state.perform(finding.actions[0])
    assert arrived.args[0].response.status == 200
    assert desk.window.rail.current == "requests"
    assert state.current.path == "1 IAM/for-the-wrong-region"


def test_the_preferences_open_by_key_and_by_action_and_share_the_look(
    desk: Desk, data_folder: Path
) -> None:
    QTest.keyClick(desk.window, Qt.Key.Key_Comma, CTRL)
    dialog = desk.window.findChild(PreferencesDialog)
    assert dialog.isVisible()
    for page in ("network", "history", "keyring", "data"):
        dialog.turn_to(page)
        assert nameless(dialog) == []
    dialog.look.chosen.emit("dark")
    assert desk.window._session.look == "dark"
    assert desk.window._looks["dark"].isChecked()
    dialog.reject()
    assert desk.window._looks["system"].isChecked()
    desk.wait(lambda: desk.window.findChild(PreferencesDialog) is None)
    desk.window.rail.choose("practice")
    desk.state.perform(Action("open_place", "Open the preferences", {"place": "preferences"}))
    assert desk.window.findChild(PreferencesDialog).isVisible()
    assert desk.window.rail.current == "practice"


def test_every_widget_that_takes_the_focus_has_a_name(desk: Desk) -> None:
    desk.window.say(NOTICE)
    desk.window.notices._more.click()
    assert nameless(desk.window) == []
    desk.window._show_shortcuts()
    dialog = desk.window.findChild(ShortcutsDialog)
    assert nameless(dialog) == []
    assert ("Send", "Ctrl+Return, Ctrl+Enter", "Requests") in dialog.table.rows()
    dialog.reject()


def test_pages_are_reached_by_keys_and_by_actions(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, key in enumerate(("requests", "identities", "tokens", "practice", "history"), 1):
        QTest.keyClick(desk.window, Qt.Key(Qt.Key.Key_0 + number), CTRL)
        desk.wait(lambda key=key: desk.window.rail.current == key)  # Qt presses it visibly first
        page = desk.window._places[key]
        assert desk.window.pages.currentWidget() is page
        desk.wait(lambda page=page: page.isAncestorOf(desk.window.focusWidget()))
    desk.state.perform(Action("open_identity", "Open", {"identity": "alice"}))
    assert desk.window.rail.current == "identities"
    desk.state.point(Origin("header", 0))
    assert desk.window.rail.current == "requests"
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    desk.state.perform(Action("show_url", "Read", {"url": "https://docs.aws.amazon.com/"}))
    assert opened == ["https://docs.aws.amazon.com/"]


def test_notices_show_on_demand_and_go(desk: Desk) -> None:
    bar = desk.window.notices
    desk.state.noticed.emit(NOTICE)
    assert bar.isVisible()
    assert not bar.findChildren(FindingCard)
    bar._more.click()
    assert bar.findChild(FindingCard).finding == NOTICE
    bar.dismiss()
    assert not bar.isVisible()


def test_the_title_marks_the_request_that_is_changed_and_no_other(desk: Desk) -> None:
    desk.composer.form.address.url.setText("http://changed/")
    changed = desk.state.current.path
    desk.state.open_path("1 IAM/as-bob-not-permitted")
    assert not desk.window.isWindowModified()
    desk.state.open_path(changed)
    assert desk.window.isWindowModified()


def test_the_keyboard_reaches_the_method_and_a_new_request_begins_at_its_url(desk: Desk) -> None:
    address = desk.composer.form.address
    tree = desk.window.findChild(RequestTree)
    desk.state.open_path("1 IAM/list-pets-signed")
    tree.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName())
    assert seen == ["Open requests", "New tab", "Method"]
    tree.setFocus()
    QTest.keyClick(desk.window, Qt.Key.Key_N, CTRL)
    desk.wait(lambda: desk.state.current.path == "1 IAM/new-request")
    assert QApplication.focusWidget() is address.url
    assert address.url.text() == ""


def test_closing_asks_nothing_and_the_next_start_has_what_was_typed(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.state.open_path("1 IAM/as-bob-not-permitted", preview=True)
    path = desk.state.current.path
    desk.composer.form.address.url.setText("http://changed/")
    assert desk.window.isWindowModified()
    before = desk.window.program.workspace.request(path).request
    data = desk.window.program.data
    desk.window.close()
    assert QApplication.activeModalWidget() is None
    desk.wait(lambda: not desk.window.isVisible())
    again = Desk(qtbot, data)
    again.wait(again.window.isWindowModified)
    assert again.state.current.path == path
    assert again.composer.form.address.url.text() == "http://changed/"
    assert again.window.program.workspace.request(path).request == before
    again.close()


def test_the_environment_is_remembered_at_once(desk: Desk) -> None:
    desk.state.choose_environment("")
    assert desk.window._session.text("environment") == ""
    desk.state.choose_environment("practice")
    assert desk.window._session.text("environment") == "practice"


def test_a_question_is_asked_only_when_nothing_can_be_kept(desk: Desk) -> None:
    desk.wait(lambda: desk.state.autosave.keeps)
    desk.state.autosave.close()  # as when another window keeps the drafts of this workspace
    desk.composer.form.address.url.setText("http://changed/")
    desk.window.close()
    assert desk.window.isVisible()
    box = desk.window.findChild(QMessageBox)
    assert box.text() == "1 request has changes that are not saved"
    box.reject()
    desk.wait(lambda: desk.window.findChild(QMessageBox) is None)
    assert desk.window.isVisible()
    desk.window.close()
    box = desk.window.findChild(QMessageBox)
    next(one for one in box.buttons() if one.text() == "Close without saving").click()
    desk.wait(lambda: not desk.window.isVisible())


def test_the_next_start_shows_what_was_there(desk: Desk, qtbot: QtBot) -> None:
    desk.state.open_path("1 IAM/as-bob-not-permitted")
    desk.state.open_path("1 IAM/not-signed-at-all")
    desk.state.tabs.step(-1)
    desk.window.resize(780, 640)
    desk.window._side.setSizes([150, 550])
    side = desk.window._side.sizes()[0]
    desk.window._choose_look("dark")
    desk.window.page("tokens").card.kind_chosen.emit("keys")
    desk.window.rail.choose("identities")
    data = desk.window.program.data
    desk.window.close()
    desk.wait(lambda: not desk.window.isVisible())
    again = Desk(qtbot, data)
    again.wait(lambda: len(again.state.tabs.all) > 1)
    assert again.window.rail.current == "identities"
    assert again.state.current.path == "1 IAM/as-bob-not-permitted"
    assert again.state.tabs.all[-1].path == "1 IAM/not-signed-at-all"
    again.window.rail.choose("requests")
    assert again.window.size().width() == 780
    assert again.window._side.sizes()[0] == side
    assert again.window._session.look == "dark"
    assert again.window.page("tokens").card.kind == "keys"
    again.window._choose_look("system")
    again.close()


def test_a_deletion_is_undone_from_the_line_that_tells_it(desk: Desk) -> None:
    tree = desk.window.findChild(RequestTree)
    desk.state.open_path("1 IAM/not-signed-at-all")
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    desk.wait(lambda: desk.state.snapshot.request("1 IAM/not-signed-at-all") is None)
    toast = desk.window._toast
    assert "deleted" in toast.accessibleName()
    next(one for one in toast.findChildren(QPushButton) if one.text() == "Undo").click()
    desk.wait(lambda: desk.state.snapshot.request("1 IAM/not-signed-at-all") is not None)
    assert desk.state.current.path == "1 IAM/not-signed-at-all"


def test_tabs_by_keyboard_alone(desk: Desk) -> None:
    tabs = desk.state.tabs
    desk.wait(lambda: desk.state.autosave.keeps)
    desk.state.open_path("1 IAM/as-bob-not-permitted")
    count = len(tabs.all)
    for key, modifiers, path in (
        (Qt.Key.Key_T, CTRL, ""),
        (
            Qt.Key.Key_Backtab,
            CTRL | Qt.KeyboardModifier.ShiftModifier,
            "1 IAM/as-bob-not-permitted",
        ),
        (Qt.Key.Key_Tab, CTRL, ""),
        (Qt.Key.Key_W, CTRL, "1 IAM/as-bob-not-permitted"),
        (Qt.Key.Key_W, CTRL, tabs.all[0].path),
        (Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier, "1 IAM/as-bob-not-permitted"),
    ):
        QTest.keyClick(desk.window, key, modifiers)
        desk.wait(lambda path=path: desk.state.current.path == path)
    assert len(tabs.all) == count


def test_a_keyring_that_asks_the_person_is_told(desk: Desk) -> None:
    desk.state.waiting.emit()
    assert desk.window._toast.isVisible()
    assert "keyring" in desk.window._toast.accessibleName()


def test_the_title_names_no_secret(desk: Desk) -> None:
    desk.composer.form.address.url.setText("http://user:hunter22@h/?token=hunter22")
    assert "hunter22" not in desk.window.windowTitle()


def test_a_workspace_that_is_not_there_is_told_in_a_notice(qtbot: QtBot, tmp_path: Path) -> None:
    program = Program(tmp_path / "data", workspace=tmp_path / "none", environ={})
    window = MainWindow(program, Session(tmp_path / "window.ini"), practice=False)
    qtbot.addWidget(window)
    window.show()
    window.begin()
    qtbot.waitUntil(lambda: bool(window.notices.findings), timeout=20_000)
    assert window.gateway.status == "stopped"
    assert QApplication.activeModalWidget() is None
    window.close()


def test_a_data_folder_that_is_a_file_is_said_where_one_looks(
    qtbot: QtBot, data_folder: Path
) -> None:
    data_folder.write_text("not a folder", encoding="utf-8")
    window = window_over(data_folder)
    qtbot.addWidget(window)
    said: list[Finding] = []
    window.state.unreadable.connect(said.append)
    window.show()
    window.begin()
    qtbot.waitUntil(lambda: window.gateway.status == "failed", timeout=30_000)
    assert [finding.id for finding in said] == ["file_trouble"]
    assert window.notices.isVisible()
    assert "Reading the workspace" not in [one.text() for one in window.findChildren(QLabel)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(desk: Desk, key: Qt.Key) -> None:
    pressed: list[bool] = []
    send = desk.composer.form.address.send
    send.clicked.connect(lambda: pressed.append(True))
    send.setFocus()
    with desk.qtbot.waitSignal(desk.state.arrived):
        QTest.keyClick(send, key)
    assert len(pressed) == 1
    copy = desk.composer.form.copy_as
    copy.menu_.aboutToShow.connect(lambda: QTimer.singleShot(0, copy.menu_, copy.menu_.close))
    with desk.qtbot.waitSignal(copy.menu_.aboutToHide):
        copy.setFocus()
        QTest.keyClick(copy, key)
