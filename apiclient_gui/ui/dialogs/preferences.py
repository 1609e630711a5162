"""The preferences: look, network, history, keyring, and where everything is kept."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.program import Program
from apiclient_gui.core.vault import Vault, VaultState
from apiclient_gui.ui import theme
from apiclient_gui.ui.session import Session
from apiclient_gui.ui.state import State, preferences
from apiclient_gui.ui.state.preferences import Forgotten
from apiclient_gui.ui.tasks import Task, Tasks
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.preferences.data_page import DataPage
from apiclient_gui.ui.widgets.preferences.history_page import HistoryPage
from apiclient_gui.ui.widgets.preferences.keyring_page import KeyringPage
from apiclient_gui.ui.widgets.preferences.look_page import LookPage
from apiclient_gui.ui.widgets.preferences.network_page import NetworkPage
from apiclient_gui.ui.widgets.tab_pages import TabPages

_NAMES: Final = {
    "look": "Look",
    "network": "Network",
    "history": "History",
    "keyring": "Keyring",
    "data": "Data",
}


class PreferencesDialog(QDialog):
    """OK and Apply have them hold and write them; Cancel and Esc leave all as it was, the look too.

    `look_chosen` carries a look, to be shown at once. Clearing, checking and forgetting are done when they are pressed.
    """

    look_chosen = Signal(str)

    def __init__(self, state: State, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Preferences")
        self._state, self._session = state, session
        self._tasks = Tasks(self)
        self._forgetting: Task | None = None
        self._look_before = session.look
        program = state.program
        self.look = LookPage(session.look)
        self.network = NetworkPage()
        self.history = HistoryPage()
        self.keyring = KeyringPage()
        self.data = DataPage(program.data)
        self.pages = TabPages("Preferences")
        made = (self.look, self.network, self.history, self.keyring, self.data)
        for (key, name), page in zip(_NAMES.items(), made, strict=True):
            self.pages.add_page(key, name, _scrolled(page))
        self._slot = FindingSlot()
        self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.L, theme.XXL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(self.pages, 1)
        column.addWidget(self._slot)
        column.addLayout(self._buttons)
        self.resize(640, 660)
        self._connect()
        prefer = program.preferences
        self.network.show_preferences(prefer)
        self.history.show_preferences(prefer)
        damage = program.preferences_damage()
        self._slot.show_finding(damage and msgspec.structs.replace(damage, actions=()))
        self._look_round()

    def turn_to(self, key: str) -> None:
        """Bring a page to the front."""
        self.pages.turn_to(key)

    def reject(self) -> None:
        """Bring back the look that was, and go; what is being forgotten is stopped first."""
        if self._forgetting is not None:
            self._stop()
            return
        if self._session.look != self._look_before:
            self.look_chosen.emit(self._look_before)
        super().reject()

    # ---- what stands where

    def _make_buttons(self) -> None:
        self.ok = button("OK", "primary")
        self.ok.setDefault(True)
        self.apply = button("Apply")
        cancel = button("Cancel")
        self._buttons = row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addStretch()
        for one in (cancel, self.apply, self.ok):
            row.addWidget(one)
        cancel.clicked.connect(self.reject)
        self.apply.clicked.connect(lambda: self._save(leave=False))
        self.ok.clicked.connect(lambda: self._save(leave=True))

    def _connect(self) -> None:
        self.look.chosen.connect(self.look_chosen)
        self.network.ca_chosen.connect(self._look_into)
        self.history.clearing.connect(self._clear)
        self.keyring.checking.connect(self._check)
        self.keyring.backend_forgotten.connect(self._forget_backend)
        self.data.opened.connect(self._open_folder)
        self.data.forgetting.connect(self._forget)
        self.data.stopped.connect(self._stop)

    def _look_round(self) -> None:
        """Ask for what is not known at once: the size of the history, the keyring, whether a password is set."""
        program = self._state.program
        self._tasks.start(
            lambda _: _sizes(program),
            lambda found: self.history.tell_size(*found),
            self.history.tell_trouble,
            name="look at the history",
        )
        self._tasks.start(
            lambda _: program.vault.state(),
            self.keyring.show_state,
            self.keyring.tell_trouble,
            name="look at the keyring",
        )
        if program.preferences.proxy_user:  # never without one: the keyring may prompt
            self.network.tell_password(kept=None)
            self._tasks.start(
                lambda _: program.proxy_password() is not None,
                lambda kept: self.network.tell_password(kept=kept),
                lambda _: self.network.tell_password(kept=False),
                name="ask the keyring",
            )

    # ---- what is done

    def _save(self, *, leave: bool) -> None:
        program = self._state.program
        prefer = self.network.preferences(program.preferences)
        if prefer is None:
            self.pages.turn_to("network")
            return
        prefer = self.history.preferences(prefer)
        if prefer is None:
            self.pages.turn_to("history")
            return
        password, wanted = self.network.password(), prefer

        def saved(told: Finding | None) -> None:
            self._enable(on=True)
            if password is not None:
                self.network.forget_typed()
                self.network.tell_password(kept=True)
            self._look_before = self._session.look
            if leave:
                if told is not None:
                    self._state.noticed.emit(told)
                self.accept()
            else:
                self._slot.show_finding(told)

        self._enable(on=False)
        self._tasks.start(
            lambda _: program.keep_preferences(wanted, password),
            saved,
            self._fail,
            name="keep the preferences",
        )

    def _fail(self, finding: Finding) -> None:
        self._enable(on=True)
        self._slot.show_finding(msgspec.structs.replace(finding, actions=()))

    def _enable(self, *, on: bool) -> None:
        self.ok.setEnabled(on)
        self.apply.setEnabled(on)

    def _look_into(self, path: str) -> None:
        def tell(count: int) -> None:
            words = "A folder of authorities." if not count else f"Authorities in it: {count:,}."
            self.network.tell_ca(path, f"✓ {words}", "ok")

        self._tasks.start(
            lambda _: preferences.look_into(path),
            tell,
            lambda finding: self.network.tell_ca(path, f"✕ {_first(finding)}", "bad"),
            name="look into the file",
        )

    def _clear(self) -> None:
        program = self._state.program
        self._tasks.start(
            lambda _: _cleared(program),
            lambda found: self.history.tell_size(*found),
            self.history.tell_trouble,
            name="clear the history",
        )

    def _check(self) -> None:
        program = self._state.program
        self._tasks.start(
            lambda _: preferences.try_keyring(program),
            lambda state: self.keyring.show_state(state, checked=True),
            self.keyring.tell_trouble,
            name="check the keyring",
        )

    def _forget_backend(self) -> None:
        vault = self._state.program.vault
        self._tasks.start(
            lambda _: _left(vault),
            self.keyring.show_state,
            self.keyring.tell_trouble,
            name="forget the former keyring",
        )

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._state.program.data)))

    def _forget(self) -> None:
        state = self._state
        for tab in state.tabs.all:
            state.tabs.keep_draft(tab, None)
        program, tell = state.program, self._tasks.bridge(self.data.say)
        self._enable(on=False)

        def work(cancel: Cancel) -> Forgotten:
            return preferences.forget_everything(program, tell, cancel)

        self._forgetting = self._tasks.start(work, self._end, self._end_early, name="forget")

    def _stop(self) -> None:
        # Its result is wanted: it says what is gone already.
        if self._forgetting is not None:
            self._forgetting.stop.request()

    def _end(self, outcome: Forgotten) -> None:
        self._forgetting = None
        self._enable(on=True)
        if outcome.whole:
            self._session.forget()
            self._look_before = self._session.look
            self.look.show_look(self._look_before)
            self.look_chosen.emit(self._look_before)
        self.data.end(outcome.gone, outcome.kept, whole=outcome.whole)
        self._look_round()
        self._state.load()

    def _end_early(self, finding: Finding) -> None:
        self._forgetting = None
        self._enable(on=True)
        self.data.end(0, (("Everything", finding),), whole=True)


def _scrolled(page: QWidget) -> QScrollArea:
    page.setProperty("kind", "page")
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    scroll.setFocusProxy(page)
    return scroll


def _sizes(program: Program) -> tuple[int, int]:
    found = program.history.size()
    return found.entries, found.bytes


def _cleared(program: Program) -> tuple[int, int]:
    program.history.clear()
    return _sizes(program)


def _left(vault: Vault) -> VaultState:
    vault.forget_backend()
    return vault.state()


def _first(finding: Finding) -> str:
    return finding.detail.removesuffix(" Nothing was sent.") or finding.title
