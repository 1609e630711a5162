"""The heads of two exchanges beside each other, what differs marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.history import Pair, compare
from apiclient_gui.core.model import Exchange
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.diff_view import MARK, ORIGIN, OURS, DiffLine, DiffView
from apiclient_gui.ui.widgets.history import kept_texts
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.pill import Pill


class ComparisonView(QWidget):
    """The older one at the left. Previous and next difference are buttons, and Alt+Up and Alt+Down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = Pill(parent=self)
        self.back = icon_button("chevron-up", "Previous difference", shortcut="Alt+Up")
        self.back.clicked.connect(lambda: self._step(-1))
        self.on = icon_button("chevron-down", "Next difference", shortcut="Alt+Down")
        self.on.clicked.connect(lambda: self._step(1))
        self._sides = ElideLabel()
        self._sides.setFont(theme.font(theme.NOTE))
        self._sides.setProperty("tone", "muted")
        self.request, self.response = _heads("Request heads"), _heads("Response heads")
        for view in (self.request, self.response):
            # It deals its room out anew at each size; here both sides have half of it.
            view.horizontalHeader().sectionResized.connect(lambda *_, view=view: _halve(view))
        self._at = -1
        head = QHBoxLayout()
        head.setSpacing(theme.S)
        head.addWidget(label.heading("Compare the heads", theme.TITLE - 1))
        head.addWidget(self.verdict)
        head.addWidget(self._sides, 1)
        head.addWidget(self.back)
        head.addWidget(self.on)
        page = QWidget()
        page.setProperty("kind", "page")
        rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, theme.S)
        rows.setSpacing(theme.S)
        for title, view in (("Request", self.request), ("Response", self.response)):
            rows.addWidget(label.note(title))
            rows.addWidget(view)
        rows.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName("Compared heads")
        self._scroll.setWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    def show_pair(self, older: Exchange, newer: Exchange) -> None:
        """Compare two exchanges."""
        left, right = kept_texts.side(older), kept_texts.side(newer)
        self._sides.setText(f"Left: {left}     Right: {right}")
        found = compare(older, newer)
        _fill(self.request, found.request)
        _fill(self.response, found.response)
        self._at = -1
        count = len(self._differing)
        if count:
            lines = "1 line differs" if count == 1 else f"{count} lines differ"
            self.verdict.show_state(lines, "warn")
        else:
            self.verdict.show_state("The heads are the same", "ok", sign=True)
        for one in (self.back, self.on):
            one.setEnabled(count > 0)
        self._scroll.verticalScrollBar().setValue(0)

    @property
    def _differing(self) -> list[tuple[DiffView, int]]:
        return [(view, row) for view in (self.request, self.response) for row in view.differing]

    def _step(self, by: int) -> None:
        places = self._differing
        self._at = (self._at + by) % len(places) if self._at >= 0 or by > 0 else len(places) - 1
        view, row = places[self._at]
        other = self.response if view is self.request else self.request
        other.clearSelection()
        view.setCurrentIndex(view.model().index(row, OURS))
        view.setFocus()
        page = self._scroll.widget()
        assert page is not None
        top, height = view.rowViewportPosition(row), view.rowHeight(row)
        at = view.mapTo(page, QPoint(0, top))
        self._scroll.ensureVisible(0, at.y() + height // 2, 0, 2 * height)


def _heads(name: str) -> DiffView:
    made = DiffView(name, heads=("", "Older", "", "Newer"))
    # As high as its lines: one page scrolls, not each table in it. The sides are named above.
    made.horizontalHeader().hide()
    made.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _halve(view: DiffView) -> None:
    view.setColumnWidth(OURS, (view.viewport().width() - view.columnWidth(MARK)) // 2)


def _fill(view: DiffView, pairs: Sequence[Pair]) -> None:
    lines = [DiffLine(pair.left, "", pair.right) for pair in pairs]
    view.set_lines(lines, compared=True)
    view.setColumnHidden(ORIGIN, True)
    _halve(view)
