"""The signature, step by step: what was signed, where each line came from, and what the gateway computed instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.clock import Clock
from apiclient_gui.core.model import Exchange, Origin, Signature
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.diff_view import OURS, DiffView
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.result import signature_lines
from apiclient_gui.ui.widgets.result.final_card import FinalCard
from apiclient_gui.ui.widgets.result.hash_card import HashCard
from apiclient_gui.ui.widgets.result.key_card import KeyCard
from apiclient_gui.ui.widgets.result.origin_words import origin_words
from apiclient_gui.ui.widgets.result.secret_eye import SecretEye
from apiclient_gui.ui.widgets.result.signature_lines import Lines, Mask
from apiclient_gui.ui.widgets.result.unsigned_page import UnsignedPage

_HINT: Final = (
    "Choose a line to see where it was composed, or a row of the request to see its line."
)
_SAME: Final = "Both sides computed the same texts: it is the key that differs. The secret access key here is not the gateway's."
_NOT_SIGNED: Final = "{origin} is not signed: the signature does not change with it."
_NO_LINES: Final = Lines((), compared=False)
_HEADS: Final = ("", "What we signed", "What it is", "What the gateway computed")


class SignatureView(QScrollArea):
    """One column of steps. `pointed` carries the Origin of a line chosen, `copied` (words, text).

    Of a request that was not signed it says what was sent instead; then `action` carries what a button asks for, and
    `token_wanted` that the token is to be shown. `now` is the time that lifetimes are counted by.
    """

    pointed = Signal(object)
    copied = Signal(str, str)
    action = Signal(object)
    token_wanted = Signal()

    def __init__(
        self,
        mask: Mask,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = Clock.computer,
    ) -> None:
        super().__init__(parent)
        self._mask = mask
        self._exchange: Exchange | None = None
        self._lines = self._named = _NO_LINES
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Signature")
        self.eye = SecretEye()
        self.eye.toggled.connect(self._draw)
        self.verdict = Pill()
        self._about = label.text("")
        self.note = label.note(_HINT)
        self.hash = HashCard()
        self.canonical = _diff(DiffView("Canonical request"))
        self.canonical.chosen.connect(lambda row: self._point(self.canonical, self._lines, row))
        self.to_sign = _diff(DiffView("String to sign", heads=_HEADS))
        self.to_sign.chosen.connect(lambda row: self._point(self.to_sign, self._named, row))
        for text in (self.canonical, self.to_sign):
            text.walked.connect(lambda row, text=text: self._ensure(row, text))
        self.key = KeyCard()
        self.final = FinalCard(self._mask, now)
        self.final.copied.connect(self.copied)
        self.unsigned = UnsignedPage()
        self.unsigned.action.connect(self.action)
        self.unsigned.token_wanted.connect(self.token_wanted)
        self._signed = self._steps()
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, theme.S)
        column.setSpacing(theme.M)
        for part in (self.unsigned, self.hash, self._signed):
            column.addWidget(part)
        column.addStretch()
        self.setWidget(page)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show how another exchange was signed, masked, or what went along instead."""
        self._exchange = exchange
        self._lines = self._named = _NO_LINES
        self.canonical.mark(())
        signature = exchange.authorisation.signature
        self.hash.show_exchange(exchange)
        self._signed.setVisible(signature is not None)
        self.unsigned.setVisible(signature is None)
        if signature is None:
            self.unsigned.show_exchange(exchange)
        else:
            clear = _clear(exchange, signature)
            self.eye.reset(useful=clear != self._mask(clear))
            self._about.setText(_about(exchange, signature))
            self.key.show_signature(signature)
            self._place(presigned=signature.expires is not None)
            self._draw()
            self.note.setText(self._hint)
        self.verticalScrollBar().setValue(0)

    def show_difference(self) -> None:
        """Scroll to the first line that differs, and choose it; without one, to the top, where the hashes stand."""
        rows = self.canonical.differing
        if not rows:
            self.verticalScrollBar().setValue(0)
            return
        index = self.canonical.model().index(rows[0], OURS)
        chosen = self.canonical.selectionModel()
        chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        # The rows have their places only once the page has been laid out.
        QTimer.singleShot(0, self, lambda: self._scroll_to(rows[0], self._reason_of(rows[0])))

    def show_origin(self, origin: Origin | None, *, scroll: bool = True) -> None:
        """Mark the lines made of what stands at this place of the request; None marks none."""
        rows = self._lines.of(origin) if origin is not None else ()
        self.canonical.mark(rows)
        words = self._hint
        if rows and scroll:
            self._scroll_to(rows[0])
        known = self._exchange is not None and bool(self._lines.rows)
        if known and not rows and origin is not None and origin.place == "header":
            words = self._not_signed(origin)
        self.note.setText(words)

    def _not_signed(self, origin: Origin) -> str:
        assert self._exchange is not None
        where = origin_words(origin, self._exchange.request)
        return _NOT_SIGNED.format(origin=where[:1].upper() + where[1:])

    def _reason_of(self, row: int) -> int:
        rows = self._lines.rows
        return next((at for at in range(row, len(rows)) if rows[at].line.reason), row)

    def _scroll_to(self, *rows: int) -> None:
        """Bring rows into sight; the first of them is, when not all can be."""
        for row in reversed(rows):
            self._ensure(row)

    def _ensure(self, row: int, text: DiffView | None = None) -> None:
        view = text or self.canonical
        top = view.rowViewportPosition(row) + view.horizontalHeader().height()
        height = view.rowHeight(row)
        page = self.widget()
        assert page is not None
        at = view.mapTo(page, QPoint(0, top))
        self.ensureVisible(0, at.y() + height // 2, 0, 2 * height)

    # ---- what stands where

    def _steps(self) -> QWidget:
        made = QWidget()
        column = self._column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        above = QHBoxLayout()
        above.setSpacing(theme.S)
        above.addWidget(self._about, 1)
        above.addWidget(self.eye)
        column.addLayout(above)
        first = self._head("Canonical request", lambda: self._text(canonical=True))
        first.insertWidget(1, self.verdict)
        column.addLayout(first)
        column.addWidget(self.note)
        column.addWidget(self.canonical)
        column.addSpacing(theme.M)
        column.addLayout(self._head("String to sign", lambda: self._text(canonical=False)))
        column.addWidget(self.to_sign)
        column.addSpacing(theme.M)
        column.addWidget(self.key)
        column.addWidget(self.final)
        return made

    def _place(self, *, presigned: bool) -> None:
        """Put what the signature became at the end of the steps; a URL that is handed on, and ends, before them."""
        self._column.removeWidget(self.final)
        self._column.insertWidget(1 if presigned else self._column.count(), self.final)
        button = self.eye.focusProxy()
        if presigned and button is not None:
            QWidget.setTabOrder(button, self.final.copy_url)

    def _head(self, title: str, text: Callable[[], str]) -> QHBoxLayout:
        copy = icon_button("copy", f"Copy the {title[0].lower()}{title[1:]} as it is shown")
        copy.clicked.connect(lambda: self.copied.emit(f"{title} copied", text()))
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(label.heading(title, theme.TITLE - 1))
        row.addStretch()
        row.addWidget(copy)
        return row

    # ---- what is shown

    def _draw(self) -> None:
        signature = self._exchange.authorisation.signature if self._exchange else None
        if self._exchange is None or signature is None:
            return
        marked = self.canonical.marked
        self._lines = signature_lines.canonical(self._exchange, signature, self._masked)
        self._named = signature_lines.to_sign(self._exchange, signature, self._masked)
        self.canonical.set_lines(self._lines.shown, compared=self._lines.compared)
        self.canonical.mark(marked if marked and max(marked) < len(self._lines.rows) else ())
        self.to_sign.set_lines(self._named.shown, compared=self._named.compared)
        self._tell()
        self.final.show_exchange(self._exchange, clear=self.eye.shown)

    def _tell(self) -> None:
        count = self._lines.differing
        if not self._lines.compared:
            self.verdict.show_state("", "plain")
        elif count:
            words = "1 line differs" if count == 1 else f"{count} lines differ"
            self.verdict.show_state(words, "bad")
        else:
            self.verdict.show_state("The gateway computed the same", "ok", sign=True)

    @property
    def _hint(self) -> str:
        texts = (self._lines, self._named)
        alike = all(one.compared and not one.differing for one in texts)
        return f"{_SAME} {_HINT}" if alike else _HINT

    def _masked(self, text: str) -> str:
        return text if self.eye.shown else self._mask(text)

    def _text(self, *, canonical: bool) -> str:
        signature = self._exchange.authorisation.signature if self._exchange else None
        if signature is None:
            return ""
        return self._masked(signature.canonical_request) if canonical else signature.string_to_sign

    # ---- where a line came from

    def _point(self, view: DiffView, lines: Lines, row: int) -> None:
        origins = tuple(dict.fromkeys(lines.rows[row].origins))
        if len(origins) == 1:
            self.pointed.emit(origins[0])
        elif origins:
            self._ask(view, origins)

    def _ask(self, view: DiffView, origins: tuple[Origin, ...]) -> None:
        assert self._exchange is not None
        menu = QMenu(self)
        for origin in origins:
            words = origin_words(origin, self._exchange.request)
            action = menu.addAction(words[:1].upper() + words[1:])
            action.triggered.connect(lambda _=False, origin=origin: self.pointed.emit(origin))
        menu.aboutToHide.connect(menu.deleteLater)
        room = view.visualRect(view.currentIndex())
        menu.popup(view.viewport().mapToGlobal(room.bottomLeft()))


def _diff(made: DiffView) -> DiffView:
    # As high as its lines: one page scrolls, not each table in it.
    made.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _about(exchange: Exchange, signature: Signature) -> str:
    who = exchange.authorisation.identity
    keys = f"{who} ({signature.access_key_id})" if who else signature.access_key_id
    where = "in the Authorization header" if signature.expires is None else "in the query"
    region = f" in {signature.region}" if signature.region else ""
    return f"Signed by {keys} with {signature.algorithm} for {signature.service}{region}, {where}."


def _clear(exchange: Exchange, signature: Signature) -> str:
    last = signature.authorization if signature.expires is None else exchange.prepared.url
    return f"{signature.canonical_request}\n{last}"
