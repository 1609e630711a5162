from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from apiclient_gui.core.history import Choices, Query
from apiclient_gui.ui.widgets.history.filter_bar import FilterBar

CHOICES = Choices(("GET", "POST"), ("alice",), ("dev",))


@pytest.fixture
def bar(qtbot: QtBot) -> FilterBar:
    made = FilterBar()
    qtbot.addWidget(made)
    made.offer(CHOICES)
    made.resize(1200, 40)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_at_first_nothing_is_narrowed(bar: FilterBar) -> None:
    assert bar.query() == Query()
    assert not bar.narrows
    bar.tell(4210, 4210)
    assert bar._count.text() == "4,210"
    assert not bar._clear.isVisible()


def test_each_choice_is_part_of_the_query(qtbot: QtBot, bar: FilterBar) -> None:
    bar.search.setText("pets 403")
    bar.status.setCurrentText("4xx refused")
    bar.method.setCurrentText("POST")
    bar.identity.setCurrentText("alice")
    bar.environment.setCurrentText("dev")
    with qtbot.waitSignal(bar.changed):
        bar.failed.setChecked(True)
    bar.time.setCurrentText("Last 7 days")
    query = bar.query()
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    assert query == Query(
        text="pets 403",
        statuses=(4,),
        methods=("POST",),
        identities=("alice",),
        environments=("dev",),
        failed=True,
        since=midnight - timedelta(days=6),
    )
    bar.tell(312, 4210)
    assert bar._count.text() == "312 of 4,210"
    with qtbot.waitSignal(bar.changed):
        bar._clear.click()
    assert bar.query() == Query()


def test_no_response_and_today_are_choices_too(bar: FilterBar) -> None:
    bar.status.setCurrentText("No response")
    bar.time.setCurrentText("Today")
    query = bar.query()
    assert query.statuses == (0,)
    assert query.since is not None
    assert query.since.hour == query.since.minute == 0


def test_typing_asks_once_and_after_a_pause(qtbot: QtBot, bar: FilterBar) -> None:
    asked: list[str] = []
    bar.changed.connect(lambda: asked.append(bar.query().text))
    QTest.keyClicks(bar.search, "pets")
    assert not asked
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["pets"]
    QTest.keyClicks(bar.search, "!")
    QTest.keyClick(bar.search, Qt.Key.Key_Return)  # does not wait
    assert asked == ["pets", "pets!"]
    with qtbot.waitSignal(bar.went_down):
        QTest.keyClick(bar.search, Qt.Key.Key_Down)


def test_new_choices_leave_what_is_chosen(qtbot: QtBot, bar: FilterBar) -> None:
    bar.identity.setCurrentText("alice")
    with qtbot.assertNotEmitted(bar.changed):
        bar.offer(Choices(("PUT",), ("bob",), ()))
    assert bar.identity.currentData() == "alice"
    assert [bar.identity.itemText(at) for at in range(bar.identity.count())] == [
        "Identity",
        "alice",
        "bob",
    ]
    assert [bar.method.itemText(at) for at in range(bar.method.count())] == ["Method", "PUT"]
