"""A question before something that cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from apiclient_gui.ui import theme

_QUESTION = "qt_msgbox_label"
_WORDS = "qt_msgbox_informativelabel"
_WIDTH = 400


def confirm(
    parent: QWidget, question: str, words: str, button: str, agreed: Callable[[], None]
) -> QMessageBox:
    """Open the question over the parent's window and call `agreed` if the person presses `button`.

    Escape, Enter and closing it all mean no. `words` say what will happen.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(question)
    box.setText(question)
    box.setInformativeText(words)
    yes = box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    theme.mark(yes, kind="danger")
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.buttonClicked.connect(lambda pressed: agreed() if pressed is yes else None)
    box.open()
    dress(box)
    return box


def dress(box: QMessageBox) -> None:
    """Give an open question its fonts and its width."""
    # Qt gives no other hold of the two labels, and makes a question as narrow as its first line.
    for name, size in ((_QUESTION, theme.TITLE), (_WORDS, theme.BODY)):
        line = box.findChild(QLabel, name)
        if line is not None:
            line.setFont(theme.font(size, bold=name == _QUESTION))
            line.setMinimumWidth(_WIDTH)
