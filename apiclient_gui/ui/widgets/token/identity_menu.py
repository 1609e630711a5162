"""The menu of identities whose token can be looked into."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from apiclient_gui.core import auth
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.model import Identity, Login, Tokens

_NAMES: Final = {"id": "ID token", "access": "access token"}


class IdentityMenu(QMenu):
    """To be filled anew before it opens. `chosen` carries an identity's name and a kind of token, or ""."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Identities with a token")

    def fill(
        self, identities: Iterable[Identity], login_of: Callable[[Identity], Login | None]
    ) -> None:
        """Offer the tokens of these identities: what a login brought each, else the one it would bring."""
        self.clear()
        for one in identities:
            kind = kinds.TABLE.get(one.kind)
            if kind is None or auth.TABLE[kind.scheme].wants is not Tokens:
                continue
            login = login_of(one)
            held = [name for name in login.kinds if name in _NAMES] if login else []
            for name in held if len(held) > 1 else [""]:
                words = f"{one.name}, {_NAMES[name]}" if name else one.name
                if kind.logs_in and login is None:
                    words += " (logs in)"
                # An ampersand would be a mark for the key that chooses the entry.
                entry = self.addAction(words.replace("&", "&&"))
                entry.triggered.connect(
                    lambda _=False, who=one.name, name=name: self.chosen.emit(who, name)
                )
        if self.isEmpty():
            self.addAction("No identity here has a token").setEnabled(False)
