"""How requests are sent that say nothing of their own: proxy, authorities, time-outs."""

from __future__ import annotations

import math
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from apiclient_gui.core.model import Field, OptionValue
from apiclient_gui.core.preferences import LONGEST, NO_PROXY, Preferences
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui import theme
from apiclient_gui.ui.theme import Tone
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose.file_choice import choose_file
from apiclient_gui.ui.widgets.field_form import FieldForm

_ENVIRONMENT: Final = "environment"
_URL: Final = "url"
_MODES: Final = (_ENVIRONMENT, NO_PROXY, _URL)
_MODE: Final = (
    Field(
        "mode",
        "Proxy",
        "choice",
        default=_ENVIRONMENT,
        choices=_MODES,
        hint="This computer itself (127.0.0.1, localhost) is always called directly.",
    ),
)
_MODE_WORDS: Final = ("That of the environment", "None", "This one")
_PROXY: Final = (
    Field("proxy", "Address", hint="http://host:port; SOCKS proxies are not supported."),
    Field("user", "User", fallback="nobody"),
    Field("password", "Password", "secret", hint="Kept in your keyring, never in a file."),
)
_REST: Final = (
    Field(
        "ca_file",
        "Trust",
        fallback="the usual authorities",
        hint="A PEM file with authorities of your own, instead of the usual ones.",
    ),
    Field(
        "connect_timeout",
        "Connect within",
        hint="Seconds, for requests that leave theirs at 5.",
    ),
    Field("timeout", "Wait for", hint="Seconds of silence, for requests that leave theirs at 30."),
)
_FILTERS: Final = ("Certificates (*.pem *.crt *.cer)",)
_TIMES: Final = ("connect_timeout", "timeout")
_NAMES: Final = 116  # px: the three forms share one edge


class NetworkPage(QWidget):
    """`ca_chosen` carries the path of a file to look into; `tell_ca` says what is in it."""

    changed = Signal()
    ca_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = Preferences()
        self.mode = FieldForm(_MODE, words={"mode": _MODE_WORDS})
        self.proxy = FieldForm(_PROXY)
        self.rest = FieldForm(_REST)
        self._ca = label.note()
        choose = button("Choose a file…", "link")
        choose.setAccessibleName("Choose a file with authorities")
        choose.clicked.connect(
            lambda: choose_file(self, "Choose a file with authorities", self.take_ca, _FILTERS)
        )
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(choose)
        row.addStretch()
        self.rest.attach("ca_file", self._ca)
        self.rest.attach("ca_file", beside)
        self.mode.changed.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for form in (self.mode, self.proxy, self.rest):
            form.changed.connect(self.changed)
            grid = form.layout()
            assert isinstance(grid, QGridLayout)
            grid.setColumnMinimumWidth(0, _NAMES)
            column.addWidget(form)
        column.addStretch()
        self.setFocusProxy(self.mode)
        for line in self.rest.findChildren(QLineEdit):
            if line.accessibleName() == "Trust":
                line.editingFinished.connect(lambda: self._look(str(self._typed("ca_file"))))
        self.show_preferences(Preferences())

    def show_preferences(self, preferences: Preferences) -> None:
        """Show these; `changed` stays silent."""
        self._before = preferences
        proxy = preferences.proxy
        mode = proxy if proxy == NO_PROXY else _URL if proxy else _ENVIRONMENT
        self.mode.set_values({"mode": mode})
        address = proxy if mode == _URL else ""
        self.proxy.set_values({"proxy": address, "user": preferences.proxy_user})
        times = {key: f"{getattr(preferences, key):g}" for key in _TIMES}
        self.rest.set_values({"ca_file": preferences.ca_file, **times})
        self._ca.hide()
        self._turn()

    def tell_password(self, *, kept: bool | None) -> None:
        """Say whether the proxy's password is in the keyring, None while that is being looked up."""
        self.proxy.set_kept(None if kept is None else frozenset({"password"} if kept else ()))

    def tell_ca(self, path: str, words: str, tone: Tone) -> None:
        """Say what is in the file, unless another one is meant by now."""
        if path == self._typed("ca_file"):
            self._ca.setText(words)
            theme.mark(self._ca, tone=tone)
            self._ca.show()

    def take_ca(self, path: str) -> None:
        """Fill in this file."""
        self.rest.set_values({**self.rest.values(), "ca_file": path})
        self._look(path)
        self.changed.emit()

    def password(self) -> Secret | None:
        """Return the password that was typed."""
        return self.proxy.secrets().get("password") if self._mode == _URL else None

    def forget_typed(self) -> None:
        """Empty the password's field: after it was stored, it has no business here."""
        self.proxy.clear_secrets()

    def preferences(self, before: Preferences) -> Preferences | None:
        """Return `before` with what stands here; None, told under the fields, when something cannot be used."""
        errors: dict[str, str] = {}
        times = {}
        for key in _TIMES:
            seconds = _seconds(self._typed(key))
            if seconds is None:
                errors[key] = "A number of seconds above 0, such as 30."
            else:
                times[key] = seconds
        ca_file = str(self._typed("ca_file"))
        self.rest.set_errors(errors)
        proxy, user = {_ENVIRONMENT: "", NO_PROXY: NO_PROXY}.get(self._mode), ""
        if proxy is None:
            typed = self.proxy.values()
            proxy, user = str(typed.get("proxy", "")), str(typed.get("user", ""))
            wrong = _wrong(proxy)
            if wrong:
                errors["proxy"] = wrong
            self.proxy.set_errors({"proxy": wrong} if wrong else {})
        if errors:
            return None
        return msgspec.structs.replace(
            before, proxy=proxy, proxy_user=user, ca_file=ca_file, **times
        )

    @property
    def _mode(self) -> str:
        return str(self.mode.values().get("mode", _ENVIRONMENT))

    def _typed(self, key: str) -> OptionValue:
        return self.rest.values().get(key, "")

    def _turn(self) -> None:
        self.proxy.setVisible(self._mode == _URL)

    def _look(self, path: str) -> None:
        self._ca.setVisible(False)
        if path:
            self._ca.setText("Looking into it …")
            theme.mark(self._ca, tone="muted")
            self._ca.show()
            self.ca_chosen.emit(path)


def _wrong(proxy: str) -> str:
    if not proxy:
        return "An address is needed, such as http://proxy.example.com:8080."
    whole = proxy if "://" in proxy else f"http://{proxy}"
    try:
        parts = urlsplit(whole)
        usable = (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and parts.port != 0
            and whole.isprintable()
            and not any(sign.isspace() for sign in whole)
        )
    except ValueError:
        usable = False
    if not usable:
        return "Write it as http://host:port."
    if "@" in unquote(parts.netloc):
        return "User and password have fields of their own: leave them out here."
    return ""


def _seconds(words: OptionValue) -> float | None:
    try:
        seconds = float(str(words).replace(",", "."))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 < seconds <= LONGEST else None
