from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.snapshot import Snapshot
from apiclient_gui.ui.state import outside
from apiclient_gui.ui.state.tabs import Tab, Tabs

BASE = Request(name="Pets", url="http://base")
MINE = Request(name="Pets", url="http://mine")
THEIRS = Request(name="Pets", url="http://theirs")


@pytest.fixture
def tabs(qtbot: QtBot) -> Tabs:
    made = Tabs()
    made.open(Tab(StoredRequest("pets", BASE)))
    return made


def on_disk(request: Request) -> Snapshot:
    return Snapshot("W", requests=(StoredRequest("pets", request),))


def test_without_a_draft_the_file_is_shown(qtbot: QtBot, tabs: Tabs) -> None:
    with qtbot.waitSignal(tabs.turned):
        outside.follow_disk(tabs, on_disk(THEIRS))
    assert tabs.current.request == THEIRS
    with qtbot.assertNotEmitted(tabs.turned):
        outside.follow_disk(tabs, on_disk(THEIRS))


def test_with_a_draft_the_person_decides(tabs: Tabs) -> None:
    tab = tabs.current
    tabs.keep_draft(tab, MINE)
    outside.follow_disk(tabs, on_disk(THEIRS))
    assert (tab.request, tab.theirs) == (MINE, THEIRS)
    outside.follow_disk(tabs, on_disk(BASE))  # they took it back
    assert tab.theirs is None
    outside.follow_disk(tabs, on_disk(THEIRS))
    outside.keep_mine(tabs, tab)
    assert (tab.request, tab.theirs, tab.stored.request) == (MINE, None, THEIRS)
    outside.follow_disk(tabs, on_disk(BASE))
    outside.take_theirs(tabs, tab)
    assert (tab.request, tab.draft) == (BASE, None)


def test_who_made_the_same_change_has_nothing_to_decide(tabs: Tabs) -> None:
    tabs.keep_draft(tabs.current, MINE)
    outside.follow_disk(tabs, on_disk(MINE))
    assert not tabs.current.unsaved


def test_a_new_name_or_place_is_taken_over(tabs: Tabs) -> None:
    tabs.keep_draft(tabs.current, MINE)
    outside.follow_disk(tabs, on_disk(Request(name="Dogs", url=BASE.url, position=7)))
    assert tabs.current.request == Request(name="Dogs", url=MINE.url, position=7)
    assert tabs.current.theirs is None


def test_a_file_that_is_gone_leaves_the_tab_and_one_that_is_back_mends_it(tabs: Tabs) -> None:
    outside.follow_disk(tabs, Snapshot("W"))
    assert tabs.current.gone
    assert tabs.current.unsaved
    assert tabs.current.request == BASE
    outside.follow_disk(tabs, on_disk(BASE))
    assert not tabs.current.unsaved


def test_what_changed_is_named() -> None:
    after = Snapshot("W", requests=(StoredRequest("a/new", BASE), StoredRequest("pets", THEIRS)))
    assert outside.changes(on_disk(BASE), after) == ("a/new", "pets")
    assert outside.changes(after, after) == ()
    assert outside.words(("a/new",)) == "new.toml changed on disk"
    assert outside.words(("a", "b")) == "2 requests changed on disk"
