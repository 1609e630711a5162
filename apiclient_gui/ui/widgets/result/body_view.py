"""The body of a response: laid out or raw, searched, as bytes when it is no text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Response
from apiclient_gui.ui.tasks import Task, Tasks
from apiclient_gui.ui.widgets.code_view import CodeView
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.result import body_text
from apiclient_gui.ui.widgets.result.body_text import BodyText
from apiclient_gui.ui.widgets.result.exchange_texts import size

AT_ONCE: Final = 100 * 1024  # bytes; what is larger is laid out in a task


class BodyView(QWidget):
    """What came back. `pretty` stays from one result to the next; `shown` comes when the text stands."""

    shown = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        self._response: Response | None = None
        self.pretty = True
        self.code = CodeView("Response body")
        self.empty = EmptyState("info", "Empty body", "")
        self._pretty = _choice("Pretty", "JSON laid out line by line")
        self._raw = _choice("Raw", "As it came, to the byte")
        self._pretty.setChecked(True)
        group = QButtonGroup(self)
        for one in (self._pretty, self._raw):
            group.addButton(one)
        group.buttonToggled.connect(self._choose)
        self.code.tools.insertWidget(0, self._pretty)
        self.code.tools.insertWidget(1, self._raw)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.code)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    @property
    def about(self) -> str:
        """The line over the body: type, size, and what is special about it."""
        return self.code.notice()

    def show_response(self, response: Response) -> None:
        """Show another body."""
        self._response = response
        if response.body.size:
            self._pages.setCurrentWidget(self.code)
            self._draw()
            return
        self._drop()
        self.empty.say("Empty body", _why_empty(response))
        self._pages.setCurrentWidget(self.empty)

    def _choose(self, button: QToolButton, on: bool) -> None:
        if on:
            self.pretty = button is self._pretty
            self._draw()

    def _draw(self) -> None:
        self._drop()
        if self._response is None:
            return
        content = self._response.body.content
        kind, pretty = self._response.header("content-type") or "", self.pretty
        if len(content) <= AT_ONCE:
            self._take(body_text.render(content, kind, pretty=pretty))
            return
        self.code.set_content(b"", about="Laying it out …")
        self._task = self._tasks.start(
            lambda _: body_text.render(content, kind, pretty=pretty),
            self._take,
            self._fail,
            name="lay out a body",
        )

    def _take(self, text: BodyText) -> None:
        self._task = None
        assert self._response is not None
        kind = self._response.header("content-type") or "no Content-Type"
        parts = [kind, size(self._response.body.size), text.note]
        for one in (self._pretty, self._raw):
            one.setVisible(text.form == "json")
        about = "  ·  ".join(part for part in parts if part)
        self.code.set_content(text.content, text.language, about=about)
        self.shown.emit()

    def _fail(self, finding: Finding) -> None:
        self._task = None
        self.code.set_content(b"", about=finding.title)

    def _drop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()


def _choice(words: str, tip: str) -> QToolButton:
    made = QToolButton()
    made.setText(words)
    made.setCheckable(True)
    made.setToolTip(tip)
    made.setAccessibleName(f"{words}: {tip}")
    return made


def _why_empty(response: Response) -> str:
    match response.status:
        case 204 | 205 | 304:
            return f"A {response.status} never carries one; its headers say the rest."
        case _:
            return "The response consists of its status and headers."
