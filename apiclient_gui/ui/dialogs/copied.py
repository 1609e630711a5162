"""What was copied for another program, with what has to be known beside it before it is pasted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QWidget

from apiclient_gui.core.exporters.base import Exported
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import dialog_column, label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.finding_list import FindingList
from apiclient_gui.ui.widgets.identity.login_words import clock

_LINES = 9  # of the text in sight


class CopiedDialog(QDialog):
    """`shown` is the text as it may be seen: masked when it holds secrets. What was copied is whole."""

    def __init__(
        self, title: str, exported: Exported, shown: str, now: datetime, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._exported = exported
        column = dialog_column.begin(
            self, f"Copied as {named(title)}", words(exported, now), width=theme.S * 80
        )
        self.text = QPlainTextEdit(shown)
        self.text.setReadOnly(True)
        self.text.setProperty("kind", "read")
        self.text.setFont(theme.mono())
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What was copied")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setMinimumHeight(_LINES * self.text.fontMetrics().lineSpacing() + theme.L)
        column.addWidget(self.text, 1)
        if exported.findings:
            self.findings = FindingList("What to know before it is used")
            self.findings.set_findings(exported.findings)
            self.findings.setMinimumHeight(theme.S * 18)
            column.addWidget(self.findings, 1)
        again = QHBoxLayout()
        self._said = label.note()
        copy = button("Copy again", "link")
        copy.clicked.connect(self._copy)
        again.addWidget(copy)
        again.addWidget(self._said, 1)
        column.addLayout(again)
        dialog_column.end(self, column, "Close", self.accept, cancel="").setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._exported.text)
        self._said.setText("Copied")


def named(title: str) -> str:
    """Return a format as it stands within a sentence: "a presigned URL" is a common noun, "Python" is a name."""
    return f"a {title[:1].lower()}{title[1:]}" if " " in title else title


def words(exported: Exported, now: datetime) -> str:
    """Return in a sentence or two what may be done with the text, and by whom."""
    if any(finding.id == "export_from_environment" for finding in exported.findings):
        return "Paste it where it is to run."  # the finding says the rest
    if not exported.secret:
        return "It holds no secret: credentials are taken from the environment of whoever runs it."
    if exported.ends_at is None:
        return "It holds secrets, shown masked here: whoever has it can send it."
    if exported.ends_at <= now:
        return "It holds a signature that has ended already: nobody can send it any more."
    return (
        f"It holds a live signature, shown masked here: whoever has it can send it until "
        f"{clock(exported.ends_at, now)}."
    )
