"""Who sends a request and how that is put on it: identity, scheme, the scheme's fields, and what they will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core import auth
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.diagnosis.base import in_words
from apiclient_gui.core.model import Auth, Field, Identity, OptionValue, Request
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.compose import outline, page
from apiclient_gui.ui.widgets.compose.outline import Outline
from apiclient_gui.ui.widgets.field_form import FieldForm

_BESIDE: Final = ("region", "service")  # in the first row, because every signature needs them


class AuthPage(QWidget):
    """`changed` on every edit; `clock_undone` when the correction of the clock is to go."""

    changed = Signal()
    clock_undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._auth = Auth()
        self._forms: tuple[FieldForm, ...] = ()
        self.identity = _combo("Identity")
        self.scheme = _combo("Scheme")
        for scheme in auth.TABLE.values():
            self.scheme.addItem(scheme.title, scheme.id)
        self.identity.activated.connect(self._choose_identity)
        self.scheme.activated.connect(lambda _index: self._choose_scheme())
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
        self._words = label.text("", "muted", theme.NOTE)
        self._set_here = 0  # options that the request sets among those behind the link
        self._more = button("More options", "link")
        self._more.setFont(theme.font(theme.NOTE))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_more)
        self._rest = QWidget()
        self._rest_column = QVBoxLayout(self._rest)
        self._rest_column.setContentsMargins(0, 0, 0, 0)
        self._clock = QWidget()
        self._clock_words = label.text("", "warn", theme.NOTE, wrap=False)
        undo = button("Undo", "link")
        undo.setFont(theme.font(theme.NOTE))
        undo.setAccessibleName("Undo the correction of the clock")
        undo.clicked.connect(self.clock_undone)
        line = QHBoxLayout(self._clock)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.M)
        line.addWidget(self._clock_words)
        line.addWidget(undo)
        line.addStretch()
        self._clock.hide()
        inner = QWidget()
        column = page.column(inner)
        column.addLayout(self._grid)
        column.addWidget(self._words)
        column.addWidget(self._clock)
        column.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._rest)
        column.addStretch()
        self._area = page.fill(self, inner)
        self.show_auth(Auth())

    def auth(self) -> Auth:
        """Return what is chosen; options of other schemes are kept for when one goes back to them."""
        return self._auth

    def show_auth(self, shown: Auth) -> None:
        """Show this; `changed` stays silent."""
        self._auth = shown
        with QSignalBlocker(self.identity), QSignalBlocker(self.scheme):
            _choose(self.identity, shown.identity, f"{shown.identity}  ·  not in this workspace")
            _choose(self.scheme, shown.scheme, f"{shown.scheme}  ·  not known to this version")
        self._draw_fields()

    def show_identities(self, identities: Sequence[Identity]) -> None:
        """Offer these identities, and none."""
        with QSignalBlocker(self.identity):
            self.identity.clear()
            self.identity.addItem("No identity", "")
            for one in identities:
                kind = kinds.TABLE.get(one.kind)
                facts = (kind.title, kind.summary(one.facts)) if kind else (one.kind,)
                words = "  ·  ".join(filter(None, (one.name, *facts)))
                self.identity.addItem(words, one.name)
                self.identity.setItemData(self.identity.count() - 1, one.kind, _KIND)
            _choose(
                self.identity,
                self._auth.identity,
                f"{self._auth.identity}  ·  not in this workspace",
            )

    def show_outline(self, found: Outline, request: Request) -> None:
        """Say what the scheme will do, and show in empty fields the values that hold."""
        self._words.setText(outline.words(found, request))
        wants = (scheme := auth.TABLE.get(request.auth.scheme)) is None or scheme.wants is not None
        theme.mark(self._words, tone="warn" if found.trouble and wants and request.url else "muted")
        if found.targets is None:
            return
        for form, key in zip(self._forms, _BESIDE, strict=False):
            line = form.findChild(QLineEdit)
            if key in found.targets and line is not None:
                line.setPlaceholderText(found.targets[key].value)

    def show_clock(self, offset: float) -> None:
        """Say by how much the clock is corrected (seconds added to this computer's)."""
        sign = "+" if offset > 0 else "−"
        self._clock_words.setText(f"Clock corrected by {sign}{in_words(abs(offset))}")
        self._clock.setVisible(offset != 0)

    def focus_first_gap(self) -> None:
        """Focus what is missing: region, service, else the identity."""
        for form in self._forms:
            line = form.findChild(QLineEdit)
            if line is not None and form.isVisible() and not line.text():
                line.setFocus()
                return
        self.identity.setFocus()

    def set_option(self, key: str, text: str) -> None:
        """Set an option of the scheme; a switch takes `true` and `false`."""
        scheme = auth.TABLE.get(self._auth.scheme)
        field = next((f for f in scheme.fields if f.key == key), None) if scheme else None
        value: OptionValue = text == "true" if field and field.kind == "switch" else text
        self._take(replace_auth(self._auth, options={**self._auth.options, key: value}))

    def set_scheme(self, scheme: str) -> None:
        """Choose a scheme by its id."""
        self._take(replace_auth(self._auth, scheme=scheme))

    def _take(self, shown: Auth) -> None:
        self.show_auth(shown)
        self.changed.emit()

    def _choose_identity(self, index: int) -> None:
        chosen = replace_auth(self._auth, identity=self.identity.itemData(index))
        kind = kinds.TABLE.get(self.identity.itemData(index, _KIND) or "")
        now = auth.TABLE.get(chosen.scheme)
        if kind is not None and (now is None or now.wants is None):
            # Somebody who says who they are wants that to be used.
            chosen = replace_auth(chosen, scheme=kind.scheme)
        self._take(chosen)

    def _choose_scheme(self) -> None:
        self.set_scheme(self.scheme.currentData())

    def _draw_fields(self) -> None:
        scheme = auth.TABLE.get(self._auth.scheme)
        fields = scheme.fields if scheme else ()
        for form in self._forms:
            form.hide()
            form.deleteLater()
            self._grid.removeWidget(form)
        beside = [replace(field, hint="") for field in fields if field.key in _BESIDE]
        rest = tuple(field for field in fields if field.key not in _BESIDE)
        forms = [self._form((field,)) for field in beside]
        for number, form in enumerate(forms):
            self._grid.addWidget(form, 1, 2 * number, 1, 2)
            _align(form, self._grid, 2 * number)
        if rest:
            forms.append(self._form(rest))
            self._rest_column.addWidget(forms[-1])
        self._forms = tuple(forms)
        self._more.setVisible(bool(rest))
        self._set_here = sum(field.key in self._auth.options for field in rest)
        self._name_more()
        self._rest.setVisible(bool(rest) and self._more.isChecked())

    def _form(self, fields: tuple[Field, ...]) -> FieldForm:
        form = FieldForm(fields)
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
        self._auth = replace_auth(self._auth, options=options)
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


_KIND: Final = Qt.ItemDataRole.UserRole + 1


def replace_auth(
    before: Auth,
    *,
    scheme: str | None = None,
    identity: str | None = None,
    options: dict[str, OptionValue] | None = None,
) -> Auth:
    """Return the same with what is given put in its place."""
    return Auth(
        before.scheme if scheme is None else scheme,
        before.identity if identity is None else identity,
        before.options if options is None else options,
    )


def _combo(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def _choose(box: QComboBox, data: str, unknown: str) -> None:
    at = box.findData(data)
    if at < 0:
        box.addItem(unknown, data)
        at = box.count() - 1
    box.setCurrentIndex(at)


def _align(form: FieldForm, grid: QGridLayout, column: int) -> None:
    """Give a form of one field the label width of the row above it."""
    above = grid.itemAtPosition(0, column)
    inner = form.layout()
    own = form.findChild(QLabel)
    if isinstance(inner, QGridLayout) and above is not None and own is not None:
        wide = max(above.sizeHint().width(), own.sizeHint().width())
        inner.setHorizontalSpacing(grid.horizontalSpacing())
        inner.setColumnMinimumWidth(0, wide)
        grid.setColumnMinimumWidth(column, wide)
