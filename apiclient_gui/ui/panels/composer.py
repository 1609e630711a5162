"""The composer: one request, edited and sent; what is not saved stays as a draft when another is opened."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.core import auth, urls
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.model import Origin, Request, Row
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui import theme
from apiclient_gui.ui.dialogs.environment import EnvironmentDialog
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.state import Snapshot
from apiclient_gui.ui.tasks import Task
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import outline, page
from apiclient_gui.ui.widgets.compose.address_row import LONGEST_URL, AddressRow
from apiclient_gui.ui.widgets.compose.auth_page import AuthPage
from apiclient_gui.ui.widgets.compose.body_page import BodyPage
from apiclient_gui.ui.widgets.compose.headers_page import HeadersPage
from apiclient_gui.ui.widgets.compose.outline import Outline
from apiclient_gui.ui.widgets.compose.params_page import ParamsPage, count_in
from apiclient_gui.ui.widgets.compose.settings_page import SettingsPage
from apiclient_gui.ui.widgets.tab_pages import TabPages

_PAUSE_MS: Final = 200  # after the last key, until what would go out is worked out anew


class Composer(QWidget):
    """The request that is open. Its draft in the state is always what stands here."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = state = shared.state
        self._path = self._sent_path = ""
        self._stored = Request()
        self._outlining: Task | None = None
        self.address = AddressRow()
        self.params = ParamsPage()
        self.headers = HeadersPage()
        self.body = BodyPage()
        self.auth = AuthPage()
        self.settings = SettingsPage()
        self.tabs = TabPages("Parts of the request")
        for key, title, shown in (
            ("params", "Params", self.params),
            ("headers", "Headers", self.headers),
            ("body", "Body", self.body),
            ("auth", "Auth", self.auth),
            ("settings", "Settings", self.settings),
        ):
            self.tabs.add_page(key, title, shown)
        self._save = button("Save", "link")
        self._save.setToolTip("This request has changes that are not saved (Ctrl+S)")
        self._save.setAccessibleName("Save the changes of this request")
        self._save.clicked.connect(self.save)
        self._save.hide()
        self.tabs.setCornerWidget(self._save, Qt.Corner.TopRightCorner)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.L, theme.XL, 0)
        column.setSpacing(theme.S + 2)
        column.addWidget(self.address)
        column.addWidget(self.tabs, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._outline)
        for part in (self.address, self.params, self.headers, self.body, self.auth, self.settings):
            part.changed.connect(self._changed)
        self.address.pressed.connect(self._press)
        self.address.cut.connect(self._say_cut)
        self.address.environment_chosen.connect(state.choose_environment)
        self.address.environment_edited.connect(self._edit_environment)
        self.params.moved.connect(self.address.replace_url)
        self.auth.clock_undone.connect(lambda: state.correct_clock(0.0))
        self._cancel = self._act("Cancel sending", "Esc", state.cancel)
        self._cancel.setEnabled(False)
        self._act("Send", "Ctrl+Return", self.send)
        self._act("Send", "Ctrl+Enter", self.send)
        self._act("Save the request", "Ctrl+S", self.save)
        self._act("Go to the URL", "Ctrl+L", lambda: self.address.select_query_item(None))
        state.opened.connect(self._open)
        state.settling.connect(self._settle)
        state.loaded.connect(self._load)
        state.environment_changed.connect(lambda _: self._show_environments())
        state.sending.connect(lambda _: self._show_sending(on=True))
        for over in (state.arrived, state.refused, state.stopped):
            over.connect(lambda *_: self._show_sending(on=False))
        state.clock_changed.connect(self.auth.show_clock)
        state.asked.connect(self._do)
        state.pointed.connect(self._point)
        self._load(state.snapshot)
        self._open(state.current)

    # ---- the request

    def request(self) -> Request:
        """Return the request as it stands here."""
        return Request(
            name=self._stored.name,
            method=self.address.method.currentText(),
            url=self.address.url.text(),
            params=self.params.table.rows(),
            headers=self.headers.table.rows(),
            body=self.body.payload(),
            auth=self.auth.auth(),
            settings=self.settings.settings(),
            position=self._stored.position,
        )

    def send(self) -> None:
        """Send it as it stands, saved or not."""
        self._settle()
        if not self._state.is_sending:
            self._sent_path = self._path
            self._state.send(self.request())

    def save(self) -> None:
        """Write it to the workspace; a new one is named after its method and path."""
        self._settle()
        path, request = self._path, self.request()
        if not request.name:
            request = msgspec.structs.replace(request, name=_name(request))

        def saved(place: str) -> None:
            if self._path == path:
                self._path, self._stored = place, request
                self._changed()

        self._state.save_request(path, request, saved)

    def _open(self, stored: StoredRequest) -> None:
        self._path, self._stored = stored.path, _plain(stored.request)
        shown = self._state.drafts.get(stored.path, stored.request)
        self.address.show_address(shown.method, shown.url)
        self.params.table.set_rows(shown.params)
        self.headers.table.set_rows(shown.headers)
        self.body.show_payload(shown.body)
        self.auth.show_auth(shown.auth)
        self.settings.show_settings(shown.settings)
        self._changed()
        self._outline()
        if not shown.url:
            self.address.url.setFocus()

    def _settle(self) -> None:
        for table in (self.params.table, self.headers.table):
            page.commit(table)

    def _changed(self) -> None:
        request = self.request()
        dirty = request != self._stored
        self._state.keep_draft(self._path, request if dirty else None)
        self._save.setVisible(dirty)
        self.params.show_url(request.url)
        on = sum(row.enabled for row in request.params)
        self.tabs.set_count("params", count_in(request.url) + on)
        self.tabs.set_count("headers", sum(row.enabled for row in request.headers))
        kind = {"none": "Body", "text": "Body · Text", "json": "Body · JSON"}
        self.tabs.set_title("body", kind[request.body.kind])
        scheme = auth.TABLE.get(request.auth.scheme)
        used = scheme is not None and scheme.wants is not None
        short = scheme.title.split(",")[0] if scheme and used else ""
        self.tabs.set_title("auth", f"Auth · {short}" if short else "Auth")
        self._pause.start()

    def _load(self, snapshot: Snapshot) -> None:
        self._show_environments()
        self.auth.show_identities(snapshot.identities)
        stored = snapshot.request(self._path)
        if stored is None:
            if self._path:
                self._lose()
        elif (fresh := _plain(stored.request)) != self._stored:
            if self._path in self._state.drafts:
                self._stored = fresh
                self._changed()
            else:
                self._open(stored)
        self._pause.start()

    def _lose(self) -> None:
        # Its file is gone; what was typed is not.
        draft = self._state.drafts.get(self._path)
        self._state.keep_draft(self._path, None)
        if draft is not None:
            self._state.keep_draft("", draft)
        self._path, self._stored = "", Request()
        self._state.open(StoredRequest("", Request()))

    # ---- what would go out

    def _outline(self) -> None:
        self._pause.stop()
        state, request = self._state, self.request()
        environment = state.snapshot.environment(state.environment)
        identity = state.snapshot.identity(request.auth.identity)
        region = identity.facts.get("region", "") if identity else ""
        if self._outlining is not None:
            self._outlining.cancel()

        def show(found: Outline) -> None:
            self._outlining = None
            self.headers.show_defaults(found.defaults)
            self.auth.show_outline(found, request)

        def fail(_: Finding) -> None:
            self._outlining = None

        self._outlining = state.tasks.start(
            lambda _: outline.outline(request, environment, region), show, fail, name="outline"
        )

    # ---- what the window asks for

    def _do(self, action: Action) -> None:
        match action.key:
            case "open_place":
                self._return()
                self._go_to(action.parameters.get("place", ""))
            case "choose_identity":
                self._return()
                self.tabs.turn_to("auth")
                self.auth.identity.setFocus()
            case "send_with_option":
                self._return()
                self.auth.set_option(action.parameters["option"], action.parameters["value"])
                self.send()
            case "send_with_scheme":
                self._return()
                self.auth.set_scheme(action.parameters["scheme"])
                self.send()
            case "open_environment":
                name = action.parameters.get("environment", "") or self._state.environment
                self._show_environment(name, action.parameters.get("variable", ""))

    def _return(self) -> None:
        """Show again the request that was sent last: what a finding proposes is about that one."""
        if self._sent_path != self._path:
            stored = self._state.snapshot.request(self._sent_path)
            self._state.open(stored or StoredRequest("", Request()))

    def _go_to(self, place: str, row: int | None = None) -> None:
        match place:
            case "url" | "host":
                self.address.select_query_item(row)
            case "params" | "headers":
                self.tabs.turn_to(place)
                table = self.params.table if place == "params" else self.headers.table
                table.reveal(row or 0)
            case "body":
                self.tabs.turn_to("body")
                self.body.edit.setFocus()
            case "auth":
                self.tabs.turn_to("auth")
                self.auth.focus_first_gap()
            case "settings":
                self.tabs.turn_to("settings")

    def _point(self, origin: Origin) -> None:
        self._return()
        places = {"param": "params", "header": "headers", "scheme": "auth", "default": "headers"}
        self._go_to(places.get(origin.place, origin.place), origin.row)

    def _press(self) -> None:
        if self._state.is_sending:
            self._state.cancel()
        else:
            self.send()

    def _show_sending(self, *, on: bool) -> None:
        self.address.show_sending(on=on)
        self._cancel.setEnabled(on)

    def _show_environments(self) -> None:
        names = [one.name for one in self._state.snapshot.environments]
        self.address.show_environments(names, self._state.environment)
        self._pause.start()

    def _edit_environment(self, new: bool) -> None:
        self._show_environments()
        self._show_environment("" if new else self._state.environment, "")

    def _show_environment(self, name: str, variable: str) -> None:
        dialog = EnvironmentDialog(self._state, name, variable, self)
        dialog.open()

    def _say_cut(self) -> None:
        self._state.noticed.emit(
            Finding(
                id="url_cut",
                severity="warning",
                title=f"The URL takes {LONGEST_URL:,} characters; the rest was not pasted",
                remedy="Send so much data in the body.",
            )
        )

    def _act(self, name: str, keys: str, act: object) -> QAction:
        made = QAction(name, self)
        made.setShortcut(QKeySequence(keys))
        made.triggered.connect(act)
        self.addAction(made)
        return made


def _plain(request: Request) -> Request:
    """Return the request as the tables give it back: without rows that are wholly empty."""
    return msgspec.structs.replace(
        request, params=_filled(request.params), headers=_filled(request.headers)
    )


def _filled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.name or row.value)


def _name(request: Request) -> str:
    last = [part for part in urls.split(request.url).path.split("/") if part][-1:]
    return " ".join([request.method, *last])[:80]


MEMBER = Panel("composer", Composer)
