"""The History page: the list with its filters, what was chosen in it, and what is done with both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Action, Finding
from apiclient_gui.core.history import Size
from apiclient_gui.core.model import Origin
from apiclient_gui.core.preferences import MEGABYTE
from apiclient_gui.ui import theme
from apiclient_gui.ui.state import State
from apiclient_gui.ui.widgets.button import button
from apiclient_gui.ui.widgets.confirm import confirm
from apiclient_gui.ui.widgets.empty_state import EmptyState
from apiclient_gui.ui.widgets.finding_slot import FindingSlot
from apiclient_gui.ui.widgets.focus import lead_focus
from apiclient_gui.ui.widgets.history import exchange_words, resending
from apiclient_gui.ui.widgets.history.detail_pane import DetailPane
from apiclient_gui.ui.widgets.history.exchange_model import ExchangeModel, Glance
from apiclient_gui.ui.widgets.history.exchange_table import ExchangeTable
from apiclient_gui.ui.widgets.history.filter_bar import FilterBar
from apiclient_gui.ui.widgets.label import ElideLabel
from apiclient_gui.ui.widgets.notice_bar import NoticeBar
from apiclient_gui.ui.widgets.page_head import PageHead
from apiclient_gui.ui.widgets.pill import Pill
from apiclient_gui.ui.widgets.split_view import SplitView
from apiclient_gui.ui.widgets.toast import Toast

_NOTHING: Final = "The history is empty"
_TEACHING: Final = (
    "Every exchange is kept here, its secrets masked: what went out, what came back, and why it was refused. "
    "Send a request, and it stands here: to be read, compared, and sent again."
)
_NONE: Final = "Nothing found"
_PREFERENCES: Final = Action("open_place", "Change", {"place": "preferences"})
_REQUESTS: Final = Action("open_place", "Go to Requests", {"place": "url"})
_SHARES: Final = (0.44, 0.56)  # of list and exchange
_LOW_SHARES: Final = (0.3, 0.7)
_TALL: Final = 680  # px
_ROOMY: Final = 720  # px; in less, how much is kept has no place in the head
_AT_ONCE: Final = 200  # rows that are taken out one by one; for more the list is read anew


class HistoryPage(QWidget):
    """Shows the store. `refresh` has it look for what came in since."""

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._size = Size()
        self._shared = False
        self.model = ExchangeModel(state.program, state.tasks, self)
        self._pages = QStackedWidget(self)
        self._work = QWidget(self._pages)
        self._split = SplitView(Qt.Orientation.Vertical, "list and exchange", self._work)
        self.filters = FilterBar(self._work)
        self.table = ExchangeTable(self.model, self._work)
        self.detail = DetailPane(state.program, state.tasks, self._work)
        self.notices = NoticeBar(self)
        self.toast = Toast(self)
        self._lay_out()
        self._connect()
        lead_focus(self, self.table)
        self.model.ask(self.filters.query())

    def _lay_out(self) -> None:
        self.pill = Pill()
        self.clear = button("Clear all …", "plain", "trash")
        self.clear.setToolTip("Remove every exchange")
        self.clear.setEnabled(False)
        self._stock = ElideLabel()
        self._stock.setProperty("tone", "muted")
        self._change = change = button("Change", "link")
        change.setToolTip("How much is kept stands in the preferences")
        change.setAccessibleName("Change how much is kept")
        change.clicked.connect(lambda: self._state.perform(_PREFERENCES))
        self._nothing = EmptyState(
            "history", _NOTHING, _TEACHING, (("requests", "Go to Requests"),)
        )
        self._none = EmptyState("search", _NONE, "", (("clear", "Clear filters"),))
        self._trouble = FindingSlot()
        self._list = QStackedWidget(self._work)
        # Not what the page without hits would take: then the list has all the room.
        self._list.setMinimumHeight(self.table.minimumHeight())
        self._list.addWidget(self.table)
        self._list.addWidget(self._none)
        self._split.addWidget(self._list)
        self._split.addWidget(self.detail)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        column = QVBoxLayout(self._work)
        column.setContentsMargins(theme.XL, 0, theme.XL, theme.S)
        column.setSpacing(theme.S)
        column.addWidget(self._trouble)
        column.addWidget(self.filters)
        column.addWidget(self._split, 1)
        for page in (QWidget(), self._nothing, self._work):  # the first while nothing is known yet
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(PageHead("History", (self.pill,), (self._stock, change, self.clear)))
        whole.addWidget(self.notices)
        whole.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.model.glanced.connect(self._take)
        self.model.failed.connect(self._fail)
        self.filters.changed.connect(lambda: self.model.ask(self.filters.query()))
        self.filters.went_down.connect(self._go_down)
        self.table.chosen.connect(lambda _: self._show_chosen())
        self.model.dataChanged.connect(lambda *_: self._show_chosen())
        self.table.entered.connect(self._open)
        self.table.resent.connect(self._resend)
        self.table.removed.connect(self._ask_remove)
        self.table.copied.connect(self._copy_urls)
        self.table.menu_wanted.connect(self._open_menu)
        self.detail.shown.connect(self._catch_up)
        self._waiting: Callable[[], None] | None = None
        kept = self.detail.kept
        kept.opened.connect(self._open)
        kept.resent.connect(self._resend)
        kept.removed.connect(self._ask_remove)
        kept.copied.connect(self._copy)
        kept.action.connect(self._perform)
        kept.pointed.connect(self._point)
        self._nothing.chosen.connect(lambda _: self._state.perform(_REQUESTS))
        self._none.chosen.connect(lambda _: self.filters.clear())
        self._trouble.action.connect(self._state.perform)
        self.notices.action.connect(self._state.perform)
        self.clear.clicked.connect(self._ask_clear)
        find = QAction("Search in history", self)
        find.setShortcut(QKeySequence.StandardKey.Find)
        find.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        find.triggered.connect(self._find)
        # Where it stands below, Ctrl+F searches what stands there.
        for part in (self.table, self.filters.search, self._split.handle(1)):
            part.addAction(find)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for part in (self._stock, self._change):
            part.setVisible(self.width() >= _ROOMY)

    # ---- what the store says

    def refresh(self) -> None:
        """Look for what came in since."""
        self.model.refresh()

    def _take(self, glance: Glance) -> None:
        self._trouble.show_finding(None)
        for finding in glance.findings:
            self.notices.say(finding)
        self._size = glance.size
        self.filters.offer(glance.choices)
        self._count()
        fits = glance.page.total > 0
        self._list.setCurrentWidget(self.table if fits else self._none)
        self.detail.setVisible(fits)
        everything = glance.size.entries > 0 or fits or self.filters.narrows
        page = self._work if everything else self._nothing
        self._pages.setCurrentWidget(page)
        if page is self._work and not self._shared:
            self._shared = True
            # Not at once: its panes have their room only when they are laid out.
            QTimer.singleShot(0, self, self._share)
        if fits and not self.table.places:
            self.table.choose(0)
        self._show_chosen()

    def _share(self) -> None:
        self._split.set_shares(_SHARES if self.height() >= _TALL else _LOW_SHARES)

    def _count(self) -> None:
        prefer = self._state.program.preferences
        kept = exchange_words.limits(prefer.keep, prefer.megabytes * MEGABYTE)
        entries = self._size.entries
        stock = f"{exchange_words.stock(self._size)}  ·  " if entries else ""
        self._stock.setText(stock + kept)
        self.clear.setEnabled(entries > 0)
        self.filters.tell(self.model.total, max(entries, self.model.total))
        self._none.say(
            _NONE, f"None of {exchange_words.counted(entries)} fits these words and filters."
        )

    def _fail(self, finding: Finding) -> None:
        self.pill.show_state("", "plain")
        self._pages.setCurrentWidget(self._work)
        self._trouble.show_finding(finding)

    # ---- what is chosen

    def _show_chosen(self) -> None:
        self.detail.show_ids([row.id for row in self.table.rows], len(self.table.places))

    def _go_down(self) -> None:
        self.table.setFocus()
        if not self.table.places:
            self.table.choose(0)

    def _find(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _open_menu(self, at: QPoint) -> None:
        count = len(self.table.places)
        if not count:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if count == 1:
            menu.addAction("Send again").triggered.connect(self._resend)
            menu.addAction("Open as request").triggered.connect(self._open)
            menu.addSeparator()
        menu.addAction("Copy the URL" if count == 1 else "Copy the URLs").triggered.connect(
            self._copy_urls
        )
        menu.addAction("Remove …").triggered.connect(self._ask_remove)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # ---- sent again

    def _when_shown(self, act: Callable[[], None]) -> None:
        """Do it with the exchange that was chosen, also when it is still being read."""
        if len(self.table.places) != 1:
            return
        row, kept = self.table.rows[:1], self.detail.current
        if row and kept is not None and kept.id == row[0].id:
            act()
        else:
            self._waiting = act

    def _catch_up(self) -> None:
        act, self._waiting = self._waiting, None
        if act is not None and self.detail.current is not None:
            act()

    def _open(self) -> None:
        self._when_shown(lambda: self._with_kept(resending.open_request))

    def _resend(self) -> None:
        self._when_shown(lambda: self._with_kept(resending.resend))

    def _with_kept(self, do: Callable[..., object]) -> None:
        kept = self.detail.current
        if kept is not None:
            do(self._state, kept)

    def _perform(self, action: Action) -> None:
        kept = self.detail.current
        if kept is not None:
            resending.perform(self._state, kept, action)

    def _point(self, origin: Origin) -> None:
        kept = self.detail.current
        if kept is not None:
            resending.point(self._state, kept, origin)

    # ---- copied

    def _copy(self, said: str, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.toast.say(said)

    def _copy_urls(self) -> None:
        urls = [row.url for row in self.table.rows]
        if urls:
            said = "URL copied" if len(urls) == 1 else f"{len(urls)} URLs copied"
            self._copy(said, "\n".join(urls))

    # ---- removed

    def _ask_remove(self) -> None:
        places = self.table.places
        if not places:
            return
        which = "this exchange" if len(places) == 1 else exchange_words.counted(len(places))
        collect = self.model.collect(places)
        confirm(
            self,
            f"Remove {which} from history?",
            "It is removed from the disk with its body, and cannot be brought back."
            if len(places) == 1
            else "They are removed from the disk with their bodies, and cannot be brought back.",
            "Remove",
            lambda: self._remove(collect, places[0]),
        )

    def _remove(self, collect: Callable[..., tuple[int, ...]], place: int) -> None:
        program = self._state.program

        def work(stop: Cancel) -> tuple[int, ...]:
            ids = collect(program.history, stop)
            program.history.remove(ids)
            return ids

        def removed(ids: tuple[int, ...]) -> None:
            self.pill.show_state("", "plain")
            if len(ids) > _AT_ONCE:
                self.model.ask(self.filters.query())
            else:
                self.model.drop(ids)
                self.table.choose(place)
            self.toast.say(f"{exchange_words.counted(len(ids))} removed")

        self.pill.show_state("Removing …", "accent")
        self._state.tasks.start(work, removed, self._fail, name="remove from history")

    def _ask_clear(self) -> None:
        confirm(
            self,
            "Clear the whole history?",
            f"{exchange_words.stock(self._size)} on the disk: all of it is removed, also what the filters do not "
            "show, and cannot be brought back. Your requests and identities stay.",
            "Clear all",
            self._clear_all,
        )

    def _clear_all(self) -> None:
        program = self._state.program

        def cleared(count: int) -> None:
            self.pill.show_state("", "plain")
            self.toast.say(f"{exchange_words.counted(count)} removed")
            self.filters.clear()

        self.pill.show_state("Clearing …", "accent")
        self.clear.setEnabled(False)
        self._state.tasks.start(
            lambda _: program.history.clear(), cleared, self._fail, name="clear history"
        )
