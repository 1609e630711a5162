"""The window: places the panels, follows what leads from one to another, and remembers where everything stood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDesktopServices,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.program import Program
from apiclient_gui.ui import panels, theme
from apiclient_gui.ui.dialogs.shortcuts import ShortcutsDialog
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.panels.base import Shared
from apiclient_gui.ui.session import Session
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state import State
from apiclient_gui.ui.theme import Look
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.focus import leads_focus
from apiclient_gui.ui.widgets.notice_bar import NoticeBar
from apiclient_gui.ui.widgets.rail import Rail
from apiclient_gui.ui.widgets.split_view import SplitView
from apiclient_gui.ui.widgets.toast import Toast

NAME: Final = "API client"
_REQUESTS: Final = "requests"
_PAGES: Final = (("identities", "Identities"), ("practice", "Practice"))
_LOOKS: Final[tuple[tuple[Look, str], ...]] = (
    ("system", "As the system"),
    ("light", "Light"),
    ("dark", "Dark"),
)
_WAITING: Final = "Waiting for your keyring: it may be asking you to unlock it"
_SIDE: Final = 264  # px, until the person moves a divider
_WORK: Final = 300


class MainWindow(QMainWindow):
    """The whole window over a Program. `begin` starts what need not be there for the first picture.

    `practice`: the workspace that is opened is the practice gateway's own, so the gateway is started with the window.
    """

    def __init__(self, program: Program, session: Session, *, practice: bool) -> None:
        super().__init__()
        self.program = program
        self._practice = practice
        self._session = session
        self._leaving = False
        self._placed = False
        self.state = State(program, self)
        self.gateway = Gateway(self.state)
        self._shared = Shared(self.state, self.gateway)
        self.rail = Rail()
        self.pages = QStackedWidget()
        self.notices = NoticeBar()
        self._places: dict[str, QWidget] = {}
        self._add_page(_REQUESTS, "Requests", self._requests_page())
        for key, name in _PAGES:
            self._add_page(key, name, panels.TABLE[key].make(self._shared))
        self._add_menu()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.pages, 1)
        around = QWidget()
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(content, 1)
        self.setCentralWidget(around)
        self.setMinimumSize(720, 480)
        self.resize(1360, 840)
        self._toast = Toast(self)
        self._connect()
        self._restore()
        self._entitle()

    def begin(self) -> None:
        """Read the workspace and start the practice gateway if its workspace is the one open."""
        state = self.state
        state.environment = self._session.text("environment")
        if self._practice:
            self.gateway.start()
        if self.program.has_workspace or not self._practice:
            state.load()

    def say(self, finding: Finding) -> None:
        """Show a finding that belongs to no panel."""
        self.notices.say(finding)

    # ---- what stands where

    def _requests_page(self) -> QWidget:
        make = {key: panel.make for key, panel in panels.TABLE.items()}
        side = make["request_list"](self._shared)
        # The divider of the split view is the line between the two.
        side.setStyleSheet("QFrame[card='side'] { border: 0; }")
        self._work = SplitView(Qt.Orientation.Vertical, "request and response")
        self._composer = make["composer"](self._shared)
        self._work.addWidget(self._composer)
        self._work.addWidget(make["result"](self._shared))
        self._work.setStretchFactor(0, 0)
        self._work.setStretchFactor(1, 1)
        self._side = SplitView(Qt.Orientation.Horizontal, "list and request")
        self._side.setHandleWidth(1)
        self._side.addWidget(side)
        self._side.addWidget(self._work)
        self._side.setStretchFactor(0, 0)
        self._side.setStretchFactor(1, 1)
        return self._side

    def _add_page(self, key: str, name: str, page: QWidget) -> None:
        self.rail.add_page(key, key, name)
        self.pages.addWidget(page)
        self._places[key] = page

    def _add_menu(self) -> None:
        menu = QMenu(self)
        looks = menu.addMenu("Look")
        group = QActionGroup(self)
        for look, name in _LOOKS:
            choice = looks.addAction(name)
            choice.setCheckable(True)
            choice.setChecked(look == self._session.look)
            choice.triggered.connect(lambda _on=False, look=look: self._choose_look(look))
            group.addAction(choice)
        menu.addAction(self._act("Keyboard shortcuts", "F1", self._show_shortcuts))
        menu.addAction(self._act("Read the workspace again", "F5", self.state.load))
        menu.addSeparator()
        menu.addAction(self._act("Quit", "Ctrl+Q", self.close))
        more = icon_button("more", "More", shortcut="F10")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setMenu(menu)
        column = self.rail.layout()
        assert column is not None
        column.addWidget(more)
        column.setAlignment(more, Qt.AlignmentFlag.AlignHCenter)

    def _act(self, name: str, keys: str, act: Callable[[], object]) -> QAction:
        made = QAction(name, self)
        made.setShortcut(QKeySequence(keys))
        made.triggered.connect(act)
        self.addAction(made)
        return made

    def _connect(self) -> None:
        state = self.state
        self.rail.chosen.connect(self._turn)
        state.noticed.connect(self.say)
        state.unreadable.connect(self.say)
        state.waiting.connect(lambda: self._toast.say(_WAITING))
        self.gateway.changed.connect(self._mind_gateway)
        self.notices.action.connect(state.perform)
        state.asked.connect(self._follow)
        state.pointed.connect(lambda _origin: self.rail.choose(_REQUESTS))
        state.loaded.connect(self._arrive)
        for moved in (state.opened, state.loaded, state.drafts_changed):
            moved.connect(lambda *_: self._entitle())

    def _turn(self, key: str) -> None:
        page = self._places[key]
        self.pages.setCurrentWidget(page)
        if leads_focus(page):
            page.setFocus()

    def _follow(self, action: Action) -> None:
        match action.key:
            case "open_identity":
                self.rail.choose("identities")
            case "start_practice":
                self.gateway.start()
                self.rail.choose("practice")
            case "show_url":
                QDesktopServices.openUrl(QUrl(action.parameters.get("url", "")))
            case _:
                self.rail.choose(_REQUESTS)

    def _mind_gateway(self) -> None:
        # Its own page says it there. Elsewhere nobody would learn why no workspace comes.
        finding = self.gateway.finding
        told = self.pages.currentWidget() is self._places.get("practice")
        if self.gateway.status == "failed" and finding is not None and not told:
            state = self.state
            (state.noticed if self.program.has_workspace else state.unreadable).emit(finding)

    def _arrive(self, snapshot: Snapshot) -> None:
        state = self.state
        if state.current.path or state.drafts or not snapshot.requests:
            return
        state.open(snapshot.request(self._session.text("request")) or snapshot.requests[0])

    def _entitle(self) -> None:
        state = self.state
        path = state.current.path
        stored = state.snapshot.request(path)
        request = state.drafts.get(path, stored.request if stored else state.current.request)
        name = request.name or path.rpartition("/")[2] or "New request"
        self.setWindowTitle(" — ".join(filter(None, (f"{name}[*]", state.snapshot.name, NAME))))
        self.setWindowModified(path in state.drafts)

    def _choose_look(self, look: Look) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, look)
        self._session.look = look

    def _show_shortcuts(self) -> None:
        ShortcutsDialog(self).open()

    # ---- coming and going

    def _restore(self) -> None:
        geometry = self._session.geometry
        if geometry is not None:
            self.restoreGeometry(geometry)

    def _remember(self) -> None:
        session = self._session
        session.geometry = self.saveGeometry()
        session.keep_size("side", self._side.sizes()[0])
        session.keep_size("work", self._work.sizes()[0])
        session.keep_text("request", self.state.current.path)
        session.keep_text("environment", self.state.environment)
        session.flush()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._placed:
            return
        self._placed = True
        # Not earlier: a split view without its final size deals the room out by the hints of its panes. In px, not shares:
        # a window that is shown maximized gets its full size only after this.
        for key, view, usual in (("side", self._side, _SIDE), ("work", self._work, _WORK)):
            size = self._session.size(key) or usual
            view.setSizes([size, max(1, sum(view.sizes()) - size)])
        self._composer.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.state.settling.emit()
        if self.state.drafts and not self._leaving:
            event.ignore()
            self._ask()
            return
        self._remember()
        self.state.tasks.cancel_all()
        self.gateway.close()
        self.program.close()
        super().closeEvent(event)

    def _ask(self) -> None:
        count = len(self.state.drafts)
        which = "1 request has" if count == 1 else f"{count} requests have"
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(NAME)
        box.setText(f"{which} changes that are not saved.")
        box.setInformativeText("What is discarded is lost.")
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        box.button(button.Save).clicked.connect(lambda: self.state.save_drafts(self._leave))
        box.button(button.Discard).clicked.connect(self._leave)
        box.open()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
