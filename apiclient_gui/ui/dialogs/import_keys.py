"""AWS keys that somebody has as text, into the keyring: pasted, or from the file that the AWS tools keep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from apiclient_gui.core import files, identity, pasted_keys
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Field, Identity
from apiclient_gui.core.pasted_keys import PastedKeys
from apiclient_gui.ui import theme
from apiclient_gui.ui.snapshot import IdentityDraft
from apiclient_gui.ui.state import State
from apiclient_gui.ui.tasks import Task
from apiclient_gui.ui.widgets import dialog_column, label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.field_form import FieldForm
from apiclient_gui.ui.widgets.finding_slot import FindingSlot

_WORDS: Final = (
    "Paste what you have: export AWS_… lines, a section of ~/.aws/credentials, or the JSON of a command. Nothing of it "
    "is kept but the keys."
)
_FOR_RUN: Final = "There is no keyring that can be used: secrets are kept until this program ends."
_PLACEHOLDER: Final = "export AWS_ACCESS_KEY_ID=AKIA…\nexport AWS_SECRET_ACCESS_KEY=…"
_PAUSE_MS: Final = 200
_MOST: Final = 2**20  # bytes of a file
_MOST_HEIGHT: Final = theme.S * 30  # of the names
_USUAL: Final = Path("~/.aws")


class ImportKeysDialog(QDialog):
    """`kept` carries the name of the first identity that is made."""

    kept = Signal(str)

    def __init__(self, state: State, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = state
        self._reading: Task | None = None
        self._found: tuple[PastedKeys, ...] = ()
        self.form: FieldForm | None = None
        column = dialog_column.begin(self, "Import AWS keys", _WORDS, width=theme.S * 70)
        self.text = QPlainTextEdit()
        self.text.setFont(theme.mono())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("Text with keys")
        self.text.setPlaceholderText(_PLACEHOLDER)
        self.text.setMinimumHeight(theme.S * 16)
        self.text.textChanged.connect(self._typed)
        column.addWidget(self.text, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(lambda: self._read(self.text.toPlainText()))
        file = button("From a file…", "link")
        file.setToolTip("Such as ~/.aws/credentials, or accessKeys.csv of the IAM console")
        file.clicked.connect(self._choose_file)
        row = QHBoxLayout()
        self.said = label.text("", "muted")
        row.addWidget(self.said, 1)
        row.addWidget(file)
        column.addLayout(row)
        # A file of many profiles would be higher than the screen.
        self._place = QScrollArea()
        self._place.setFrameShape(QFrame.Shape.NoFrame)
        self._place.setWidgetResizable(True)
        self._place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place.hide()
        column.addWidget(self._place)
        self.finding = FindingSlot()
        column.addWidget(self.finding)
        self.keep = dialog_column.end(self, column, "Keep in the keyring", self._accept)
        self.keep.setEnabled(False)
        self._no_keyring = label.note(_FOR_RUN)
        self._no_keyring.hide()
        column.insertWidget(column.count() - 1, self._no_keyring)
        vault = state.program.vault
        asking = state.tasks.start(
            lambda _: vault.state().usable, self._mind, state.noticed.emit, name="ask the keyring"
        )
        self.finished.connect(lambda _: asking.cancel())
        self.text.setFocus()

    def _mind(self, keyring: bool) -> None:
        if not keyring:
            self.keep.setText("Keep for this run")
            self._no_keyring.show()
            dialog_column.grow(self)

    # ---- reading

    def _typed(self) -> None:
        self.keep.setEnabled(False)
        self._pause.start()

    def _read(self, text: str) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._show(())
        if text.strip():
            self._reading = self._state.tasks.start(
                lambda _: pasted_keys.read(text), self._show, self._miss, name="read keys"
            )

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Read keys from a file", str(_USUAL.expanduser()))
        dialog.fileSelected.connect(lambda place: self.read_file(Path(place)))
        dialog.open()

    def read_file(self, path: Path) -> None:
        """Read the keys of a file instead of those that were pasted; its text is not shown."""
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._state.tasks.start(
            lambda _: pasted_keys.read(_text_of(path)), self._show, self._miss, name="read keys"
        )

    def _miss(self, finding: Finding) -> None:
        self._show(())
        self.finding.show_finding(finding)
        dialog_column.grow(self)

    # ---- what was found

    def _show(self, found: tuple[PastedKeys, ...]) -> None:
        self._found = found
        self.finding.show_finding(None)
        if self.form is not None:
            self._place.takeWidget()
            self._place.hide()
            self.form.deleteLater()
            self.form = None
        self.keep.setEnabled(bool(found))
        self.said.setText(_said(len(found)))
        if found:
            taken = {one.name for one in self._state.snapshot.identities}
            self.form = FieldForm(_fields(found, taken))
            self.form.changed.connect(self._edited)
            self._place.setWidget(self.form)
            self._fit()
            self._place.show()
            dialog_column.grow(self)

    def _fit(self) -> None:
        assert self.form is not None
        self._place.setFixedHeight(min(self.form.sizeHint().height(), _MOST_HEIGHT))

    def _edited(self) -> None:
        if self.form is not None:
            self.form.set_errors({})
            self._fit()

    def _accept(self) -> None:
        if self.form is None:
            return
        names = {key: str(name).strip() for key, name in self.form.values().items()}
        taken = {one.name for one in self._state.snapshot.identities}
        errors = _errors(names, taken)
        self.form.set_errors(errors)
        self._fit()
        if (wrong := self.form.focusWidget()) is not None:
            self._place.ensureWidgetVisible(wrong)
        if errors or not names:
            return
        chosen = [(names[str(at)], keys) for at, keys in enumerate(self._found) if str(at) in names]
        self._keep(chosen)
        self.accept()

    def _keep(self, chosen: Sequence[tuple[str, PastedKeys]]) -> None:
        state, first = self._state, chosen[0][0]
        words = f"{first} is" if len(chosen) == 1 else f"{len(chosen)} identities are"
        left = {name for name, _ in chosen}

        def made(one: Identity) -> None:
            left.discard(one.name)
            if not left:
                state.told.emit(f"{words} kept", False)

        for name, keys in chosen:
            facts, secrets = identity.aws_keys.filled(keys)
            draft = IdentityDraft(name, identity.aws_keys.MEMBER.id, facts, secrets)
            state.save_identity(draft, made, state.noticed.emit)
        self.kept.emit(first)


def _said(count: int) -> str:
    if not count:
        return ""
    keys = "One pair of keys" if count == 1 else f"{count} pairs of keys"
    return f"{keys} found. A name each; one without a name is left out."


def _fields(found: Sequence[PastedKeys], taken: set[str]) -> tuple[Field, ...]:
    fields, used = [], set(taken)
    for at, pasted in enumerate(found):
        key_id = pasted.keys.access_key_id
        short = f"{key_id[:4]}…{key_id[-4:]}" if len(key_id) > 8 else key_id
        wanted = pasted.name or f"keys {key_id[-4:]}"
        name = files.free_name(wanted, used)
        used.add(name)
        session = "Temporary keys, with a session token" if pasted.keys.session_token else ""
        fields.append(Field(str(at), short, default=name, hint=session, fallback="left out"))
    return tuple(fields)


def _errors(names: dict[str, str], taken: set[str]) -> dict[str, str]:
    seen: set[str] = set()
    errors = {}
    for key, name in names.items():
        if name in taken or name in seen:
            errors[key] = "An identity has this name already."
        seen.add(name)
    return errors


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return pasted_keys.decoded(file.read(_MOST))
    except OSError as error:
        raise files.problem(error, path, "read") from error
