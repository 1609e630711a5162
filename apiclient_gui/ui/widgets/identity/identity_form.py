"""The form of one identity: its name, the facts and secrets of its kind, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Field, Identity
from apiclient_gui.core.model.fields import Offered
from apiclient_gui.core.secret import Secret
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.field_form import FieldForm
from apiclient_gui.ui.widgets.identity.footing import TAKEN, Footing
from apiclient_gui.ui.widgets.identity.secret_state import SecretLine, SecretState

NAME: Final = "@name"  # no field of a kind is called so
_NAME = Field(NAME, "Name", required=True, fallback="as requests and scripts will call it")


class IdentityForm(QWidget):
    """Edits of one identity; they live in here until they are saved or reverted.

    `changed` on every edit by the person; `removed` carries the field whose secret has to go. An identity that was
    never saved (`new`) has an empty name.
    """

    changed = Signal()
    removed = Signal(str)

    def __init__(
        self, identity: Identity, kind: Kind, *, new: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.identity = identity
        self.kind = kind
        self.new = new
        self._fields = FieldForm((_NAME, *map(_shown, kind.fields)))
        self._fields.changed.connect(self._edited)
        self._secrets = {field.key: SecretState(field.label) for field in kind.secret_fields}
        for key, line in self._secrets.items():
            self._fields.attach(key, line)
            line.removed.connect(lambda key=key: self.removed.emit(key))
        self._no_source = label.text("", "warn", theme.NOTE, parent=self)
        self._no_source.hide()
        if kind.source:
            self._fields.attach(kind.source, self._no_source)
        self._wrong = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._fields)
        column.addStretch(1)  # all that is left: a long finding beside the form moves no row
        self.setFocusProxy(self._fields)
        self._given: tuple[str, Mapping[str, str]] = ("", {})
        self.fill(identity)

    @property
    def name(self) -> str:
        """The name as it stands in its field, without blanks around it."""
        return str(self._fields.values().get(NAME, ""))

    @property
    def is_edited(self) -> bool:
        """Whether there is something here that is not saved."""
        return self.new or (self.name, self.facts()) != self._given or bool(self.secrets())

    def facts(self) -> dict[str, str]:
        """Return the facts as they stand; those that this version has no field for stay as they were."""
        shown = {field.key for field in self.kind.fields}
        kept = {key: fact for key, fact in self.identity.facts.items() if key not in shown}
        typed = {key: str(value) for key, value in self._fields.values().items() if key != NAME}
        return {**kept, **typed}

    def offer(self, offered: Offered, words: Sequence[str]) -> None:
        """Offer these values in the fields that take such ones, and not the identity itself."""
        for field in self.kind.fields:
            if field.offered == offered:
                self._fields.offer(field.key, [one for one in words if one != self.identity.name])

    def show_footing(self, footing: Footing) -> None:
        """Say what the source is missing, and in empty fields what is taken from it."""
        words = f"There is no identity {footing.missing}: choose another source, or make that one."
        self._no_source.setText(words if footing.missing else "")
        self._no_source.setVisible(bool(footing.missing))
        if self.kind.source:
            for field in map(_shown, self.kind.fields):
                if field.key in TAKEN:
                    self._fields.hint(field.key, footing.taken.get(field.key, field.fallback))

    def enter(self, key: str) -> None:
        """Put the focus into the field of a fact; into the first where there is none of that key."""
        known = any(field.key == key for field in self.kind.fields)
        self._fields.enter(key if known else NAME)

    def secrets(self) -> dict[str, Secret]:
        """Return the secrets that were typed."""
        return self._fields.secrets()

    def fill(self, identity: Identity) -> None:
        """Show what is saved instead of all edits."""
        self.identity = identity
        self._fields.set_values({**identity.facts, NAME: identity.name})
        self._given = (self.name, self.facts())
        self._wrong = False

    def settle(self, identity: Identity) -> None:
        """Take note that this was saved; what was typed since then stays an edit."""
        self.identity = identity
        self.new = False
        self._given = (identity.name, identity.facts)
        self._fields.clear_secrets()

    def show_secrets(self, lines: Mapping[str, SecretLine], kept: frozenset[str] | None) -> None:
        """Say of each secret where it is; `kept` are those that need not be typed, None while that is not known."""
        self._fields.set_kept(kept)
        for key, state in self._secrets.items():
            line = lines.get(key, SecretLine())
            state.say(line)
            # While it is new there is no answer to wait for, so no room to keep.
            state.setVisible(bool(line.words) or not self.new)

    def check(self, taken: Collection[str]) -> bool:
        """Show what is wrong beside its field and return whether nothing is. `taken` are the names of others.

        A secret is asked for while the identity is new; later it may be removed and the facts still edited.
        """
        secrets = {field.key for field in self.kind.secret_fields}
        wrong = {
            key: words
            for key, words in self._fields.missing().items()
            if self.new or key not in secrets
        }
        if not self.name:
            wrong[NAME] = "A name is needed."
        elif self.name in taken:
            wrong[NAME] = "Another identity has this name."
        self.show_errors(wrong)
        return not wrong

    def show_errors(self, wrong: Mapping[str, str]) -> None:
        """Show a sentence under each field named, and focus the first."""
        self._wrong = bool(wrong)
        self._fields.set_errors(wrong)

    def _edited(self) -> None:
        if self._wrong:
            self.show_errors({})
        self.changed.emit()


def _shown(field: Field) -> Field:
    # A hint of one word is an example: it belongs into the field, not under what was filled in.
    if not field.hint or " " in field.hint:
        return field
    words = f"{field.hint} (if empty, {field.fallback})" if field.fallback else field.hint
    return replace(field, hint="", fallback=words)
