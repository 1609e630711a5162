from __future__ import annotations

from collections.abc import Iterator

import pytest

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.history import History, Page, Query, Row
from apiclient_gui.ui.widgets.history import row_window
from apiclient_gui.ui.widgets.history.row_window import MOST, STEP, Anchor, RowWindow, Stretch
from tests import factories
from tests.support import histories

QUERY = Query()


def row(id_: int) -> Row:
    return Row(id=id_, sent_at=factories.NOW, method="GET", url="https://h/", host="h")


def rows(first: int, count: int) -> tuple[Row, ...]:
    return tuple(row(first - at) for at in range(count))


def window(total: int) -> RowWindow:
    """A list whose row at a place has the id total - place, its first hundred rows held."""
    return RowWindow(Page(rows(total, min(total, STEP)), more=total > STEP, total=total))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with histories.history(tmp_path_factory.mktemp("store"), 1_250) as made:
        yield made


def start(store: History) -> RowWindow:
    return RowWindow(store.page(limit=STEP))


def test_any_place_is_reached_from_the_anchor_before_it(store: History) -> None:
    list_ = start(store)
    gap = list_.missing(1_190, 1_230)
    assert gap == (1_100, 1_249)
    list_.take(row_window.read(store, QUERY, list_.anchor(gap[0]), *gap, Cancel()))
    found = list_.row(1_200)
    assert found is not None
    assert found.url.endswith("/49")
    assert list_.missing(1_190, 1_230) is None
    assert list_.row(500) is None  # passed over, not held
    assert list_.anchor(550).row == 500  # but found again without a walk
    list_.take(row_window.read(store, QUERY, list_.anchor(500), 500, 599, Cancel()))
    found = list_.row(599)
    assert found is not None
    assert found.url.endswith("/650")


def test_the_end_is_met_where_rows_went_meanwhile(store: History) -> None:
    stretch = row_window.read(store, QUERY, start(store).anchor(0), 1_200, 1_299, Cancel())
    assert (stretch.end, len(stretch.rows)) == (1_250, 50)
    list_ = window(1_300)
    list_.take(stretch)
    assert list_.total == 1_250


def test_a_reading_stops_when_it_is_cancelled(store: History) -> None:
    stop = Cancel()
    stop.request()
    with pytest.raises(Cancelled):
        row_window.read(store, QUERY, start(store).anchor(0), 0, 10, stop)


def test_ids_of_spans_are_read_without_holding_their_rows(store: History) -> None:
    list_ = start(store)
    spans = [(list_.anchor(0), 1, 2), (list_.anchor(700), 1_248, 1_249)]
    ids = row_window.ids(store, QUERY, spans, Cancel())
    urls = [store.show(one).exchange.prepared.path for one in ids]
    assert urls == ["/1248", "/1247", "/1", "/0"]


def test_only_so_many_rows_are_held_and_always_the_newest() -> None:
    list_ = window(100_000)
    for first in range(STEP, 20_000, STEP):
        list_.take(Stretch(first, rows(100_000 - first, STEP)))
    assert len(list_) == MOST
    assert list_.row(0) == row(100_000)
    assert list_.row(50) is None
    assert list_.row(19_990) == row(80_010)


def test_newer_rows_are_told_from_known_ones() -> None:
    list_ = window(300)
    assert list_.newer(Page(rows(303, STEP), total=303)) == rows(303, 3)
    assert list_.newer(Page(rows(300, STEP), total=300)) == ()
    assert list_.newer(Page(rows(900, STEP), total=900)) is None, "more came than a page holds"
    other = (row(303), row(300), row(298))
    assert list_.newer(Page(other, total=302)) is None, "one in between was removed elsewhere"
    assert RowWindow(Page()).newer(Page(rows(3, 3), total=3)) is None


def test_what_comes_on_top_moves_the_others_down() -> None:
    list_ = window(300)
    list_.put_on_top(rows(302, 2))
    assert (list_.total, list_.row(0), list_.row(2)) == (302, row(302), row(300))
    assert list_.anchor(0) == Anchor(0, 303)
    assert list_.anchor(50) == Anchor(2, 301)


def test_what_is_taken_out_moves_the_others_up() -> None:
    list_ = window(300)
    list_.take(Stretch(100, rows(200, STEP), (Anchor(100, 201), Anchor(200, 101))))
    list_.take_out(5)
    assert (list_.total, list_.row(4), list_.row(5)) == (299, row(296), row(294))
    assert list_.anchor(150) == Anchor(99, 201)
    assert list_.places([296, 294]) == (5, 4)
    assert list_.places([295]) is None


def test_nothing_is_missing_of_an_empty_list() -> None:
    assert RowWindow(Page()).missing(-50, 50) is None
    assert window(10).missing(-50, 50) is None
