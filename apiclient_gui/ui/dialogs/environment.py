"""The editor of an environment: its variables, and where its requests are signed for."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from apiclient_gui.core.model import Field, Row
from apiclient_gui.ui import theme
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.field_form import FieldForm
from apiclient_gui.ui.widgets.row_model import ON
from apiclient_gui.ui.widgets.row_table import RowTable

_FIELDS: Final = (
    Field("name", "Name", required=True, hint="Another name saves a copy."),
    Field("region", "Region", fallback="none; used when the host does not tell it"),
    Field("service", "Service", fallback="none; used when the host does not tell it"),
)


class EnvironmentDialog(QDialog):
    """Edits one environment, or a new one when `name` is empty; `variable` is shown first, added when missing."""

    def __init__(self, state: State, name: str, variable: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Environment {name}" if name else "New environment")
        self._state = state
        self._before = state.snapshot.environment(name)
        self.form = FieldForm(_FIELDS)
        self.form.set_values(
            {
                "name": self._before.name,
                "region": self._before.region,
                "service": self._before.service,
            }
        )
        self.table = RowTable("Variables")
        self.table.setColumnHidden(ON, True)  # an environment has no rows that are off
        self.table.setMinimumHeight(5 * theme.FIELD_HEIGHT)
        rows = [Row(key, value) for key, value in self._before.variables.items()]
        if variable and variable not in self._before.variables:
            rows.append(Row(variable))
        self.table.set_rows(rows)
        self._wrong = label.text("", "bad", theme.NOTE)
        self._wrong.hide()
        buttons = QDialogButtonBox()
        save = button("Save", "primary")
        save.setDefault(True)
        buttons.addButton(save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(button("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.XL)
        column.setSpacing(theme.M)
        column.addWidget(self.form)
        column.addWidget(label.heading("Variables"))
        column.addWidget(label.note("A request names them in double braces: {{gateway}}/pets"))
        column.addWidget(self.table, 1)
        column.addWidget(self._wrong)
        column.addWidget(buttons)
        self.resize(620, 520)
        if variable:
            names = [row.name for row in rows]
            self.table.go_to_row(names.index(variable))
        else:
            self.form.setFocus()

    def _save(self) -> None:
        self.setFocus()  # takes over what is being typed
        rows = self.table.rows()
        names = [row.name.strip() for row in rows]
        errors = self.form.missing()
        self.form.set_errors(errors)
        twice = next((name for name in names if names.count(name) > 1), None)
        wrong = "A variable needs a name." if "" in names else ""
        if twice:
            wrong = f"The variable {twice} stands there twice."
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if errors or wrong:
            return
        typed = self.form.values()
        environment = msgspec.structs.replace(
            self._before,
            name=str(typed["name"]),
            region=str(typed.get("region", "")),
            service=str(typed.get("service", "")),
            variables=dict(zip(names, (row.value for row in rows), strict=True)),
        )
        state = self._state
        state.save_environment(environment, lambda: state.choose_environment(environment.name))
        self.accept()
