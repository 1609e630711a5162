"""Two buttons of which one is down: how a thing is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget


def choices(
    owner: QWidget, first: tuple[str, str], second: tuple[str, str]
) -> tuple[QToolButton, QToolButton, QButtonGroup]:
    """Return both buttons, made from words and a tip each, and their group; the first is down."""
    group = QButtonGroup(owner)
    made = []
    for words, tip in (first, second):
        button = QToolButton()
        button.setCheckable(True)
        name(button, words, tip)
        group.addButton(button)
        made.append(button)
    made[0].setChecked(True)
    return made[0], made[1], group


def name(button: QToolButton, words: str, tip: str) -> None:
    """Give a button other words; the tip is said to a screen reader, too."""
    button.setText(words)
    button.setToolTip(tip)
    button.setAccessibleName(f"{words}: {tip}")
