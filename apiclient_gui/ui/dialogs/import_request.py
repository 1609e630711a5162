"""A request from another program's command: pasted, dropped or read from a file, seen before it is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from apiclient_gui.core import files
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.importers.base import Imported
from apiclient_gui.core.model import ApiKey, Credentials, Identity, Tokens
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui import theme
from apiclient_gui.ui.dialogs.keep_credentials import KeepCredentialsDialog
from apiclient_gui.ui.snapshot import IdentityDraft
from apiclient_gui.ui.state.shared import State
from apiclient_gui.ui.tasks import Task
from apiclient_gui.ui.widgets import dialog_column, label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.finding_slot import FindingSlot

_WORDS: Final = (
    "A curl or awscurl command, as a browser, a documentation page or a colleague gives it. Secrets in it are not "
    "written into the request."
)
_PAUSE_MS: Final = 200
_MOST: Final = 20 * 2**20  # bytes of a file


class ImportDialog(QDialog):
    """Shows while it is pasted what would be made of it."""

    def __init__(self, state: State, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._reading: Task | None = None
        self._imported: Imported | None = None
        column = dialog_column.begin(self, "Import a request", _WORDS, width=theme.S * 80)
        self.text = QPlainTextEdit(text)
        self.text.setFont(theme.mono())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Command")
        self.text.setPlaceholderText(
            "curl https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets"
        )
        self.text.setMinimumHeight(theme.S * 24)
        self.text.textChanged.connect(self._typed)
        column.addWidget(self.text, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self.outcome = label.text("", "muted")
        self.finding = FindingSlot()
        row = QHBoxLayout()
        file = button("From a file…", "link")
        file.clicked.connect(self._choose_file)
        row.addWidget(self.outcome, 1)
        row.addWidget(file)
        column.addLayout(row)
        column.addWidget(self.finding)
        self.make = dialog_column.end(self, column, "Make the request", self._accept)
        self.make.setEnabled(False)
        self.text.setFocus()
        if text:
            self._read()

    def _typed(self) -> None:
        self.make.setEnabled(False)
        self._pause.start()

    def _read(self) -> None:
        text = self.text.toPlainText()
        if self._reading is not None:
            self._reading.cancel()
        self._show(None, "")
        if not text.strip():
            return
        self._reading = read(self._state, text, self._take, self._miss)

    def _take(self, imported: Imported) -> None:
        self._show(imported, summary(imported))

    def _miss(self, finding: Finding) -> None:
        self._show(None, "")
        self.finding.show_finding(finding)
        dialog_column.grow(self)

    def _show(self, imported: Imported | None, words: str) -> None:
        self._imported = imported
        self.make.setEnabled(imported is not None)
        self.outcome.setText(words)
        self.finding.show_finding(None)
        if imported is not None and imported.findings:
            self.finding.show_finding(imported.findings[0])
        dialog_column.grow(self)

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Read a command from a file")
        dialog.fileSelected.connect(lambda place: self.read_file(Path(place)))
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Show the text of a file instead of what was pasted."""
        self._state.tasks.start(
            lambda _: _text_of(path),
            self.text.setPlainText,
            self._miss,
            name="read a command",
        )

    def _accept(self) -> None:
        if self._imported is not None:
            self.accept()
            take(self._state, self._imported, self.parentWidget() or self)


def read(
    state: State, text: str, done: Callable[[Imported], None], failed: Callable[[Finding], None]
) -> Task:
    """Read a text as a request, off the window's thread."""

    def work(_: object) -> Imported:
        from apiclient_gui.core import importers  # noqa: PLC0415  # start-up time

        importer = importers.recognised(text)
        if importer is None:
            raise Problem("usage", _unknown())
        return importer.read(text)

    return state.tasks.start(work, done, failed, name="import")


def take(state: State, imported: Imported, parent: QWidget) -> None:
    """Show what was imported in a tab of its own, tell what is to be known of it, and ask about its credentials."""
    state.open(StoredRequest("", imported.request))
    tab = state.tabs.current
    state.made.emit(f"Imported: {summary(imported)}", lambda: state.tabs.close(tab))
    for finding in reversed(imported.findings):  # the one told last is the one in sight
        state.noticed.emit(finding)
    asking = None
    if imported.credentials is not None:
        state.program.learn(imported.credentials)
        asking = _ask(state, imported.credentials, parent)
    if imported.api_key is not None:
        key = Tokens({"access": imported.api_key}, "access")
        state.program.learn(key)
        if asking is None:
            _ask(state, key, parent, is_key=True)
        else:
            asking.finished.connect(lambda _: _ask(state, key, parent, is_key=True))


def summary(imported: Imported) -> str:
    """Return in a few words what the request is."""
    request = imported.request
    parts = [request.method, request.url.partition("?")[0][:80]]
    return " ".join(filter(None, parts))


def _ask(
    state: State, credentials: Credentials, parent: QWidget, *, is_key: bool = False
) -> KeepCredentialsDialog:
    tab = state.tabs.current

    def use(identity: Identity) -> None:
        request = tab.request
        auth = (
            msgspec.structs.replace(request.auth, api_key=ApiKey(identity.name))
            if is_key
            else msgspec.structs.replace(request.auth, identity=identity.name)
        )
        state.tabs.keep_draft(tab, msgspec.structs.replace(request, auth=auth))
        if tab is state.tabs.current:
            state.tabs.turned.emit()

    def keep(draft: IdentityDraft) -> None:
        state.save_identity(draft, use)

    taken = frozenset(identity.name for identity in state.snapshot.identities)
    held = "an API key" if is_key else ""
    dialog = KeepCredentialsDialog(credentials, taken, keep, parent, held=held)
    dialog.open()
    return dialog


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST + 1)
    except OSError as error:
        raise files.problem(error, path, "read") from error
    if len(content) > _MOST:
        raise Problem("usage", _unreadable("is larger than 20 MB"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("usage", _unreadable("is no text in UTF-8")) from None


def _unreadable(what: str) -> Finding:
    return Finding(
        id="import_file_unreadable",
        severity="error",
        title=f"The file {what}",
        remedy="Choose a file that holds one command as text.",
    )


def _unknown() -> Finding:
    return Finding(
        id="import_unknown",
        severity="error",
        title="This is no command that can be read here",
        remedy="Paste a command that begins with curl or awscurl.",
    )
