"""The heads of a table's columns."""

from __future__ import annotations

from PySide6.QtCore import Qt

from apiclient_gui.ui.widgets.column_heads import column_head

ACROSS, DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def test_words_stand_at_the_left_and_rows_have_none() -> None:
    heads = ("Name", "Value")
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    assert column_head(heads, 1, ACROSS, Qt.ItemDataRole.DisplayRole) == "Value"
    assert column_head(heads, 0, ACROSS, Qt.ItemDataRole.TextAlignmentRole) == left
    assert column_head(heads, 0, ACROSS, Qt.ItemDataRole.ToolTipRole) is None
    assert column_head(heads, 0, DOWN, Qt.ItemDataRole.DisplayRole) is None
