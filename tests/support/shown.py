"""What the window shows: every text of every widget, in view or not, and the leaks in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Exchange, Request
from apiclient_gui.core.program import Program, practice_workspace
from apiclient_gui.core.redact import guard_logging
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.main_window import MainWindow
from apiclient_gui.ui.session import Session
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets.history.page import HistoryPage
from tests.support.canary import leaks

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


@contextmanager
def open_window(qtbot: QtBot, data_folder: Path) -> Iterator[MainWindow]:
    """Give the window over the practice workspace, with its logging guarded."""
    program = Program(data_folder, workspace=practice_workspace(data_folder))
    guard_logging(program.redactor)
    made = MainWindow(program, Session(data_folder / "window.ini"), practice=False)
    made.show()
    with qtbot.waitSignal(made.state.loaded, timeout=20_000):
        made.begin()
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible(), timeout=20_000)
    qtbot.waitUntil(lambda: not made.state.tasks.running, timeout=20_000)
    program.close()
    made.deleteLater()  # thousands of widgets, which every later change of the style sheet would dress


def cells(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    for row in range(model.rowCount(parent)):
        # A list model's columnCount is private in PySide.
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in ROLES)
            yield from cells(model, index)


def words(top: QWidget) -> Iterator[str]:
    """Return all that a widget and its children show, whether or not it is in view."""
    for widget in (top, *top.findChildren(QWidget)):
        yield from own_words(widget)


def own_words(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    yield from (widget.windowTitle(), widget.statusTip(), widget.whatsThis())
    if isinstance(widget, (QPlainTextEdit, QTextEdit)):
        yield widget.toPlainText()
    elif isinstance(widget, QLineEdit):
        yield from (widget.text(), widget.placeholderText())
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from cells(widget.model(), QModelIndex())
    elif hasattr(widget, "text") and callable(widget.text):
        yield str(widget.text())


def send(qtbot: QtBot, window: MainWindow, request: Request) -> Exchange | Finding:
    got: list[Exchange | Finding] = []
    window.state.arrived.connect(got.append)
    window.state.refused.connect(got.append)
    window.state.open(StoredRequest("", request))
    window.state.send(request)
    qtbot.waitUntil(lambda: bool(got), timeout=20_000)
    qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
    return got[0]


class Ears:
    """Hears what the window tells by itself: notices, toasts, what was not sent."""

    def __init__(self, state: State) -> None:
        self.words: list[str] = []
        for signal in (state.noticed, state.refused, state.told, state.unreadable):
            signal.connect(lambda *told: self.words.append(repr(told)))


def leaks_shown(
    top: QWidget, secrets: Mapping[str, str], but: Collection[str] = ("BodyView",)
) -> list[str]:
    """Return `widget: leak` for all that a widget shows; `but`: classes left out, with what is in them.

    The body of a response comes back as it came.
    """
    texts = texts_shown(top, but)
    if not leaks(b"".join(texts.values()), secrets):
        return []
    return [f"{place}: {one}" for place, text in texts.items() for one in leaks(text, secrets)]


def texts_shown(top: QWidget, but: Collection[str] = ("BodyView",)) -> dict[str, bytes]:
    """Return widget -> all that it shows; `but`: as above."""
    texts: dict[str, bytes] = {}
    for widget in (top, *top.findChildren(QWidget)):
        place = " in ".join(type(one).__name__ for one in _above(widget) if _is_ours(one))
        if not set(place.split(" in ")).intersection(but):
            text = "\n".join(own_words(widget)).encode("utf-8", "replace")
            texts[place] = texts.get(place, b"") + b"\n" + text
    return texts


def _above(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def _is_ours(widget: QWidget) -> bool:
    return type(widget).__module__.startswith("apiclient_gui")


def turn(window: MainWindow, page: str, qtbot: QtBot) -> QWidget:
    window.rail.choose(page)
    qtbot.waitUntil(lambda: not window.state.tasks.running, timeout=20_000)
    shown = window.pages.currentWidget()
    assert shown is not None
    return shown


def look_into_history(
    window: MainWindow, qtbot: QtBot, secrets: dict[str, str], found: list[str]
) -> int:
    """Show the list, and each exchange of it with all its tabs and copies; return how many there were."""
    found += leaks_shown(turn(window, "history", qtbot), secrets)
    page = window.findChild(HistoryPage)
    assert page is not None
    qtbot.waitUntil(lambda: page.table.model().rowCount() > 0, timeout=20_000)
    total = page.model.total
    for place in range(total):
        page.table.choose(place)
        # What is being read begins with a pause.
        qtbot.waitUntil(lambda place=place: _is_shown(page, place), timeout=20_000)
        found += [f"history: {one}" for one in leaks_shown(page, secrets)]
    return total


def _is_shown(page: HistoryPage, place: int) -> bool:
    row, kept = page.model.row(place), page.detail.current
    return row is not None and kept is not None and kept.id == row.id
