"""The line over a result: status, time, size, the gateway's error type, and what can be done with the response."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from apiclient_gui.core.model import Exchange, Response
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.pill import Pill, PillTone, status_tone
from apiclient_gui.ui.widgets.result import exchange_texts

_ERROR_TYPE = "x-amzn-errortype"

Copy = tuple[str, str, Callable[[], str]]
"""What the menu offers: its words, what is said when it was copied, and how the text is made."""


class StatusLine(QWidget):
    """One line that never changes its height. `copied` carries what was put into the clipboard, (words, text).

    `mask` hides the secrets of a text that is copied.
    """

    copied = Signal(str, str)
    save_wanted = Signal()

    def __init__(self, mask: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mask = mask
        self._pill = Pill(parent=self)
        self._time = label.text("", "muted", wrap=False)
        self._size = label.text("", "muted", wrap=False)
        self._more = ElideLabel()
        self._more.setFont(theme.mono())
        self._more.setProperty("tone", "muted")
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._copy = button("Copy as")
        self._copy.setProperty("kind", "menu")
        self._copy.setMenu(self._menu)
        self._copy.setToolTip("Copy the response or the request as text")
        self._save = button("Save body")
        self._save.setToolTip("Save the body to a file")
        self._save.clicked.connect(self.save_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        for widget in (self._pill, self._time, self._size):
            row.addWidget(widget)
        row.addWidget(self._more, 1)
        row.addWidget(self._copy)
        row.addWidget(self._save)
        self.setFixedHeight(max(theme.FIELD_HEIGHT, self._save.sizeHint().height()))
        self.clear()

    def clear(self) -> None:
        """Show nothing at all."""
        self._tell("", "plain")
        self._copy.hide()
        self._save.hide()

    def show_exchange(self, exchange: Exchange) -> None:
        """Show what came of a send."""
        response = exchange.response
        if response is None:
            stopped = exchange.failure is not None and exchange.failure.stage == "cancelled"
            words = "Cancelled" if stopped else "No response"
            self._tell(words, "plain" if stopped else "bad", time=exchange.timings.total)
        else:
            more = self._mask(exchange_texts.redirect(response) or _error_type(response))
            tone = status_tone(response.status)
            words = self._mask(exchange_texts.status(response))
            self._tell(words, tone, more, time=exchange.timings.total)
            self._size.setText(exchange_texts.sizes(response))
            self._size.setToolTip(exchange_texts.exact_sizes(response))
            self._size.show()
        self._fill(_copies(exchange, self._mask))
        self._copy.show()
        self._save.setVisible(response is not None)
        self._save.setEnabled(response is not None and response.body.size > 0)

    def show_refusal(self) -> None:
        """Say that nothing was sent."""
        self._tell("Not sent", "warn")
        self._copy.hide()
        self._save.hide()

    def say(self, words: str) -> None:
        """Say something about the result that stands below, in place of the error type."""
        self._more.setText(words)
        self._more.setFont(theme.font(theme.NOTE))

    @property
    def words(self) -> str:
        """All that the line says, as one text."""
        labels = (self._pill, self._time, self._size, self._more)
        return "  ".join(one.text() for one in labels if one.text())

    @property
    def copies(self) -> tuple[str, ...]:
        """What the menu offers, in words."""
        return tuple(action.text() for action in self._menu.actions() if action.text())

    def copy(self, words: str) -> None:
        """Do what the menu's entry of these words does; StopIteration when there is none."""
        next(action for action in self._menu.actions() if action.text() == words).trigger()

    def _tell(
        self, words: str, tone: PillTone, more: str = "", *, time: float | None = None
    ) -> None:
        self._pill.show_state(words, tone, sign=True)
        self._time.setText(exchange_texts.span(time) if time is not None else "")
        self._time.setToolTip("From the start to the last byte of the response")
        self._time.setVisible(time is not None)
        self._size.setText("")
        self._size.hide()
        self._more.setFont(theme.mono())
        self._more.setText(more)

    def _fill(self, copies: Sequence[Copy | None]) -> None:
        self._menu.clear()
        for one in copies:
            if one is None:
                self._menu.addSeparator()
                continue
            words, said, text = one
            action = self._menu.addAction(words)
            action.triggered.connect(
                lambda _=False, said=said, text=text: self.copied.emit(said, text())
            )


def _error_type(response: Response) -> str:
    named = next((n for n, _ in response.headers if n.lower() == _ERROR_TYPE), "")
    return f"{named}: {response.header(named)}" if named else ""


def _copies(exchange: Exchange, mask: Callable[[str], str]) -> list[Copy | None]:
    response, made = exchange.response, list[Copy | None]()
    if response is not None:
        if response.body.content:  # a large one is copied where it is shown
            made.append(("Body", "Body copied", response.text))
        raw = ("Response as raw text", "Response copied, its secrets masked")
        made.append((*raw, lambda: exchange_texts.raw_response(response, mask)))
    if exchange.findings:
        words = lambda: mask(exchange_texts.explanation(exchange.findings))  # noqa: E731  # one of many alike
        made.append(("Explanation, for a ticket", "Explanation copied", words))
    url = ("Request URL", "URL copied, its secrets masked")
    made.append((*url, lambda: mask(exchange_texts.request_url(exchange))))
    headers = ("Request headers, secrets masked", "Headers copied, secrets masked")
    made.append((*headers, lambda: mask(exchange_texts.request_headers(exchange))))
    signed = exchange.authorisation.signature is not None
    live = "with its live signature" if signed else "with its secrets in clear"
    raw = (f"Raw request, {live}", f"Request copied, {live}")
    made += [None, (*raw, lambda: exchange_texts.raw_request(exchange))]
    return made
