from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.state.tabs import KEPT_CLOSED, KEPT_OUTCOMES, Tab, Tabs, name_of
from tests import factories

REFUSED = Finding(id="no", severity="error", title="No")


@pytest.fixture
def tabs(qtbot: QtBot) -> Tabs:
    return Tabs()


def stored(path: str) -> StoredRequest:
    return StoredRequest(path, Request(name=path.upper()))


def opened(tabs: Tabs, *paths: str, preview: bool = False) -> list[Tab]:
    return [tabs.open(Tab(stored(path), preview=preview)) for path in paths]


def paths(tabs: Tabs) -> list[str]:
    return [tab.path for tab in tabs.all]


def test_there_is_always_a_tab_and_a_blank_one_gives_way(tabs: Tabs) -> None:
    assert tabs.current.blank
    assert tabs.current.name == "New request"
    opened(tabs, "a")
    assert paths(tabs) == ["a"]
    tabs.close(tabs.current)
    assert paths(tabs) == [""]
    tabs.close(tabs.current)
    assert len(tabs.all) == 1


def test_a_request_is_open_once_and_new_ones_stand_right_of_the_current(tabs: Tabs) -> None:
    first, _, _ = opened(tabs, "a", "b", "c")
    tabs.show(first)
    opened(tabs, "d")
    assert paths(tabs) == ["a", "d", "b", "c"]
    opened(tabs, "c")
    assert paths(tabs) == ["a", "d", "b", "c"]
    assert tabs.current.path == "c"


def test_a_preview_is_replaced_by_the_next_until_it_is_edited_or_pinned(tabs: Tabs) -> None:
    opened(tabs, "a", "b", preview=True)
    assert paths(tabs) == ["b"]
    tabs.keep_draft(tabs.current, Request(url="x"))
    opened(tabs, "c", preview=True)
    assert paths(tabs) == ["b", "c"]
    tabs.pin(tabs.current)
    opened(tabs, "d", preview=True)
    opened(tabs, "d")  # opened for good
    opened(tabs, "e", preview=True)
    assert paths(tabs) == ["b", "c", "d", "e"]
    assert [tab.preview for tab in tabs.all] == [False, False, False, True]


def test_closing_shows_the_neighbour_and_reopening_brings_back_what_was_typed(tabs: Tabs) -> None:
    _, middle, _ = opened(tabs, "a", "b", "c")
    tabs.show(middle)
    draft = Request(url="typed")
    tabs.keep_draft(middle, draft)
    tabs.close(middle)
    assert tabs.current.path == "c"
    tabs.reopen()
    assert paths(tabs) == ["a", "b", "c"]
    assert tabs.current.draft == draft
    tabs.reopen()  # nothing more
    assert len(tabs.all) == 3


def test_what_was_opened_again_by_hand_is_not_opened_twice(tabs: Tabs) -> None:
    for tab in opened(tabs, "a", "b"):
        tabs.close(tab)
    opened(tabs, "b")
    tabs.reopen()
    assert paths(tabs) == ["a", "b"]


def test_few_closed_tabs_are_remembered(tabs: Tabs) -> None:
    opened(tabs, "stays")
    for number in range(KEPT_CLOSED + 5):
        tabs.close(opened(tabs, f"r{number}")[0])
    for _ in range(KEPT_CLOSED + 5):
        tabs.reopen()
    assert len(tabs.all) == KEPT_CLOSED + 1


def test_steps_go_round_and_tabs_change_places(tabs: Tabs) -> None:
    opened(tabs, "a", "b", "c")
    tabs.step(1)
    assert tabs.current.path == "a"
    tabs.step(-1)
    assert tabs.current.path == "c"
    tabs.move(2, 0)
    assert paths(tabs) == ["c", "a", "b"]
    assert tabs.current.path == "c"


def test_only_the_tabs_used_last_keep_what_came_back(tabs: Tabs) -> None:
    made = opened(tabs, *(f"r{number}" for number in range(KEPT_OUTCOMES + 1)))
    tabs.show(made[0])
    for tab in made[:KEPT_OUTCOMES]:
        tabs.keep_outcome(tab, factories.exchange())
    tabs.show(made[1])
    tabs.show(made[0])
    tabs.keep_outcome(made[-1], REFUSED)
    assert made[2].outcome is None
    assert made[2].let_go
    assert made[0].outcome is not None
    assert made[1].outcome is not None
    assert made[-1].unread, "it came while another tab was shown"
    tabs.show(made[-1])
    assert not made[-1].unread
    tabs.close(made[-1])
    assert made[-1].outcome is None, "a closed tab keeps no body in memory"


def test_what_is_typed_is_written_down_before_another_is_shown(qtbot: QtBot, tabs: Tabs) -> None:
    first, _ = opened(tabs, "a", "b")
    seen: list[str] = []
    tabs.leaving.connect(lambda: seen.append(tabs.current.path))
    tabs.show(first)
    tabs.close(first)
    opened(tabs, "c")
    assert seen == ["b", "a", "b"]


def test_drafts_are_told_once(tabs: Tabs) -> None:
    told: list[int] = []
    (tab,) = opened(tabs, "a")
    tabs.drafts_changed.connect(lambda: told.append(1))
    tabs.keep_draft(tab, Request(url="x"))
    tabs.keep_draft(tab, Request(url="xy"))
    assert told == [1]
    tabs.keep_draft(tab, None)
    assert told == [1, 1]
    assert not tab.unsaved


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://h/prod/pets?x=1", "GET pets"),
        ("", "GET"),
        ("{{gateway}}/", "GET"),
        ("http://h/" + "x" * 200, "GET " + "x" * 76),
    ],
)
def test_a_request_without_a_name_is_named_after_what_it_does(url: str, name: str) -> None:
    assert name_of(Request(url=url)) == name
