"""The tabs of the open requests: shown, ordered and closed, with a question only where something would be lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMessageBox, QVBoxLayout, QWidget

from apiclient_gui.core.model import Exchange
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.panels.base import Panel, Shared
from apiclient_gui.ui.state import Tab
from apiclient_gui.ui.state.edits import shown
from apiclient_gui.ui.widgets.confirm import dress
from apiclient_gui.ui.widgets.request_tabs import Face, Mark, RequestTabs

_KEYS: Final = (
    ("Close the tab", "Ctrl+W"),
    ("Next tab", "Ctrl+Tab"),
    ("Previous tab", "Ctrl+Shift+Tab"),
    ("Open the closed tab again", "Ctrl+Shift+T"),
)


class OpenRequests(QWidget):
    """The strip over the composer. What it shows is the state's; what the person does with it goes there."""

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._state = shared.state
        self._tabs = shared.state.tabs
        self.strip = RequestTabs()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.strip)
        tabs = self._tabs
        acts: tuple[Callable[[], None], ...] = (
            lambda: self.close_tabs((tabs.current,)),
            lambda: tabs.step(1),
            lambda: tabs.step(-1),
            tabs.reopen,
        )
        for (name, keys), act in zip(_KEYS, acts, strict=True):
            self._act(name, keys, act)
        strip = self.strip
        strip.chosen.connect(lambda at: tabs.show(tabs.all[at]))
        strip.closed.connect(lambda at: self.close_tabs((tabs.all[at],)))
        strip.pinned.connect(lambda at: tabs.pin(tabs.all[at]))
        strip.moved.connect(tabs.move)
        strip.new_wanted.connect(self._begin)
        strip.menu_wanted.connect(self._menu)
        tabs.changed.connect(self._show)
        self._show()

    def close_tabs(self, tabs: Sequence[Tab]) -> None:
        """Close these, after a question if that loses something."""
        self._state.settling.emit()
        unsaved = [tab for tab in tabs if tab.unsaved]
        for tab in tabs:
            if not tab.unsaved:
                self._tabs.close(tab)
        if unsaved:
            self._ask(unsaved)

    # ---- how it is done

    def _show(self) -> None:
        tabs = self._tabs.all
        self.strip.show_tabs([_face(tab) for tab in tabs], tabs.index(self._tabs.current))

    def _begin(self) -> None:
        current = self._tabs.current
        self._state.begin_request(current.path.rpartition("/")[0] or current.folder)

    def _ask(self, tabs: Sequence[Tab]) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle("Not saved")
        if len(tabs) == 1:
            box.setText(f"{shown(tabs[0].name)} has changes that are not saved")
        else:
            box.setText(f"{len(tabs)} requests have changes that are not saved")
        box.setInformativeText(
            "Ctrl+Shift+T opens a closed tab again, as long as the window is open."
        )
        button = QMessageBox.StandardButton
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        box.button(button.Save).clicked.connect(lambda: self._save_and_close(tabs))
        box.button(button.Discard).clicked.connect(lambda: self._close(tabs))
        box.open()
        dress(box)

    def _close(self, tabs: Sequence[Tab]) -> None:
        for tab in tabs:
            self._tabs.close(tab)

    def _save_and_close(self, tabs: Sequence[Tab]) -> None:
        for tab in tabs:
            self._state.save(tab, lambda tab=tab: self._tabs.close(tab))  # type: ignore[misc]  # mypy takes it for one with an argument

    def _menu(self, at: int, place: QPoint) -> None:
        tab = self._tabs.all[at]
        others = [one for one in self._tabs.all if one is not tab]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Close").triggered.connect(lambda: self.close_tabs((tab,)))
        rest = menu.addAction("Close the others")
        rest.setEnabled(bool(others))
        rest.triggered.connect(lambda: self.close_tabs(others))
        menu.addSeparator()
        if tab.preview:
            menu.addAction("Keep open").triggered.connect(lambda: self._tabs.pin(tab))
        reveal = menu.addAction("Reveal in the tree")
        reveal.setEnabled(bool(tab.path))
        reveal.triggered.connect(lambda: self._state.revealed.emit(tab.path))
        menu.addAction("Duplicate").triggered.connect(lambda: self._duplicate(tab))
        menu.popup(place)

    def _duplicate(self, tab: Tab) -> None:
        if tab.path:
            self._state.duplicate(tab.path)
        else:
            self._state.open(StoredRequest("", tab.request))

    def _act(self, name: str, keys: str, act: Callable[[], None]) -> None:
        made = QAction(name, self)
        made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda: act())  # noqa: PLW0108  # Qt would hand over whether it is checked
        self.addAction(made)


def _face(tab: Tab) -> Face:
    mark: Mark = ""
    if tab.sending is not None:
        mark = "sending"
    elif tab.unread:
        mark = "arrived" if isinstance(tab.outcome, Exchange) else "failed"
    place = f"{tab.path}.toml" if tab.path else "Not saved yet"
    return Face(tab.request.method, tab.name, place, tab.unsaved, tab.preview, mark)


MEMBER = Panel("open_requests", OpenRequests)
