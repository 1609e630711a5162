"""The whole form of a request: the address row over its tabs, read and filled as one value."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core import auth
from apiclient_gui.core.model import Request, Row
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.compose.address_row import AddressRow
from apiclient_gui.ui.widgets.compose.auth_page import AuthPage
from apiclient_gui.ui.widgets.compose.body_page import BodyPage
from apiclient_gui.ui.widgets.compose.clock_line import ClockLine
from apiclient_gui.ui.widgets.compose.copy_as import CopyAs
from apiclient_gui.ui.widgets.compose.headers_page import HeadersPage
from apiclient_gui.ui.widgets.compose.outline import Outline
from apiclient_gui.ui.widgets.compose.params_page import ParamsPage, count_in
from apiclient_gui.ui.widgets.compose.settings_page import SettingsPage
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.tab_pages import TabPages

_BODY_TITLES: Final = {
    "none": "Body",
    "text": "Body · Text",
    "json": "Body · JSON",
    "form": "Body · Form",
    "multipart": "Body · Multipart",
    "file": "Body · File",
}


class RequestForm(QWidget):
    """`changed` after every edit; `saved` when Save is pressed; `cut` when something pasted was too long."""

    changed = Signal()
    saved = Signal()
    cut = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address = AddressRow()
        self.params = ParamsPage()
        self.headers = HeadersPage()
        self.body = BodyPage()
        self.auth = AuthPage()
        self.settings = SettingsPage()
        self.clock = ClockLine()
        self.tabs = TabPages("Parts of the request")
        for key, title, shown in (
            ("params", "Params", self.params),
            ("headers", "Headers", self.headers),
            ("body", "Body", self.body),
            ("auth", "Auth", self.auth),
            ("settings", "Settings", self.settings),
        ):
            self.tabs.add_page(key, title, shown)
        self.tabs.setCornerWidget(self._corner(), Qt.Corner.TopRightCorner)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XL, theme.L, theme.XL, 0)
        column.setSpacing(theme.S + 2)
        column.addWidget(self.address)
        column.addWidget(self.clock)
        column.addWidget(self.tabs, 1)
        lead_focus(self, self.address.url)
        for part in (self.address, self.params, self.headers, self.body, self.auth, self.settings):
            part.changed.connect(self.changed)
        for cut in (self.address.cut, self.params.table.cut, self.headers.table.cut, self.body.cut):
            cut.connect(self.cut)
        self.params.moved.connect(self.address.replace_url)

    def request(self, named: Request) -> Request:
        """Return the request as it stands here, with the name and position of another."""
        return msgspec.structs.replace(
            named,
            method=self.address.method.currentText(),
            url=self.address.url.text(),
            params=self.params.table.rows(),
            headers=self.headers.table.rows(),
            body=self.body.payload(),
            auth=self.auth.auth(),
            settings=self.settings.settings(),
        )

    def show_request(self, request: Request) -> None:
        """Show this request; `changed` stays silent."""
        self.address.show_address(request.method, request.url)
        self.params.table.set_rows(request.params)
        self.headers.table.set_rows(request.headers)
        self.body.show_payload(request.body)
        self.auth.fold()
        self.auth.show_auth(request.auth)
        self.settings.show_settings(request.settings)

    def describe(self, request: Request, *, unsaved: bool) -> None:
        """Bring the titles and counts of the tabs up to date, and the mark of what is not saved."""
        self._save.setVisible(unsaved)
        self.params.show_url(request.url)
        on = sum(row.enabled for row in request.params)
        self.tabs.set_count("params", count_in(request.url) + on)
        self.tabs.set_count("headers", sum(row.enabled for row in request.headers))
        self.tabs.set_title("body", _BODY_TITLES[request.body.kind])
        scheme = auth.TABLE.get(request.auth.scheme)
        used = scheme is not None and scheme.wants is not None
        short = scheme.title.split(",")[0] if scheme and used else ""
        self.tabs.set_title("auth", f"Auth · {short}" if short else "Auth")

    def show_outline(self, found: Outline, request: Request) -> None:
        """Show what would go out."""
        self.headers.show_defaults(found.defaults)
        self.auth.show_outline(found, request)

    def settle(self) -> None:
        """Take over what is still being typed into a cell."""
        for table in (self.params.table, self.headers.table):
            page.commit(table)
        self.body.settle()

    def go_to(self, place: str, row: int | None = None) -> None:
        """Bring a part to the front and focus it; `row` counts within it. Places are those of docs/actions.md."""
        match place:
            case "url":
                self.address.select_query_item(row)
            case "params" | "headers":
                self.tabs.turn_to(place)
                table = self.params.table if place == "params" else self.headers.table
                table.go_to_row(row or 0)
            case "body":
                self.tabs.turn_to(place)
                self.body.focus_first()
            case "auth":
                self.tabs.turn_to(place)
                self.auth.focus_first_gap()
            case "identity":
                self.tabs.turn_to("auth")
                self.auth.identity.setFocus()
            case "api_key":
                self.tabs.turn_to("auth")
                self.auth.api_key.choice.box.setFocus()
            case "settings":
                self.tabs.turn_to(place)
                self.settings.setFocus()

    def _corner(self) -> QWidget:
        self.copy_as = CopyAs()
        self._save = button("Save", "link")
        self._save.setFont(theme.font(theme.NOTE))
        self._save.setToolTip("This request has changes that are not saved (Ctrl+S)")
        self._save.setAccessibleName("Save the changes of this request")
        self._save.clicked.connect(self.saved)
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, theme.S)
        row.setSpacing(theme.S)
        row.addWidget(self._save)
        row.addWidget(self.copy_as)
        self._save.hide()
        return corner


def plain(request: Request) -> Request:
    """Return the request as the tables give it back: without rows that are wholly empty."""
    body = msgspec.structs.replace(
        request.body,
        rows=_filled(request.body.rows),
        parts=tuple(part for part in request.body.parts if part.name or part.value or part.file),
    )
    return msgspec.structs.replace(
        request, params=_filled(request.params), headers=_filled(request.headers), body=body
    )


def _filled(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.name or row.value)
