"""The composer: one request, edited and sent; what is not saved stays as a draft when another is opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.core import urls
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Origin, Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.dialogs.environment import EnvironmentDialog
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.tasks import Task, Tasks
from apiclient_gui.ui.widgets.compose import outline
from apiclient_gui.ui.widgets.compose.address_row import LONGEST_URL
from apiclient_gui.ui.widgets.compose.outline import Outline
from apiclient_gui.ui.widgets.compose.request_form import RequestForm, plain
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.row_table import MOST_ROWS

_PAUSE_MS: Final = 200  # after the last key, until what would go out is worked out anew
_PLACES: Final = {"param": "params", "header": "headers", "scheme": "auth", "default": "headers"}


class Composer(QWidget):
    """The request that is open. Its draft in the state is always what stands here."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self._path = self._sent_path = ""
        self._stored = Request()
        self._tasks = Tasks(self)
        self._outlining: Task | None = None
        self.form = RequestForm()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        lead_focus(self, self.form)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._outline)
        self._connect_form()
        self._connect_state()
        self._cancel = self._act("Cancel sending", "Esc", self._state.cancel)
        self._cancel.setEnabled(False)
        self._act("Send", "Ctrl+Return", self.send)
        self._act("Send", "Ctrl+Enter", self.send)
        self._act("Save the request", "Ctrl+S", self.save)
        self._act("Go to the URL", "Ctrl+L", lambda: self.form.go_to("url"))
        self._load(self._state.snapshot)
        self._open(self._state.current)

    def _connect_form(self) -> None:
        form, state = self.form, self._state
        form.changed.connect(self._changed)
        form.saved.connect(self.save)
        form.cut.connect(self._say_cut)
        form.address.pressed.connect(self._press)
        form.address.environment_chosen.connect(state.choose_environment)
        form.address.environment_edited.connect(self._edit_environment)
        form.auth.clock_undone.connect(lambda: state.correct_clock(0.0))

    def _connect_state(self) -> None:
        state = self._state
        state.opened.connect(self._open)
        state.added.connect(self._begin)
        state.settling.connect(self.form.settle)
        state.loaded.connect(self._load)
        state.environment_changed.connect(lambda _: self._show_environments())
        state.sending.connect(lambda _: self._show_sending(on=True))
        for over in (state.arrived, state.refused, state.stopped):
            over.connect(lambda *_: self._show_sending(on=False))
        state.clock_changed.connect(self.form.auth.show_clock)
        state.asked.connect(self._do)
        state.pointed.connect(self._point)

    # ---- the request

    def request(self) -> Request:
        """Return the request as it stands here."""
        return self.form.request(self._stored)

    def send(self) -> None:
        """Send it as it stands, saved or not."""
        self.form.settle()
        if not self._state.is_sending:
            self._sent_path = self._path
            self._state.send(self.request())

    def save(self) -> None:
        """Write it to the workspace; a new one is named after its method and path."""
        self.form.settle()
        path, request = self._path, self.request()
        if not request.name:
            request = msgspec.structs.replace(request, name=_name(request))

        def saved(place: str) -> None:
            if self._path == path:
                self._path, self._stored = place, request
                self._changed()

        self._state.save_request(path, request, saved)

    def _open(self, stored: StoredRequest) -> None:
        self._path, self._stored = stored.path, plain(stored.request)
        self.form.show_request(self._state.drafts.get(stored.path, stored.request))
        self._changed()
        self._outline()

    def _begin(self) -> None:
        if not self._stored.url:  # a copy has one
            self.form.go_to("url")

    def _changed(self) -> None:
        request = self.request()
        unsaved = request != self._stored
        self._state.keep_draft(self._path, request if unsaved else None)
        self.form.describe(request, unsaved=unsaved)
        self._pause.start()

    def _load(self, snapshot: Snapshot) -> None:
        self._show_environments()
        self.form.auth.show_identities(snapshot.identities)
        stored = snapshot.request(self._path)
        if stored is None:
            if self._path:
                self._lose()
        elif (fresh := plain(stored.request)) != self._stored:
            if self._path in self._state.drafts:
                self._stored = fresh
                self._changed()
            else:
                self._open(stored)

    def _lose(self) -> None:
        # Its file is gone; what was typed is not.
        draft = self._state.drafts.get(self._path)
        self._state.keep_draft(self._path, None)
        self._path, self._stored = "", Request()
        if draft is not None:
            self._state.keep_draft("", draft)
        else:
            self.form.show_request(self._state.drafts.get("", Request()))
        self._state.open(StoredRequest("", Request()))

    # ---- what would go out

    def _outline(self) -> None:
        self._pause.stop()
        state, request = self._state, self.request()
        environment = state.snapshot.environment(state.environment)
        identity = state.snapshot.identity(request.auth.identity)
        if self._outlining is not None:
            self._outlining.cancel()

        def show(found: Outline) -> None:
            self._outlining = None
            self.form.show_outline(found, request)

        self._outlining = self._tasks.start(
            lambda _: outline.outline(request, environment, identity),
            show,
            state.noticed.emit,
            name="outline",
        )

    # ---- what the window asks for

    def _do(self, action: Action) -> None:
        match action.key:
            case "open_place":
                self._return()
                self.form.go_to(action.parameters.get("place", ""))
            case "choose_identity":
                self._return()
                self.form.go_to("identity")
            case "send_with_option":
                self._return()
                self.form.auth.set_option(action.parameters["option"], action.parameters["value"])
                self.send()
            case "send_with_scheme":
                self._return()
                self.form.auth.set_scheme(action.parameters["scheme"])
                self.send()
            case "open_environment":
                name = action.parameters.get("environment", "") or self._state.environment
                self._show_environment(name, action.parameters.get("variable", ""))

    def _point(self, origin: Origin) -> None:
        self._return()
        place = _PLACES.get(origin.place, origin.place)
        self.form.go_to(place, None if origin.place == "default" else origin.row)

    def _return(self) -> None:
        """Show again the request that was sent last: what a finding proposes is about that one."""
        if self._sent_path != self._path:
            stored = self._state.snapshot.request(self._sent_path)
            self._state.open(stored or StoredRequest("", Request()))

    def _press(self) -> None:
        if self._state.is_sending:
            self._state.cancel()
        else:
            self.send()

    def _show_sending(self, *, on: bool) -> None:
        self.form.address.show_sending(on=on)
        self._cancel.setEnabled(on)

    def _show_environments(self) -> None:
        names = [one.name for one in self._state.snapshot.environments]
        self.form.address.show_environments(names, self._state.environment)
        self._pause.start()

    def _edit_environment(self, new: bool) -> None:
        self._show_environments()
        self._show_environment("" if new else self._state.environment, "")

    def _show_environment(self, name: str, variable: str) -> None:
        EnvironmentDialog(self._state, name, variable, self).open()

    def _say_cut(self) -> None:
        self._state.noticed.emit(
            Finding(
                id="paste_too_long",
                severity="warning",
                title="That was too long to be pasted as a whole",
                detail=f"A URL and each cell of a table take {LONGEST_URL:,} characters, a paste into a table "
                f"{MOST_ROWS:,} rows.",
                remedy="Send so much data in the body.",
            )
        )

    def _act(self, name: str, keys: str, act: Callable[[], None]) -> QAction:
        made = QAction(name, self)
        made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda: act())  # noqa: PLW0108  # Qt would hand over whether it is checked
        self.addAction(made)
        return made


def _name(request: Request) -> str:
    last = [part for part in urls.split(request.url).path.split("/") if part][-1:]
    return " ".join([request.method, *last])[:80]


MEMBER = Panel("composer", Composer)
