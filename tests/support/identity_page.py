"""The Identities page over real parts, and how a person works it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Identity
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import Workspace, new_identity
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.pages.identities import MEMBER
from apiclient_gui.ui.panels.base import Shared
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets.identity.identity_card import IdentityCard
from apiclient_gui.ui.widgets.identity.identity_detail import IdentityDetail
from apiclient_gui.ui.widgets.identity.identity_form import IdentityForm
from apiclient_gui.ui.widgets.identity.identity_side import IdentitySide
from apiclient_gui.ui.widgets.identity.kind_chooser import KindChooser
from apiclient_gui.ui.widgets.identity.login_card import LoginCard
from apiclient_gui.ui.widgets.identity.secret_state import SecretState

KEY_ID = "AKIAIOSFODNN7EXAMPLE"


class Stage:
    """The page over real parts, and how a person works it."""

    def __init__(self, qtbot: QtBot, data: Path, environ: dict[str, str] | None = None) -> None:
        self.qtbot = qtbot
        self.program = Program(data, environ=environ or {})
        if not self.program.has_workspace:
            Workspace.create(practice_workspace(data), "Sample")
        # With a parent, so that it goes with the page and on this thread: Python may collect on any.
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.state = State(self.program, self.window)
        self.noticed: list[Finding] = []
        self.state.noticed.connect(self.noticed.append)
        self.page = MEMBER.make(Shared(self.state, Gateway(self.state)))
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.resize(1100, 700)

    def add(self, name: str, key_id: str = KEY_ID, secret: str = "") -> Identity:
        identity = new_identity(name, "aws_keys", {"access_key_id": key_id})
        self.program.workspace.save_identity(identity)
        if secret:
            self.program.identities.put(identity, "secret_access_key", Secret(secret))
        return identity

    def load(self, *, show: bool = True) -> None:
        with self.qtbot.waitSignal(self.state.loaded):
            self.state.load()
        if show:
            self.show()

    def show(self) -> None:
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def wait(self, truth: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(truth, timeout=10_000)

    @property
    def side(self) -> IdentitySide:
        return self.page.findChild(IdentitySide)

    @property
    def detail(self) -> IdentityDetail:
        return self.page.findChild(IdentityDetail)

    @property
    def card(self) -> IdentityCard:
        return self.page.findChild(IdentityCard)

    @property
    def login(self) -> LoginCard:
        return self.page.findChild(LoginCard)

    @property
    def form(self) -> IdentityForm:
        return next(one for one in self.page.findChildren(IdentityForm) if one.isVisible())

    def field(self, name: str) -> QLineEdit:
        fields = self.form.findChildren(QLineEdit)
        return next(one for one in fields if one.accessibleName() == name)

    def type(self, name: str, words: str) -> None:
        line = self.field(name)
        line.selectAll()
        self.qtbot.keyClicks(line, words)

    def choose(self, name: str) -> None:
        self.side.list.choose(next(row.key for row in self.side.list.rows if row.name == name))

    def said(self) -> list[str]:
        return [one.words for one in self.form.findChildren(SecretState)]

    def notes(self) -> set[str]:
        return {one.text() for one in self.form.findChildren(QLabel) if one.isVisible()}

    def marks(self) -> dict[str, str]:
        return {row.name: row.mark for row in self.side.list.rows}

    def answer(self, button: str) -> None:
        box = self.page.findChild(QMessageBox)
        next(one for one in box.buttons() if one.text() == button).click()

    def create(self) -> None:
        self.side.plus.click()
        self.page.findChild(KindChooser).chosen.emit("aws_keys")
