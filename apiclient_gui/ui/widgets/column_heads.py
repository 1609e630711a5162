"""The heads of a table's columns: one look for every table of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt


def column_head(
    heads: Sequence[str], section: int, orientation: Qt.Orientation, role: int
) -> str | int | None:
    """Return what a model's headerData returns: the words, at the left; rows have no heads."""
    if orientation is Qt.Orientation.Vertical:
        return None
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return heads[section] if role == Qt.ItemDataRole.DisplayRole else None
