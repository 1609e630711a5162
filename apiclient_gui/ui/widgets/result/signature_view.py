"""The signature, step by step: what was signed, where each line came from, and what the gateway computed instead."""

from __future__ import annotations

from collections.abc import Callable

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

from apiclient_gui.core.model import Exchange, Origin, Signature
from apiclient_gui.ui import theme
from apiclient_gui.ui.widgets import label
from apiclient_gui.ui.widgets.button import icon_button
from apiclient_gui.ui.widgets.card import Card
from apiclient_gui.ui.widgets.diff_view import OURS, DiffView
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.result import signature_lines
from apiclient_gui.ui.widgets.result.origin_words import origin_words
from apiclient_gui.ui.widgets.result.secret_eye import SecretEye
from apiclient_gui.ui.widgets.result.signature_lines import Lines, Mask
from apiclient_gui.ui.widgets.wire_text import WireText

_HINT = "Choose a line to see where it was composed."
_NEVER_SHOWN = (
    "Derived from the secret access key for the day {day}, the region {region} and the service {service}, by four "
    "HMACs. It is never shown, and never sent."
)


class SignatureView(QScrollArea):
    """One column of steps. `pointed` carries the Origin of a line chosen, `copied` (words, text)."""

    pointed = Signal(object)
    copied = Signal(str, str)

    def __init__(self, mask: Mask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mask = mask
        self._exchange: Exchange | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Signature")
        self.eye = SecretEye()
        self.eye.toggled.connect(self._draw)
        self.verdict = Pill()
        self._note = label.note(_HINT)
        self.canonical = _diff("Canonical request")
        self.canonical.chosen.connect(self._point)
        self.canonical.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.to_sign = _diff("String to sign")
        self._key = label.text("")
        self._scope = WireText("", "Credential scope")
        self.authorization = WireText("", "Authorization header")
        page = QWidget()
        page.setProperty("kind", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, theme.S)
        column.setSpacing(theme.S)
        column.addLayout(self._head("Canonical request", self._canonical_text, self.verdict))
        column.addWidget(self._note)
        column.addWidget(self.canonical)
        column.addSpacing(theme.M)
        column.addLayout(self._head("String to sign", self._string_text))
        column.addWidget(self.to_sign)
        column.addSpacing(theme.M)
        column.addWidget(self._key_card())
        column.addWidget(self._authorization_card())
        column.addStretch()
        self.setWidget(page)

    def show_exchange(self, exchange: Exchange) -> None:
        """Show the signature of another exchange, masked; one without a signature shows nothing."""
        self._exchange = exchange
        signature = exchange.authorisation.signature
        if signature is not None:
            self.eye.reset(useful=_clear(signature) != self._mask(_clear(signature)))
            self._draw()
            self.verticalScrollBar().setValue(0)

    def show_difference(self) -> None:
        """Scroll to the first line that differs, and choose it."""
        rows = self.canonical.differing
        if not rows:
            return
        index = self.canonical.model().index(rows[0], OURS)
        chosen = self.canonical.selectionModel()
        chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        # The rows have their places only once the page has been laid out.
        QTimer.singleShot(0, self, lambda: self._scroll_to(rows[0]))

    def _scroll_to(self, row: int) -> None:
        top = self.canonical.rowViewportPosition(row) + self.canonical.horizontalHeader().height()
        height = self.canonical.rowHeight(row)
        page = self.widget()
        assert page is not None
        at = self.canonical.mapTo(page, QPoint(0, top))
        self.ensureVisible(0, at.y() + height // 2, 0, 2 * height)

    def _head(self, title: str, text: Callable[[], str], pill: Pill | None = None) -> QHBoxLayout:
        copy = icon_button("copy", f"Copy the {title[0].lower()}{title[1:]} as it is shown")
        copy.clicked.connect(lambda: self.copied.emit(f"{title} copied", text()))
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(label.heading(title, theme.TITLE - 1))
        if pill is not None:
            row.addWidget(pill)
        row.addStretch()
        if pill is not None:
            row.addWidget(self.eye)
        row.addWidget(copy)
        return row

    def _key_card(self) -> Card:
        card = Card("Signing key")
        card.body.addWidget(self._key)
        card.body.addWidget(label.note("Credential scope"))
        card.body.addWidget(self._scope)
        return card

    def _authorization_card(self) -> Card:
        card = Card()
        card.body.addLayout(self._head("Authorization header", self._authorization_text))
        card.body.addWidget(self.authorization)
        return card

    # ---- what is shown

    def _draw(self) -> None:
        if self._exchange is None or self._exchange.authorisation.signature is None:
            return
        exchange, signature = self._exchange, self._exchange.authorisation.signature
        lines = signature_lines.canonical(exchange, signature, self._masked)
        sides = signature_lines.to_sign(exchange, signature, self._masked)
        self.canonical.set_lines(lines.pairs, compared=lines.compared)
        self.to_sign.set_lines(sides.pairs, compared=sides.compared)
        self._tell(lines)
        day = signature.credential_scope.partition("/")[0]
        words = {"day": day, "region": signature.region, "service": signature.service}
        self._key.setText(_NEVER_SHOWN.format(**words))
        self._scope.setPlainText(signature.credential_scope)
        self.authorization.setPlainText(self._authorization_text())

    def _tell(self, lines: Lines) -> None:
        rows = len(self.canonical.differing)
        if not lines.compared:
            self.verdict.show_state("", "plain")
        elif rows:
            self.verdict.show_state(
                f"{rows} {'line differs' if rows == 1 else 'lines differ'}", "bad"
            )
        else:
            self.verdict.show_state("The gateway computed the same", "ok", sign=True)

    def _masked(self, text: str) -> str:
        return text if self.eye.shown else self._mask(text)

    def _canonical_text(self) -> str:
        signature = self._exchange.authorisation.signature if self._exchange else None
        return self._masked(signature.canonical_request) if signature else ""

    def _string_text(self) -> str:
        signature = self._exchange.authorisation.signature if self._exchange else None
        return signature.string_to_sign if signature else ""

    def _authorization_text(self) -> str:
        signature = self._exchange.authorisation.signature if self._exchange else None
        return self._masked(signature.authorization) if signature else ""

    # ---- where a line came from

    def _point(self, number: int) -> None:
        if self._exchange is None or self._exchange.authorisation.signature is None:
            return
        line = self._exchange.authorisation.signature.lines[number]
        origins = tuple(dict.fromkeys(line.origins))
        if len(origins) == 1:
            self.pointed.emit(origins[0])
        elif origins:
            self._ask(origins)

    def _ask(self, origins: tuple[Origin, ...]) -> None:
        assert self._exchange is not None
        menu = QMenu(self)
        for origin in origins:
            words = origin_words(origin, self._exchange.request)
            action = menu.addAction(words[:1].upper() + words[1:])
            action.triggered.connect(lambda _=False, origin=origin: self.pointed.emit(origin))
        menu.aboutToHide.connect(menu.deleteLater)
        room = self.canonical.visualRect(self.canonical.currentIndex())
        menu.popup(self.canonical.viewport().mapToGlobal(room.bottomLeft()))


def _diff(name: str) -> DiffView:
    made = DiffView(name)
    # As high as its lines: one page scrolls, not each table in it.
    made.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


def _clear(signature: Signature) -> str:
    return f"{signature.canonical_request}\n{signature.authorization}"
