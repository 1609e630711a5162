"""A line above the page that tells what belongs to no panel, with the whole finding on demand."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from apiclient_gui.core.finding import Finding, Severity
from apiclient_gui.ui import icons, theme
from apiclient_gui.ui.widgets.button import button, icon_button
from apiclient_gui.ui.widgets.finding_list import FindingList
from apiclient_gui.ui.widgets.label import ElideLabel

_LOOKS: Final[dict[Severity, tuple[str, Literal["bad", "warn", "accent"]]]] = {
    "error": ("error", "bad"),
    "warning": ("warning", "warn"),
    "note": ("info", "accent"),
}
_HIGHEST: Final = 320  # px of all notices unfolded: the page below stays in sight
_LOWEST: Final = 96
_MOST: Final = 20  # older ones go: nobody reads more, and memory must not grow


class NoticeBar(QWidget):
    """The newest notice, all of them on demand; dismissing it shows the one before. `action` carries the Action of a button pressed."""

    action = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._findings: list[Finding] = []
        self._strip = QFrame()
        self._icon = icon_button("info", "Notice")
        self._icon.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = ElideLabel()
        self._more = button("Details")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._unfold)
        close = icon_button("close", "Dismiss the notice")
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(theme.S, theme.XS, theme.S, theme.XS)
        row.setSpacing(theme.S)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addStretch()
        row.addWidget(self._more)
        row.addWidget(close)
        self._list: FindingList | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        self._column.setSpacing(theme.S)
        self._column.addWidget(self._strip)
        self.hide()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be read, the oldest first."""
        return tuple(self._findings)

    def say(self, finding: Finding) -> None:
        """Show a finding, unless it is there already."""
        if finding in self._findings:
            self._findings.remove(finding)
        self._findings = [*self._findings[-_MOST + 1 :], finding]
        self._show()

    def dismiss(self) -> None:
        """Take the notice shown away."""
        self._findings = self._findings[:-1]
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._findings))
        self._more.setChecked(False)
        if not self._findings:
            return
        finding = self._findings[-1]
        icon, tone = _LOOKS[finding.severity]
        self._icon.setIcon(icons.icon(icon, tone))
        theme.mark(self._strip, card=tone)
        left = len(self._findings) - 1
        self._words.setText(finding.title + (f"  ({left} more)" if left else ""))
        self._words.setAccessibleName(f"{finding.severity}: {finding.title}")
        QAccessible.updateAccessibility(QAccessibleEvent(self._words, QAccessible.Event.Alert))

    def _unfold(self, on: bool) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        # The card says the title itself.
        for part in (self._icon, self._words):
            part.setVisible(not on)
        self._more.setText("Less" if on else "Details")
        if on and self._findings:
            self._list = FindingList("Notices")
            self._list.action.connect(self.action)
            self._list.set_findings(self._findings[::-1])
            self._list.fit(min(_HIGHEST, max(_LOWEST, self.window().height() // 3)))
            self._column.addWidget(self._list)
