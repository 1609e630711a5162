"""A few links after a word that says what they are for: requests to try, identities to try them with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button


def links(
    name: str,
    shown: Sequence[tuple[str, str]],
    act: Callable[[str], None],
    what: str,
    *,
    across: bool,
) -> QWidget:
    """Return the links after their name: words and value of each; `act` takes the value, `what` is said before the words.

    They stand beside one another (`across`) or under one another.
    """
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.M)
    head = label.note(name)
    head.setWordWrap(False)
    head.setMinimumWidth(head.fontMetrics().horizontalAdvance("With") + theme.XS)
    row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
    way = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
    box = QBoxLayout(way)
    box.setSpacing(theme.M if across else 0)
    for words, value in shown:
        link = _link(words, f"{what} {words}")
        link.clicked.connect(lambda _=False, value=value: act(value))
        box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        head.setMinimumHeight(link.sizeHint().height())  # on one line with the first of them
    row.addLayout(box)
    row.addStretch()
    return made


def _link(words: str, name: str) -> QPushButton:
    link = button(words, "link")
    link.setAccessibleName(name)
    return link
