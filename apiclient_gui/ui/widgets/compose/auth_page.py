"""Who sends a request and how that is put on it: identity, scheme, the scheme's fields, and what they will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from apiclient_gui.core import auth
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Auth, Field, Identity, Login, OptionValue, Request
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import outline, page
from apiclient_gui.ui.widgets.compose.api_key_row import ApiKeyRow
from apiclient_gui.ui.widgets.compose.identity_choice import IdentityChoice, choose, combo
from apiclient_gui.ui.widgets.compose.login_line import LoginLine
from apiclient_gui.ui.widgets.compose.outline import Outline
from apiclient_gui.ui.widgets.field_form import FieldForm
from apiclient_gui.ui.widgets.focus import chain

_TARGETS: Final = ("region", "service")  # every signature needs them
_BESIDE: Final = (
    *_TARGETS,
    "expires",
    "token_kind",
    "header",
)  # under identity and scheme; others open
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "payload": ("Hashed", "Not signed (UNSIGNED-PAYLOAD)"),
    "token_kind": ("The identity's default", "ID token", "Access token"),
    "prefix": ("The word Bearer", "Nothing"),
}


class AuthPage(QWidget):
    """`changed` on every edit."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._auth = Auth()
        self._forms: dict[str, FieldForm] = {}  # those beside by their key, the rest under ""
        self.choice = IdentityChoice("Identity", "No identity", self._fits, self)
        self.choice.chosen.connect(self._choose_identity)
        self.identity = self.choice.box
        self.scheme = combo("Scheme")
        for scheme in auth.TABLE.values():
            self.scheme.addItem(scheme.title, scheme.id)
        self.scheme.activated.connect(lambda _index: self.set_scheme(self.scheme.currentData()))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.M + 2)
        self._grid.setVerticalSpacing(theme.S + 2)
        for name, box, place in (("Identity", self.identity, 0), ("Scheme", self.scheme, 2)):
            words = label.text(name, "muted", wrap=False)
            words.setBuddy(box)
            self._grid.addWidget(words, 0, place)
            self._grid.addWidget(box, 0, place + 1)
        for stretched in (1, 3):
            self._grid.setColumnStretch(stretched, 1)
        self.login = LoginLine()
        self._words = label.text("", "muted", theme.NOTE)
        self.api_key = ApiKeyRow()
        self.api_key.changed.connect(
            lambda: self._take(msgspec.structs.replace(self._auth, api_key=self.api_key.key()))
        )
        self._set_here = 0  # options that the request sets among those behind the link
        self._more = button("More options", "link")
        self._more.setFont(theme.font(theme.NOTE))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_more)
        self._rest = QWidget()
        self._rest_column = QVBoxLayout(self._rest)
        self._rest_column.setContentsMargins(0, 0, 0, 0)
        inner = QWidget()
        column = page.column(inner)
        column.addLayout(self._grid)
        for part in (self.login, self._words):
            column.addWidget(part)
        column.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._rest)
        column.addWidget(self.api_key)
        column.addStretch()
        self._area = page.fill(self, inner)
        self.show_auth(Auth())

    def auth(self) -> Auth:
        """Return what is chosen; options of other schemes are kept for when one goes back to them."""
        return self._auth

    def show_auth(self, shown: Auth) -> None:
        """Show this; `changed` stays silent."""
        self._auth = shown
        self.choice.show_choice(shown.identity)
        with QSignalBlocker(self.scheme):
            choose(self.scheme, shown.scheme, f"{shown.scheme}  ·  not known to this version")
        self.api_key.show_key(shown.api_key)
        self._show_login()
        self._draw_fields()

    def show_identities(self, identities: Sequence[Identity]) -> None:
        """Offer these identities, and none."""
        self.choice.show_identities(identities)
        self.api_key.choice.show_identities(identities)
        self._show_login()

    def know_logins(
        self, login_of: Callable[[Identity], Login | None], now: Callable[[], datetime]
    ) -> None:
        """Say from now on how it stands with the login of the identity; `login.draw` says it anew."""
        self.login.know(login_of, now)

    def show_outline(self, found: Outline, request: Request) -> None:
        """Say what the scheme will do, and show in empty fields the values that hold."""
        self._words.setText(outline.words(found, request))
        wants = (scheme := auth.TABLE.get(request.auth.scheme)) is None or scheme.wants is not None
        theme.mark(self._words, tone="warn" if found.trouble and wants and request.url else "muted")
        if found.targets is None:
            return
        for key in _TARGETS:
            form = self._forms.get(key)
            line = form.findChild(QLineEdit) if form else None
            if key in found.targets and line is not None:
                line.setPlaceholderText(found.targets[key].value)

    def focus_first_gap(self) -> None:
        """Focus what is missing: region, service, else the identity."""
        for key in _TARGETS:
            form = self._forms.get(key)
            line = form.findChild(QLineEdit) if form else None
            if line is not None and line.isVisible() and not line.text():
                line.setFocus()
                return
        self.identity.setFocus()

    def fold(self) -> None:
        """Close what "More options" opened: another request is shown."""
        self._more.setChecked(False)

    def set_option(self, key: str, text: str) -> None:
        """Set an option of the scheme; a switch takes `true` and `false`."""
        scheme = auth.TABLE.get(self._auth.scheme)
        field = next((f for f in scheme.fields if f.key == key), None) if scheme else None
        value: OptionValue = text == "true" if field and field.kind == "switch" else text
        options = {**self._auth.options, key: value}
        self._take(msgspec.structs.replace(self._auth, options=options))

    def set_scheme(self, scheme: str) -> None:
        """Choose a scheme by its id."""
        self._take(msgspec.structs.replace(self._auth, scheme=scheme))

    def _take(self, shown: Auth) -> None:
        self.show_auth(shown)
        self.changed.emit()

    def _fits(self, kind: Kind) -> bool:
        scheme, own = auth.TABLE.get(self._auth.scheme), auth.TABLE.get(kind.scheme)
        return (
            scheme is None
            or scheme.wants is None
            or (own is not None and own.wants is scheme.wants)
        )

    def _choose_identity(self, name: str) -> None:
        chosen = msgspec.structs.replace(self._auth, identity=name)
        identity = self.choice.identity(name)
        kind = kinds.TABLE.get(identity.kind) if identity else None
        now = auth.TABLE.get(chosen.scheme)
        if kind is not None and (now is None or now.wants is None or not self._fits(kind)):
            # Somebody who says who they are wants that to be used.
            chosen = msgspec.structs.replace(chosen, scheme=kind.scheme)
        self._take(chosen)

    def _show_login(self) -> None:
        self.login.show_identity(self.choice.identity(self._auth.identity))

    def _draw_fields(self) -> None:
        scheme = auth.TABLE.get(self._auth.scheme)
        fields = scheme.fields if scheme else ()
        for form in self._forms.values():
            form.hide()
            form.deleteLater()
            self._grid.removeWidget(form)
        beside = [replace(field, hint="") for field in fields if field.key in _BESIDE]
        beside.sort(key=lambda field: _BESIDE.index(field.key))
        rest = tuple(field for field in fields if field.key not in _BESIDE)
        self._forms = {field.key: self._form((field,)) for field in beside}
        labels: dict[int, list[QWidget | None]] = {0: [self.api_key.words], 2: []}
        for number, form in enumerate(self._forms.values()):
            column = 2 * (number % 2)
            self._grid.addWidget(form, 1 + number // 2, column, 1, 2)
            inner = form.layout()
            assert isinstance(inner, QGridLayout)
            inner.setHorizontalSpacing(self._grid.horizontalSpacing())
            # The other label of a form is the note under its field.
            labels[column] += [one for one in form.findChildren(QLabel) if one.buddy()]
        for column, under in labels.items():
            above = self._grid.itemAtPosition(0, column)
            _align([above.widget() if above else None, *under], self._grid, column)
        if rest:
            self._forms[""] = self._form(rest)
            self._rest_column.addWidget(self._forms[""])
        self._more.setVisible(bool(rest))
        self._set_here = sum(field.key in self._auth.options for field in rest)
        self._name_more()
        self._rest.setVisible(bool(rest) and self._more.isChecked())
        beside_first = [form for key, form in self._forms.items() if key]
        chain(self.identity, self.scheme, *beside_first, self._more, self._rest, self.api_key)

    def _form(self, fields: tuple[Field, ...]) -> FieldForm:
        words = {
            field.key: _CHOICES[field.key]
            for field in fields
            if field.key in _CHOICES and len(_CHOICES[field.key]) == len(field.choices)
        }
        form = FieldForm(fields, words=words)
        form.set_values(self._auth.options)
        form.changed.connect(lambda: self._edit(form, fields))
        return form

    def _edit(self, form: FieldForm, fields: tuple[Field, ...]) -> None:
        typed = form.values()
        options = dict(self._auth.options)
        for field in fields:
            value = typed.get(field.key, "")
            if value in ("", field.default):
                options.pop(field.key, None)
            else:
                options[field.key] = value
        self._auth = msgspec.structs.replace(self._auth, options=options)
        self.changed.emit()

    def _name_more(self) -> None:
        closed = f"More options · {self._set_here} set" if self._set_here else "More options"
        self._more.setText("Fewer options" if self._more.isChecked() else closed)

    def _show_more(self, on: bool) -> None:
        self._rest.setVisible(on)
        self._name_more()
        if on:
            # Once the layout has made room for it.
            bar = self._area.verticalScrollBar()
            QTimer.singleShot(0, self, lambda: bar.setValue(self._more.y()))


def _align(labels: Sequence[QWidget | None], grid: QGridLayout, column: int) -> None:
    """Give labels under each other, of the grid and of forms in it, one width."""
    shown = [one for one in labels if one is not None]
    for one in shown:
        one.setMinimumWidth(0)
        one.ensurePolished()  # before, a label does not know its font
    wide = max(one.sizeHint().width() for one in shown)
    for one in shown:
        one.setMinimumWidth(wide)
    grid.setColumnMinimumWidth(column, wide)
