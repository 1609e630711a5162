"""The window: places the panels, follows what leads from one to another, and remembers where everything stood."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.program import Program
from apiclient_gui.ui import panels, theme
from apiclient_gui.ui.gateway import Gateway
from apiclient_gui.ui.panels.base import Shared
from apiclient_gui.ui.session import Session
from apiclient_gui.ui.state import State
from apiclient_gui.ui.theme import Look
from apiclient_gui.ui.widgets.button import icon_button, press
from apiclient_gui.ui.widgets.compose.address_row import COMMAND
from apiclient_gui.ui.widgets.confirm import confirm
from apiclient_gui.ui.widgets.focus import leads_focus
from apiclient_gui.ui.widgets.notice_bar import NoticeBar
from apiclient_gui.ui.widgets.preferences.look_page import LOOKS
from apiclient_gui.ui.widgets.rail import Rail
from apiclient_gui.ui.widgets.split_view import SplitView
from apiclient_gui.ui.widgets.toast import Toast

NAME: Final = "API client"
_REQUESTS: Final = "requests"
_PAGES: Final = (
    ("identities", "Identities"),
    ("tokens", "Tokens"),
    ("practice", "Practice"),
    ("history", "History"),
)
_LEADS_TO: Final = {
    "open_identity": "identities",
    "inspect_token": "tokens",
    "inspect_sent_token": "tokens",
}
_KEY_SOURCE: Final = "token_keys"  # what signatures of tokens were last checked with
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
        self.rail.add_page(_REQUESTS, _REQUESTS, "Requests")
        self._add_page(_REQUESTS, self._requests_page())
        for key, name in _PAGES:
            self.rail.add_page(key, key, name)
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
        page = self._session.text("page")
        if page in dict(_PAGES):  # now: what is never shown has no sizes to share
            self.rail.choose(page)
        from apiclient_gui.ui.dialogs import ask, show_code  # noqa: PLC0415  # start-up time

        ask.attend(state.asking, self, self.gateway)
        show_code.attend(state.asking, self)
        state.autosave.begin(self.program.data)
        state.watch.begin()
        program = self.program
        state.tasks.start(
            lambda _: _tidy(program),
            lambda damage: self.say(damage) if damage else None,
            self.say,
            name="read the preferences",
        )
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
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(make["open_requests"](self._shared))
        column.addWidget(self._work, 1)
        self._side = SplitView(Qt.Orientation.Horizontal, "list and request")
        self._side.setHandleWidth(1)
        self._side.addWidget(side)
        self._side.addWidget(right)
        self._side.setStretchFactor(0, 0)
        self._side.setStretchFactor(1, 1)
        return self._side

    def page(self, key: str) -> QWidget:
        """Return a page; it is made when it is first wanted, so the first picture does not wait for it."""
        if key not in self._places:
            from apiclient_gui.ui import pages  # noqa: PLC0415  # a fifth of the start-up time

            page = pages.TABLE[key].make(self._shared)
            self._add_page(key, page)
            if isinstance(page, pages.tokens.TokensPage):  # not the secret, only what kind of key
                page.card.choose(self._session.text(_KEY_SOURCE))
                page.card.kind_chosen.connect(partial(self._session.keep_text, _KEY_SOURCE))
        return self._places[key]

    def _add_page(self, key: str, page: QWidget) -> None:
        self.pages.addWidget(page)
        self._places[key] = page

    def _add_menu(self) -> None:
        menu = QMenu(self)
        looks = menu.addMenu("Look")
        group = QActionGroup(self)
        self._looks: dict[Look, QAction] = {}
        for look, name in LOOKS:
            choice = looks.addAction(name)
            choice.setCheckable(True)
            choice.setChecked(look == self._session.look)
            choice.triggered.connect(lambda _on=False, look=look: self._choose_look(look))
            group.addAction(choice)
            self._looks[look] = choice
        menu.addAction(self._act("Import a request…", "Ctrl+I", self._import))
        menu.addAction(self._act("Preferences…", "Ctrl+,", self._show_preferences))
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
        self.rail.pressed.connect(self._enter)
        state.noticed.connect(self.say)
        state.unreadable.connect(self.say)
        state.waiting.connect(lambda: self._toast.say(_WAITING))
        state.told.connect(lambda words, undo: self._toast.say(words, undo=undo))
        state.made.connect(self._toast.offer)
        self._toast.undone.connect(state.edits.undo)
        self.gateway.changed.connect(self._mind_gateway)
        self.notices.action.connect(state.perform)
        state.asked.connect(self._follow)
        state.pointed.connect(lambda _origin: self.rail.choose(_REQUESTS))
        state.revealed.connect(lambda _path: self.rail.choose(_REQUESTS))
        state.environment_changed.connect(self._keep_environment)
        state.autosave.restored.connect(self._arrive)
        state.tabs.changed.connect(self._entitle)
        state.loaded.connect(lambda _: self._entitle())

    def _turn(self, key: str) -> None:
        page = self.page(key)
        self.pages.setCurrentWidget(page)
        if leads_focus(page):
            page.setFocus()

    def _enter(self, key: str) -> None:
        """Put the focus into what the page is for; the button that was pressed has it."""
        (self._composer if key == _REQUESTS else self.page(key)).setFocus()

    def _follow(self, action: Action) -> None:
        match action.key:
            case "start_practice":
                self.gateway.start()
                self.rail.choose("practice")
            case "open_place" if action.parameters.get("place") == "preferences":
                self._show_preferences()
            case "show_url":
                QDesktopServices.openUrl(QUrl(action.parameters.get("url", "")))
            case key:
                page = _LEADS_TO.get(key, _REQUESTS)
                new = page not in self._places
                self.rail.choose(page)
                if new:  # it was not there to hear it
                    self.state.asked.emit(action)

    def _mind_gateway(self) -> None:
        # Its own page says it there. Elsewhere nobody would learn why no workspace comes.
        finding = self.gateway.finding
        told = self.pages.currentWidget() is self._places.get("practice")
        if self.gateway.status == "failed" and finding is not None and not told:
            state = self.state
            (state.noticed if self.program.has_workspace else state.unreadable).emit(finding)

    def _arrive(self) -> None:
        """Show a first request where none was open; then what was kept of the last run is there."""
        state = self.state
        if all(tab.blank for tab in state.tabs.all) and state.snapshot.requests:
            state.open(state.snapshot.requests[0], preview=True)

    def _entitle(self) -> None:
        state = self.state
        tab = state.tabs.current
        self.setWindowTitle(" — ".join(filter(None, (f"{tab.name}[*]", state.snapshot.name, NAME))))
        self.setWindowModified(tab.unsaved)

    def _keep_environment(self, name: str) -> None:
        # At once: after a crash the next start would have none, and no request could be sent. Before the workspace is
        # read nobody has chosen that there be none.
        if name or self.state.snapshot.environments:
            self._session.keep_text("environment", name)

    def _choose_look(self, look: Look) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, look)
        self._session.look = look
        self._looks[look].setChecked(True)

    def _show_preferences(self) -> None:
        from apiclient_gui.ui.dialogs.preferences import PreferencesDialog  # noqa: PLC0415  # start-up time

        dialog = PreferencesDialog(self.state, self._session, self)
        dialog.look_chosen.connect(self._choose_look)
        dialog.open()

    def _import(self) -> None:
        from apiclient_gui.ui.dialogs.import_request import ImportDialog  # noqa: PLC0415  # start-up time

        # What was copied last is most often what is to be imported.
        copied = QApplication.clipboard().text()
        self.rail.choose(_REQUESTS)
        ImportDialog(self.state, copied if COMMAND.match(copied) else "", self).open()

    def _show_shortcuts(self) -> None:
        from apiclient_gui.ui.dialogs.shortcuts import ShortcutsDialog  # noqa: PLC0415  # start-up time

        names = {_REQUESTS: "Requests", **dict(_PAGES)}
        pages = {names[key]: place for key, place in self._places.items()}
        ShortcutsDialog(self, pages).open()

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
        session.keep_text("page", self.rail.current)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press(event, self):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        state = self.state
        state.settling.emit()
        if not self._leaving and (state.autosave.is_behind or self._would_lose):
            # What is not saved is kept for the next start; the window goes when it is on the disk.
            event.ignore()
            if self._would_lose:
                self._ask()
            else:
                state.autosave.finish(self._leave, lambda _finding: self._ask())
            return
        self._remember()
        state.watch.end()
        state.tasks.cancel_all()
        state.autosave.close()
        self.gateway.close()
        self.program.close()
        super().closeEvent(event)

    @property
    def _would_lose(self) -> bool:
        return bool(self.state.tabs.unsaved) and not self.state.autosave.keeps

    def _ask(self) -> None:
        count = len(self.state.tabs.unsaved)
        which = "1 request has" if count == 1 else f"{count} requests have"
        confirm(
            self,
            f"{which} changes that are not saved",
            "They cannot be kept for the next start: what is not saved now is lost.",
            "Close without saving",
            self._leave,
        )

    def _leave(self) -> None:
        self._leaving = True
        QTimer.singleShot(
            0, self.close
        )  # Qt takes no second wish to close while it asks about the first


def _tidy(program: Program) -> Finding | None:
    """Remove what killed programs left of large bodies, and read the preferences; a finding says that they are damaged."""
    program.transport.sweep()
    return program.preferences_damage()
