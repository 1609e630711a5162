"""How a request is sent: time-outs, and which certificates are trusted."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core.model import Field, OptionValue, Settings
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.field_form import FieldForm

_TIMES: Final = (
    Field("connect_timeout", "Connect within", hint="Seconds until the connection stands."),
    Field("timeout", "Wait for", hint="Seconds of silence after which it is given up."),
)
_TRUST: Final = (
    Field(
        "verify", "Certificate", "switch", default=True, fallback="Check the server's certificate"
    ),
    Field(
        "ca_file",
        "Trust also",
        fallback="the system's certificates only",
        hint="A PEM file, for a certificate authority of your own.",
    ),
)
_LONGEST: Final = 86_400.0  # a day


class SettingsPage(QWidget):
    """`changed` on every edit. What cannot be used is told under its field, and the last usable value holds."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = Settings()
        self._errors: dict[str, str] = {}
        self._times = FieldForm(_TIMES)
        self._trust = FieldForm(_TRUST)
        choose = button("Choose a file…")
        choose.clicked.connect(self._choose)
        for form in (self._times, self._trust):
            form.changed.connect(self._edited)
        right = QVBoxLayout()
        right.setSpacing(theme.S)
        right.addWidget(self._trust)
        right.addWidget(choose, alignment=Qt.AlignmentFlag.AlignRight)
        right.addStretch()
        left = QVBoxLayout()
        left.addWidget(self._times)
        left.addStretch()
        inner = QWidget()
        row = QHBoxLayout()
        row.setSpacing(theme.XXL)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        column = page.column(inner)
        column.addLayout(row)
        column.addStretch()
        page.fill(self, inner)

    def settings(self) -> Settings:
        """Return what holds."""
        return self._settings

    def show_settings(self, settings: Settings) -> None:
        """Show these; `changed` stays silent."""
        self._settings = settings
        self._errors = {}
        self._times.set_values(
            {
                "connect_timeout": f"{settings.connect_timeout:g}",
                "timeout": f"{settings.timeout:g}",
            }
        )
        self._trust.set_values({"verify": settings.verify, "ca_file": settings.ca_file})

    def _edited(self) -> None:
        typed, trust = self._times.values(), self._trust.values()
        errors = {}
        times = {
            "connect_timeout": self._settings.connect_timeout,
            "timeout": self._settings.timeout,
        }
        for key in times:
            seconds = _seconds(typed.get(key, ""))
            if seconds is None:
                errors[key] = "A number of seconds above 0, such as 30."
            else:
                times[key] = seconds
        if errors != self._errors:
            self._errors = errors
            focused = QApplication.focusWidget()
            self._times.set_errors(errors)
            if focused is not None:
                focused.setFocus()
        self._settings = Settings(
            **times, verify=trust["verify"] is True, ca_file=str(trust.get("ca_file", ""))
        )
        self.changed.emit()

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choose a file with certificates")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Certificates (*.pem *.crt *.cer)", "All files (*)"])
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, path: str) -> None:
        """Trust the certificates of this file as well."""
        self._trust.set_values({"verify": self._settings.verify, "ca_file": path})
        self._edited()


def _seconds(words: OptionValue) -> float | None:
    try:
        seconds = float(str(words).replace(",", "."))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 < seconds <= _LONGEST else None
