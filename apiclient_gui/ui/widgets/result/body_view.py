"""The body of a response: laid out or raw, searched, as image or as bytes when it is no text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QToolButton, QVBoxLayout, QWidget

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Response
from apiclient_gui.ui import theme
from apiclient_gui.ui.tasks import Task, Tasks
from apiclient_gui.ui.widgets.busy_bar import BusyBar
from apiclient_gui.ui.widgets.code_view import CodeView
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.result import body_source, choice
from apiclient_gui.ui.widgets.result.body_source import Large, Shown, Text
from apiclient_gui.ui.widgets.result.exchange_texts import size
from apiclient_gui.ui.widgets.result.image_view import ImageView
from apiclient_gui.ui.widgets.result.large_view import LargeView
from apiclient_gui.ui.widgets.result.picture import Picture

_NAME: Final = "Response body"
_BUSY: Final = "Laying it out …"
_AGAIN: Final = "again"
# Words and tip of both choices, for a text and for an image.
_TEXT: Final = (("Pretty", "JSON laid out line by line"), ("Raw", "As it came, to the byte"))
_IMAGE: Final = (("Image", "The image, drawn"), ("Bytes", "What the image is made of"))


class BodyView(QWidget):
    """What came back. `pretty` stays from one result to the next; `shown` comes when the body stands."""

    shown = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._task: Task | None = None
        self._response: Response | None = None
        self._held: QToolButton | None = None  # which gets the focus back
        self.pretty = True
        self.code = CodeView(_NAME)
        self.large = LargeView(_NAME)
        self.image = ImageView(_NAME)
        self.empty = EmptyState("info", "Empty body", "")
        self.stopped = EmptyState(
            "info", "Not laid out", "It was cancelled.", ((_AGAIN, "Lay it out"),)
        )
        self.stopped.chosen.connect(lambda _: self._draw())
        self.busy = BusyBar()
        self.busy.cancelled.connect(self._cancel)
        self._pretty, self._raw, group = choice.choices(self, *_TEXT)
        group.buttonToggled.connect(self._choose)
        self._waiting = QWidget()
        waiting = QVBoxLayout(self._waiting)
        waiting.setContentsMargins(0, theme.S, 0, 0)
        waiting.addWidget(self.busy)
        waiting.addStretch()
        self._pages = QStackedWidget()
        for page in (
            self.code,
            self.large,
            self.image,
            self._waiting,
            self.empty,
            self.stopped,
        ):
            self._pages.addWidget(page)
        self._equip(self.code, offered=True, names=_TEXT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

    @property
    def about(self) -> str:
        """The line over the body: type, size, and what is special about it."""
        page = self._pages.currentWidget()
        if isinstance(page, CodeView | LargeView | ImageView):
            return page.notice()
        return _BUSY if page is self._waiting else ""

    def text(self) -> str:
        """Return the text on the page; of a large body the rows in sight."""
        large = self._pages.currentWidget() is self.large
        return self.large.lines.text() if large else self.code.viewer.toPlainText()

    def show_response(self, response: Response) -> None:
        """Show another body."""
        self._response, self._held = response, None
        self._draw()

    def _choose(self, button: QToolButton, on: bool) -> None:
        if on:
            self.pretty = button is self._pretty
            self._held = button if button.hasFocus() else None
            self._draw()

    def _draw(self) -> None:
        self._drop()
        # What they hold is memory, or a file that can be deleted now.
        self.large.set_rows(None)
        self.image.set_picture(None)
        if self._response is None:
            return
        body = self._response.body
        if not body.size:
            self._say("Empty body", _why_empty(self._response))
            return
        kind, pretty = self._response.header("content-type") or "", self.pretty
        if body_source.is_quick(body):
            self._take(body_source.make_ready(body, kind, pretty=pretty, stop=Cancel()))
            return
        self._pages.setCurrentWidget(self._waiting)
        self.busy.start(_BUSY)
        self._task = self._tasks.start(
            lambda stop: body_source.make_ready(body, kind, pretty=pretty, stop=stop),
            self._take,
            self._fail,
            name="lay out a body",
        )

    def _take(self, ready: Shown) -> None:
        self._rest()
        assert self._response is not None
        kind = self._response.header("content-type") or "no Content-Type"
        parts = [kind, size(self._response.body.size)]
        page: CodeView | LargeView | ImageView
        match ready:
            case Text(content, form, note):
                page, offered, names = self.code, form == "json", _TEXT
                about = _line(*parts, note)
                self.code.set_content(content, "json" if form == "json" else "text", about=about)
            case Large(rows, form, note, image):
                page, offered = self.large, form == "json" or bool(image)
                names = _IMAGE if image else _TEXT
                self.large.set_rows(
                    rows, json=form == "json", about=_line(*parts, rows.extent, note)
                )
            case Picture():
                page, offered, names = self.image, True, _IMAGE
                pixels = f"{ready.image.width():,} × {ready.image.height():,} pixels"
                self.image.set_picture(ready, about=_line(*parts, pixels, ready.note))
        self._equip(page, offered=offered, names=names)
        self._pages.setCurrentWidget(page)
        # It went to Cancel meanwhile, or was lost when the buttons came to another page.
        held, self._held = self._held, None
        if held is not None and offered:
            held.setFocus()
        self.shown.emit()

    def _equip(
        self,
        page: CodeView | LargeView | ImageView,
        *,
        offered: bool,
        names: tuple[tuple[str, str], tuple[str, str]],
    ) -> None:
        """Put both choices on a page, if there is a choice."""
        for place, (button, words) in enumerate(zip((self._pretty, self._raw), names, strict=True)):
            choice.name(button, *words)
            page.tools.insertWidget(place, button)
            button.setVisible(offered)

    def _say(self, title: str, words: str) -> None:
        self.empty.say(title, words)
        self._pages.setCurrentWidget(self.empty)

    def _fail(self, finding: Finding) -> None:
        self._rest()
        self._say(finding.title, f"{finding.detail} {finding.remedy}".strip())

    def _cancel(self) -> None:
        self._drop()
        self._pages.setCurrentWidget(self.stopped)

    def _rest(self) -> None:
        self._task = None
        self.busy.stop()

    def _drop(self) -> None:
        task = self._task
        self._rest()
        if task is not None:
            task.cancel()


def _line(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)


def _why_empty(response: Response) -> str:
    match response.status:
        case 204 | 205 | 304:
            return f"A {response.status} never carries one; its headers say the rest."
        case _:
            return "The response consists of its status and headers."
