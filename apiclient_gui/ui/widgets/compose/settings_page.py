"""How a request is sent: time-outs, redirects, proxy, whom it trusts, and which certificate it shows."""

from __future__ import annotations

import math
from typing import Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from apiclient_gui.core.model import Field, OptionValue, Settings
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import page
from apiclient_gui.ui.widgets.compose.file_choice import choose_file
from apiclient_gui.ui.widgets.field_form import FieldForm

_WAY: Final = (
    Field("connect_timeout", "Connect within", hint="Seconds until the connection stands."),
    Field("timeout", "Wait for", hint="Seconds of silence after which it is given up."),
    Field(
        "follow",
        "Redirects",
        "switch",
        fallback="Follow to the same origin",
        hint="Each request is authorised anew; another origin is never gone to by itself.",
    ),
    Field(
        "proxy",
        "Proxy",
        fallback="that of the preferences, or the system's",
        hint="http://host:port, or none for no proxy at all.",
    ),
)
_TRUST: Final = (
    Field(
        "verify", "Certificate", "switch", default=True, fallback="Check the server's certificate"
    ),
    Field(
        "ca_file",
        "Trust",
        fallback="the usual authorities",
        hint="A PEM file with authorities of your own, instead of the usual ones.",
    ),
    Field(
        "cert_file",
        "My certificate",
        fallback="no client certificate",
        hint="A PEM file, for servers that ask who you are.",
    ),
    Field("key_file", "Its key", fallback="in the same file", hint="A PEM file."),
    Field(
        "passphrase",
        "Passphrase",
        "secret",
        fallback="none kept",
        hint="Of the key, when that is encrypted. It is kept in the keyring.",
    ),
)
_FILES: Final = {
    "ca_file": "Choose a file with certificates",
    "cert_file": "Choose a file with your certificate",
    "key_file": "Choose a file with the certificate's key",
}
_FILTERS: Final = ("Certificates and keys (*.pem *.crt *.cer *.key)",)
_TIMES: Final = ("connect_timeout", "timeout")
_LONGEST: Final = 86_400.0  # a day


class SettingsPage(QWidget):
    """`changed` on every edit. What cannot be used is told under its field, and the last usable value holds.

    `passphrase_typed` carries the Secret to keep for the key shown, an empty one to forget it.
    """

    changed = Signal()
    passphrase_typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = Settings()
        self._errors: dict[str, str] = {}
        self._way = FieldForm(_WAY)
        self._trust = FieldForm(_TRUST)
        self._way.changed.connect(self._edited)
        self._trust.changed.connect(self._edited)
        for key, title in _FILES.items():
            choose = button("Choose a file…", "link")
            choose.setAccessibleName(title)
            choose.clicked.connect(lambda _on=False, key=key: self._choose(key))
            self._trust.attach(key, _left(choose))
        self._keep = button("Keep it")
        self._keep.clicked.connect(self._keep_passphrase)
        self._forget = button("Forget it")
        self._forget.clicked.connect(lambda: self.passphrase_typed.emit(Secret("")))
        self._trust.attach("passphrase", _left(self._keep, self._forget))
        inner = QWidget()
        row = QHBoxLayout()
        row.setSpacing(theme.XXL)
        for form in (self._way, self._trust):
            row.addWidget(form, 1, Qt.AlignmentFlag.AlignTop)
        column = page.column(inner)
        column.addLayout(row)
        column.addStretch()
        page.fill(self, inner)
        self.setFocusProxy(self._way)
        self.set_passphrase_kept(kept=False)

    def settings(self) -> Settings:
        """Return what holds."""
        return self._settings

    def show_settings(self, settings: Settings) -> None:
        """Show these; `changed` stays silent."""
        self._settings = settings
        self._errors = {}
        times = {key: f"{getattr(settings, key):g}" for key in _TIMES}
        self._way.set_values({**times, "follow": settings.follow, "proxy": settings.proxy})
        self._trust.set_values(
            {key: getattr(settings, key) for key in ("verify", *_FILES)},
        )
        self._offer()

    def set_passphrase_kept(self, *, kept: bool | None) -> None:
        """Say whether the keyring has a passphrase for the key shown, None while that is being looked up."""
        self._trust.set_kept(None if kept is None else frozenset({"passphrase"} if kept else ()))
        self._forget.setVisible(bool(kept))
        self._offer()

    def take_file(self, path: str, key: str = "ca_file") -> None:
        """Fill one of the file fields: `ca_file`, `cert_file` or `key_file`."""
        typed = {**self._trust.values(), key: path}
        self._trust.set_values(typed)
        self._edited()

    def _edited(self) -> None:
        way, trust = self._way.values(), self._trust.values()
        errors, times = {}, {}
        for key in _TIMES:
            seconds = _seconds(way.get(key, ""))
            if seconds is None:
                errors[key] = "A number of seconds above 0, such as 30."
            else:
                times[key] = seconds
        proxy = str(way.get("proxy", ""))
        if _has_password(proxy):
            errors["proxy"] = "Its password would stand in a file: use a secret variable, {{name}}."
            proxy = self._settings.proxy
        if errors != self._errors:
            self._errors = errors
            focused = QApplication.focusWidget()
            self._way.set_errors(errors)
            if focused is not None:
                focused.setFocus()
        self._settings = msgspec.structs.replace(
            self._settings,
            **times,
            proxy=proxy,
            follow=way["follow"] is True,
            verify=trust["verify"] is True,
            **{key: str(trust.get(key, "")) for key in _FILES},
        )
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        typed = bool(self._trust.secrets())
        self._keep.setVisible(typed)
        self._keep.setEnabled(bool(self._settings.cert_file))

    def _keep_passphrase(self) -> None:
        typed = self._trust.secrets().get("passphrase")
        if typed is not None:
            self._trust.clear_secrets()
            self._offer()
            self.passphrase_typed.emit(typed)

    def _choose(self, key: str) -> None:
        choose_file(self, _FILES[key], lambda path: self.take_file(path, key), _FILTERS)


def _left(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return made


def _has_password(proxy: str) -> bool:
    before, at, _ = proxy.partition("://")[2].rpartition("@")
    return bool(at) and ":" in before and "{{" not in before


def _seconds(words: OptionValue) -> float | None:
    try:
        seconds = float(str(words).replace(",", "."))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 < seconds <= _LONGEST else None
