"""The box in which an identity is chosen: who fits what is being chosen for comes first, the others say what they are for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QStyleOptionComboBox, QWidget

from apiclient_gui.core import auth
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Identity

_NAME: Final = Qt.ItemDataRole.UserRole


class Combo(QComboBox):
    """A box whose text ends in an ellipsis where its room ends, instead of in the middle of a letter."""

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # Qt's name
        super().initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, part, self).width()
        words = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        option.currentText = words


def combo(name: str, parent: QWidget | None = None) -> QComboBox:
    """Return a box that gives way to its neighbours; `name` is for a screen reader."""
    box = Combo(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def choose(box: QComboBox, data: str, unknown: str) -> None:
    """Choose the entry with this data; one that is not offered is added with these words."""
    at = box.findData(data)
    if at < 0:
        box.addItem(unknown, data)
        at = box.count() - 1
    box.setCurrentIndex(at)


class IdentityChoice(QObject):
    """Offers identities by name and `nobody` in its `box`. `chosen` carries the name, empty for nobody.

    `fits` says of a kind whether it is of use here.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        nobody: str,
        fits: Callable[[Kind], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._nobody = nobody
        self._fits = fits
        self._identities: tuple[Identity, ...] = ()
        self._name = ""
        self.box = combo(name)
        self.box.activated.connect(lambda at: self.chosen.emit(self.box.itemData(at, _NAME)))

    def show_identities(self, identities: Sequence[Identity]) -> None:
        """Offer these."""
        self._identities = tuple(identities)
        self.draw()

    def show_choice(self, name: str) -> None:
        """Show the one of that name as chosen; `chosen` stays silent."""
        self._name = name
        self.draw()

    def identity(self, name: str) -> Identity | None:
        """Return the identity of that name, if it is one of those offered."""
        return next((one for one in self._identities if one.name == name), None)

    def draw(self) -> None:
        """Draw the entries anew: who fits may have changed."""
        known = [(one, kinds.TABLE.get(one.kind)) for one in self._identities]
        fit = [pair for pair in known if pair[1] is not None and self._fits(pair[1])]
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(self._nobody, "")
            for one, kind in fit:
                self._add(one, kind, "")
            others = [pair for pair in known if pair not in fit]
            if fit and others:
                self.box.insertSeparator(self.box.count())
            for one, kind in others:
                scheme = auth.TABLE.get(kind.scheme) if kind else None
                self._add(one, kind, f"for {scheme.title}" if scheme else "not known here")
            choose(self.box, self._name, f"{self._name}  ·  not in this workspace")

    def _add(self, one: Identity, kind: Kind | None, aside: str) -> None:
        facts = (kind.title, kind.summary(one.facts)) if kind else (one.kind,)
        words = "  ·  ".join(filter(None, (one.name, *facts, aside)))
        self.box.addItem(words, one.name)
