"""The editor of an environment: its variables, the secret ones, and where its requests are signed for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from apiclient_gui.core.files import free_name
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Environment, Field
from apiclient_gui.core.named_secrets import variable_name
from apiclient_gui.core.program import Program
from apiclient_gui.ui import theme
from apiclient_gui.ui.state import State, environments
from apiclient_gui.ui.state.environments import EnvironmentDraft, SecretDraft, Stock
from apiclient_gui.ui.tasks import Task
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.confirm import confirm
from apiclient_gui.ui.widgets.environment.variable_row import LONGEST
from apiclient_gui.ui.widgets.environment.variable_table import VariableTable
from apiclient_gui.ui.widgets.field_form import FieldForm
from apiclient_gui.ui.widgets.finding_slot import FindingSlot

_FIELDS: Final = (
    Field("name", "Name", required=True),
    Field("region", "Region", fallback="none; used when the host does not tell it"),
    Field("service", "Service", fallback="none; used when the host does not tell it"),
)
_WORDS: Final = (
    "A request names them in double braces: {{gateway}}/pets. The lock makes one a secret: "
    "its value goes to your keyring, and the workspace's file has its name only."
)
_DELETED: Final = (
    "Its variables are removed from the workspace and its secret values from your keyring. "
    "Requests that name them cannot be sent until another environment has them."
)


class EnvironmentDialog(QDialog):
    """Edits one environment, or a new one when `name` is empty; `variable` is shown first, added when missing."""

    def __init__(self, state: State, name: str, variable: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Environment {name}" if name else "New environment")
        self._state = state
        self._before = before = state.snapshot.environment(name)
        self._asking: Task | None = None
        self.form = FieldForm(_FIELDS)
        self.form.set_values(
            {"name": before.name, "region": before.region, "service": before.service}
        )
        self.table = VariableTable()
        self.table.setMinimumHeight(5 * theme.FIELD_HEIGHT)
        self.table.show_variables(before.variables, before.secrets)
        self.table.changed.connect(lambda: self._say(""))
        self.table.cut.connect(
            lambda: self._say(f"A value takes {LONGEST:,} characters: the rest was left out.")
        )
        self._wrong = label.text("", "bad", theme.NOTE)
        self._wrong.hide()
        self._slot = FindingSlot()
        self._place = label.note()
        self._place.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(self.form)
        column.addWidget(label.heading("Variables"))
        column.addWidget(label.note(_WORDS))
        column.addWidget(self.table, 1)
        for part in (self._place, self._slot, self._wrong):
            column.addWidget(part)
        column.addLayout(self._make_buttons())
        self.resize(660, 580)
        self.finished.connect(self._stop_asking)
        self._ask()
        if variable:
            self.table.focus_on(variable)
        else:
            self.form.setFocus()

    def _make_buttons(self) -> QHBoxLayout:
        self._save_button = button("Save", "primary")
        self._save_button.setDefault(True)
        self._delete_button = button("Delete", "danger", "trash")
        self._delete_button.clicked.connect(self._delete)
        self._copy_button = button("Duplicate", "plain", "copy")
        self._copy_button.setToolTip("Save a copy under another name, as it was saved last")
        self._copy_button.clicked.connect(self._duplicate)
        box = QDialogButtonBox()
        box.addButton(self._save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(button("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self._save)
        box.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        for one in (self._delete_button, self._copy_button):
            one.setVisible(bool(self._before.name))
            row.addWidget(one)
        row.addStretch()
        row.addWidget(box)
        return row

    # ---- where secret values are

    def _ask(self) -> None:
        """Ask the keyring which secret variables have a value; never without one: it may prompt."""
        environment, program = self._before, self._state.program
        if environment.secrets:
            self._asking = self._state.tasks.start(
                lambda _: environments.ask(program, environment),
                self._tell,
                self._state.noticed.emit,
                name="ask the keyring",
            )

    def _stop_asking(self) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.cancel()

    def _tell(self, stock: Stock) -> None:
        self._asking = None
        name = self._before.name
        self.table.tell(stock.states, lambda variable: variable_name(name, variable))
        vault = stock.vault
        where = f"in your keyring: {vault.backend}" if vault.usable else "for this run only"
        self._place.setText(f"Secret values are kept {where}.")
        self._place.show()
        finding = stock.trouble or vault.finding
        if finding is not None and stock.trouble is None:
            # Nothing failed yet: it matters once a value is to be kept.
            finding = msgspec.structs.replace(finding, severity="warning")
        self._slot.show_finding(finding)

    # ---- what is done with it

    def _save(self) -> None:
        lines = self.table.lines
        names = [row.name.text().strip() for row in lines]
        errors = self.form.missing()
        typed = self.form.values()
        name = str(typed.get("name", ""))
        others = {one.name for one in self._state.snapshot.environments} - {self._before.name}
        if name in others:
            errors["name"] = "Another environment has this name."
        self.form.set_errors(errors)
        twice = next((one for one in names if names.count(one) > 1), None)
        wrong = "A variable needs a name." if "" in names else ""
        if twice:
            wrong = f"The variable {twice} stands there twice."
        self._say(wrong)
        if errors or wrong:
            return
        environment = msgspec.structs.replace(
            self._before,
            name=name,
            region=str(typed.get("region", "")),
            service=str(typed.get("service", "")),
            variables={row.name: row.value for row in self.table.rows()},
        )
        hidden = tuple(
            SecretDraft(row.name.text().strip(), row.typed(), row.before)
            for row in lines
            if row.is_secret
        )
        draft = EnvironmentDraft(environment, hidden, self._before)
        self._write(lambda program: environments.save(program, draft))

    def _duplicate(self) -> None:
        taken = [one.name for one in self._state.snapshot.environments]
        name, before = free_name(f"{self._before.name} copy", taken), self._before
        self._write(lambda program: environments.duplicate(program, before, name))

    def _write(self, work: Callable[[Program], tuple[Environment, Finding | None]]) -> None:
        """Do the work; the dialog stays until it is done: nothing typed is lost when that fails."""
        state = self._state

        def saved(outcome: tuple[Environment, Finding | None]) -> None:
            environment, finding = outcome
            if finding is not None:
                state.noticed.emit(finding)
            state.choose_environment(environment.name)
            if isValid(self):
                self.accept()

        self._enable(on=False)
        state.writes.run(work, saved, "save the environment", self._fail)

    def _delete(self) -> None:
        state, environment = self._state, self._before

        def deleted(_: None) -> None:
            if isValid(self):
                self.reject()

        def agreed() -> None:
            self._enable(on=False)
            state.writes.run(
                lambda program: environments.delete(program, environment),
                deleted,
                "delete the environment",
                self._fail,
            )

        confirm(self, f"Delete the environment {environment.name}?", _DELETED, "Delete", agreed)

    def _fail(self, finding: Finding) -> None:
        if isValid(self) and self.isVisible():
            self._enable(on=True)
            self._slot.show_finding(msgspec.structs.replace(finding, actions=()))
        else:
            self._state.noticed.emit(finding)

    def _enable(self, *, on: bool) -> None:
        for one in (self._save_button, self._copy_button, self._delete_button):
            one.setEnabled(on)
        self.table.setEnabled(on)
        self.form.setEnabled(on)

    def _say(self, wrong: str) -> None:
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
