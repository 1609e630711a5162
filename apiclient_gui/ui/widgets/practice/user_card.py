"""A user of the practice gateway: its keys, shown on demand because they open nothing else, and what its policy says."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.practice.description import IamUser
from apiclient_gui.practice.iam import USERS
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.fact_grid import Fact, FactGrid
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.practice.policy_words import statement_words


class UserCard(QWidget):
    """Name, whether it may read, keys to copy, and its policy in words. `opened` carries the user's name."""

    opened = Signal(str)

    def __init__(self, user: IamUser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        self.setAccessibleName(f"User {user.user}")
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(label.heading(user.user))
        if user.allowed:
            head.addWidget(Pill("may read", "ok", sign=True))
        else:
            head.addWidget(Pill("✕ refused", "bad"))
        head.addStretch()
        link = button("Open its identity", "link")
        link.setFont(theme.font(theme.NOTE))
        link.setAccessibleName(f"Open the identity {user.user}")
        link.clicked.connect(lambda: self.opened.emit(user.user))
        head.addWidget(link)
        column.addLayout(head)
        column.addWidget(label.text(policy_words(user), "muted"))
        keys = (
            Fact("Access key id", user.access_key_id, wire=True),
            Fact("Secret access key", user.secret_access_key, wire=True, hidden=True),
        )
        column.addWidget(FactGrid(keys))


def policy_words(user: IamUser) -> str:
    """Return what the user's policy says, in a sentence or two; empty for a user of a later version."""
    known = next((one for one in USERS if one.name == user.user), None)
    if known is None:
        return ""
    words = f"Its policy {statement_words(known.statements)}."
    # Nothing that the API has is among it.
    return (
        words if user.allowed else f"{words} The API has no such method: all it sends is refused."
    )
