"""A finding as the person reads it: the answer, what proves it, where it is written, what to do next."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.finding import Action, Evidence, Finding, Severity
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.disclosure import Disclosure
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.wire_text import WireText

_TONES: Final[dict[Severity, Literal["bad", "warn", "accent"]]] = {
    "error": "bad",
    "warning": "warn",
    "note": "accent",
}
_ICONS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "info"}


class FindingCard(QFrame):
    """One finding. `action` carries the Action of the button pressed; a source with an address is a `show_url`.

    `lead` stands before the title of a closed card ("Less likely: "). Only a card that began closed can be closed.
    """

    action = Signal(object)

    def __init__(
        self,
        finding: Finding,
        *,
        lead: str = "",
        closed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self.setAccessibleName(f"{finding.severity}: {finding.title}")
        self.setAccessibleDescription(finding.detail)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        title = finding.title
        if lead and title:
            title = (
                f"{lead}{title[0].lower()}{title[1:]}" if _is_plain_word(title) else lead + title
            )
        self._closed = Disclosure(title, finding.confidence or finding.severity, self)
        self._closed.clicked.connect(lambda: self.set_open(True))
        self._open = QWidget(self)
        self._fold = icon_button("chevron-down", "Close", parent=self._open)
        self._fold.setProperty("kind", "small")
        self._fold.clicked.connect(lambda: self.set_open(False))
        self._fold.setVisible(closed)
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._closed)
        column.addWidget(self._open)
        self.set_open(not closed)

    @property
    def is_open(self) -> bool:
        """Whether the whole card shows, not just its title."""
        return not self._open.isHidden()

    def sizeHint(self) -> QSize:  # Qt's name
        # Never higher than this: in a narrow place, where its lines wrap, it is more than Qt's own, which is for a wide one.
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def set_open(self, opened: bool) -> None:
        """Show the whole card or its title only; the focus stays on the card."""
        had_focus = self._closed.hasFocus() or self._fold.hasFocus()
        self._closed.setVisible(not opened)
        self._open.setVisible(opened)
        theme.mark(self, card=_TONES[self.finding.severity] if opened else "plain")
        if had_focus:
            (self._fold if opened else self._closed).setFocus()

    def _fill(self) -> None:
        finding = self.finding
        column = QVBoxLayout(self._open)
        column.setContentsMargins(theme.L + 2, theme.M, theme.L + 2, theme.L)
        column.setSpacing(theme.S)
        column.addLayout(self._head())
        if finding.detail:
            column.addWidget(label.text(finding.detail))
        if finding.evidence:
            column.addLayout(self._evidence(finding.evidence))
        if finding.remedy:
            column.addWidget(label.text(finding.remedy))
        if finding.source:
            column.addWidget(self._source(finding.source), alignment=Qt.AlignmentFlag.AlignLeft)
        # The page that the link above names needs no button of its own.
        source = {"url": finding.source}
        buttons = tuple(one for one in finding.actions if one.parameters != source)
        if buttons:
            column.addSpacing(theme.XS)
            column.addLayout(self._buttons(buttons))

    def _head(self) -> QHBoxLayout:
        finding = self.finding
        tone = _TONES[finding.severity]
        title = label.text(finding.title, tone)
        title.setFont(theme.font(theme.TITLE, bold=True))
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(_Sign(finding.severity, self._open), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(title, 1)
        if finding.confidence:
            pill = Pill(finding.confidence, tone)
            pill.setToolTip("How sure this cause is")
            row.addWidget(pill, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._fold, alignment=Qt.AlignmentFlag.AlignTop)
        return row

    def _evidence(self, rows: tuple[Evidence, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for number, row in enumerate(rows):
            name = label.note(row.label)
            name.setWordWrap(False)
            value = WireText(row.value, row.label, self._open)
            copy = icon_button("copy", f"Copy {row.label}")
            copy.setFocusPolicy(
                Qt.FocusPolicy.ClickFocus
            )  # "Copy as" has all of them at the keyboard
            copy.setIconSize(QSize(14, 14))
            copy.setProperty("kind", "small")
            copy.clicked.connect(
                lambda _=False, words=row.value: QApplication.clipboard().setText(words)
            )
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(name, number, 0, top)
            grid.addWidget(value, number, 1, top)
            grid.addWidget(copy, number, 2, top)
        return grid

    def _source(self, source: str) -> QWidget:
        if not source.startswith(("https://", "http://")):
            return label.note(source)
        link = button(source.split("://", 1)[1].rstrip("/"), "link", "link")
        link.setFont(theme.font(theme.NOTE))
        link.setMinimumWidth(
            theme.XXL
        )  # a long address must not make the card wider than its place
        link.setToolTip(source)
        link.setAccessibleName(f"Source: {source}")
        show = Action(key="show_url", label="Read more", parameters={"url": source})
        link.clicked.connect(lambda: self.action.emit(show))
        return link

    def _buttons(self, actions: tuple[Action, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        for number, one in enumerate(actions):
            made = button(one.label, "plain" if number else "primary")
            made.clicked.connect(lambda _=False, one=one: self.action.emit(one))
            row.addWidget(made)
        row.addStretch()
        return row


def _is_plain_word(title: str) -> bool:
    # "The clock ..." goes on in lower case after "Less likely: "; "IAM refused ..." and "Cognito ..." do not.
    first = title.split(" ", 1)[0]
    return first in {"The", "A", "An", "This", "That", "No", "There", "Your", "Nothing", "Another"}


class _Sign(QLabel):
    def __init__(self, severity: Severity, parent: QWidget) -> None:
        super().__init__(parent)
        # An icon paints itself in the colours of the moment; a pixmap kept in a label would stay as it was.
        self._icon = icons.icon(_ICONS[severity], _TONES[severity])
        self.setFixedSize(20, 20)
        self.setAccessibleName(severity)

    def paintEvent(self, event: QPaintEvent) -> None:  # Qt's signature
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
