"""The menu that copies the request for another program."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from apiclient_gui.core.exporters.base import Exporter
from apiclient_gui.ui import theme


class CopyAs(QPushButton):
    """`chosen` carries the Exporter; those whose text holds secrets stand apart, at the end."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Copy request as", parent)
        self.setFont(theme.font(theme.NOTE))
        self.setProperty("kind", "link")
        self.setProperty("menu", "true")
        self.setAutoDefault(False)
        self.setToolTip("Copy this request for curl, Python and others")
        self.menu_ = QMenu(self)
        self.menu_.setToolTipsVisible(True)
        self.menu_.aboutToShow.connect(self.fill)
        self.setMenu(self.menu_)

    def fill(self) -> None:
        """Put the formats into the menu; they are loaded when they are first wanted."""
        if self.menu_.actions():
            return
        from apiclient_gui.core import exporters  # noqa: PLC0415  # start-up time

        plain = [one for one in exporters.TABLE.values() if not one.signed]
        signed = [one for one in exporters.TABLE.values() if one.signed]
        for one in plain:
            self._add(one)
        self.menu_.addSeparator()
        for one in signed:
            self._add(one)

    def _add(self, exporter: Exporter) -> None:
        action = self.menu_.addAction(exporter.title)
        action.setToolTip(exporter.summary)
        action.triggered.connect(lambda _=False: self.chosen.emit(exporter))
