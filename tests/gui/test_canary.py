"""The canary in the window: planted secrets, every tab and copy, then a search of all that is shown, copied, written.

What a person types stands in the composer as typed; the response body stands as it came. See tests/end2end/test_canary.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Auth, Exchange, Payload, Request, Row
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.redact import guard_logging
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.practice.description import Description
from apiclient_gui.ui.main_window import MainWindow
from apiclient_gui.ui.panels.result import ResultPanel
from apiclient_gui.ui.session import Session
from apiclient_gui.ui.snapshot import IdentityDraft
from apiclient_gui.ui.widgets.result.status_line import StatusLine
from tests.support.canary import SECRETS, leaks

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
TYPED = (
    Row("X-Api-Key", SECRETS["api key"]),
    Row("Cookie", SECRETS["cookie"]),
)


@pytest.fixture
def window(qtbot: QtBot, gateway: Description, data_folder: Path) -> Iterator[MainWindow]:
    program = Program(data_folder, workspace=practice_workspace(data_folder))
    guard_logging(program.redactor)
    made = MainWindow(program, Session(data_folder / "window.ini"), practice=False)
    made.show()
    with qtbot.waitSignal(made.state.loaded, timeout=20_000):
        made.begin()
    yield made
    made.state.drop_drafts()
    made.close()
    qtbot.waitUntil(lambda: not made.state.tasks.running, timeout=20_000)
    program.close()


def cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        # A list model's columnCount is private in PySide.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in ROLES)
            yield from cells(model, index)


def words(top: QWidget) -> Iterator[str]:
    """Return all that a widget and its children show, whether or not it is in view."""
    for widget in (top, *top.findChildren(QWidget)):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        yield from (widget.windowTitle(), widget.statusTip(), widget.whatsThis())
        if isinstance(widget, (QPlainTextEdit, QTextEdit)):
            yield widget.toPlainText()
        elif isinstance(widget, QLineEdit):
            yield from (widget.text(), widget.placeholderText())
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from cells(widget.model(), QModelIndex())
        elif hasattr(widget, "text") and callable(widget.text):
            yield str(widget.text())


def send(qtbot: QtBot, window: MainWindow, request: Request) -> Exchange | Finding:
    got: list[Exchange | Finding] = []
    window.state.arrived.connect(got.append)
    window.state.refused.connect(got.append)
    window.state.open(StoredRequest("", request))
    window.state.send(request)
    qtbot.waitUntil(lambda: bool(got), timeout=20_000)
    qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
    return got[0]


def requests(gateway: Description) -> list[Request]:
    pets = f"{gateway.apis[0].url}/pets"
    where = {"region": "us-east-1", "service": "execute-api"}
    planted = Auth("sigv4", "planted", where)
    return [
        Request(name="known", url=pets, headers=TYPED, auth=Auth("sigv4", "alice", where)),
        Request(name="planted", url=pets, headers=TYPED, auth=planted),
        Request(
            name="posted", method="POST", url=pets, body=Payload("text", "x"), auth=planted,
            params=(Row("X-Amz-Meta", "1"),),
        ),
        Request(name="twice", url=pets, headers=(Row("Authorization", SECRETS["typed header"]),), auth=planted),
        Request(name="bearer", url=pets, headers=(Row("Authorization", f"Bearer {SECRETS['typed header']}"),)),
        Request(name="password", url=f"https://user:{SECRETS['url password']}@h/x"),
        Request(name="nobody there", url="http://127.0.0.1:1/x", headers=TYPED, auth=planted),
    ]  # fmt: skip


def test_nothing_shown_copied_or_written_holds_a_secret(
    qtbot: QtBot,
    window: MainWindow,
    gateway: Description,
    data_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    draft = IdentityDraft(
        "planted",
        "aws_keys",
        {"access_key_id": "AKIAPLANTEDPLANTED00"},
        {
            "secret_access_key": Secret(SECRETS["secret key"]),
            "session_token": Secret(SECRETS["session token"]),
        },
    )
    saved: list[object] = []
    window.state.save_identity(draft, saved.append)
    qtbot.waitUntil(lambda: bool(saved), timeout=20_000)
    panel = window.findChild(ResultPanel)
    status = window.findChild(StatusLine)
    assert panel is not None
    assert status is not None
    met = set()
    for request in requests(gateway):
        outcome = send(qtbot, window, request)
        met.add(type(outcome))
        shown = "\n".join(words(panel))
        assert request.name == "password" or "•" in shown or isinstance(outcome, Finding)
        assert not leaks(shown.encode("utf-8", "replace")), request.name
        for what in status.copies:
            if what.startswith("Raw request") or what == "Body":
                continue  # asked for in clear, and said so
            status.copy(what)
            copied = QGuiApplication.clipboard().text()
            assert copied, what
            assert not leaks(copied.encode()), (request.name, what)
        assert not leaks(window.windowTitle().encode())
    assert met == {Exchange, Finding}
    for page in ("identities", "practice"):
        window.rail.choose(page)
        qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
        shown = "\n".join(words(window.pages.currentWidget()))
        assert page == "practice" or "planted" in shown
        assert not leaks(shown.encode("utf-8", "replace")), page
    window._remember()
    kept = [path for path in data_folder.rglob("*") if path.is_file()]
    assert any("planted" in path.name for path in kept)
    for path in kept:
        assert not leaks(path.read_bytes()), path
    assert not leaks(caplog.text.encode())
