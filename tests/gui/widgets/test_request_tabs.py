from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.request_tabs import Face, RequestTabs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEFT = Qt.MouseButton.LeftButton
FACES = (
    Face("GET", "List pets", "IAM/list.toml"),
    Face("POST", "Add a pet", "IAM/add.toml", unsaved=True),
    Face("DELETE", "x" * 1_000_000, "x.toml", preview=True, mark="arrived"),
)


@pytest.fixture
def strip(qtbot: QtBot) -> RequestTabs:
    made = RequestTabs()
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show_tabs(FACES, 0)
    made.show()
    return made


def told(strip: RequestTabs) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for name in ("chosen", "closed", "pinned", "moved", "new_wanted"):
        getattr(strip, name).connect(lambda *what, name=name: found.append((name, *what)))
    return found


def middle(strip: RequestTabs, at: int) -> QPoint:
    return strip.bar.tabRect(at).center() - QPoint(20, 0)


def cross(strip: RequestTabs, at: int) -> QPoint:
    return strip.bar._cross_room(strip.bar.tabRect(at)).center()


def picture(strip: RequestTabs, *faces: Face) -> QImage:
    strip.show_tabs(faces, 0)
    return strip.bar.grab().toImage()


def drag(strip: RequestTabs, at: int, to: QPoint) -> None:
    bar = strip.bar
    QTest.mousePress(bar, LEFT, pos=middle(strip, at))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(bar.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    bar.mouseMoveEvent(move)
    QTest.mouseRelease(bar, LEFT, pos=to)


def test_each_tab_says_what_it_is(strip: RequestTabs) -> None:
    bar = strip.bar
    assert bar.count() == 3
    assert bar.accessibleTabName(0) == "GET List pets"
    assert bar.accessibleTabName(1) == "POST Add a pet, not saved"
    assert bar.accessibleTabName(2).endswith(", preview, answer arrived")
    assert bar.tabToolTip(1) == "IAM/add.toml"
    assert bar.tabRect(2).width() < 300, "a name of megabytes is cut"


def test_showing_tells_nothing_and_choosing_does(strip: RequestTabs) -> None:
    seen = told(strip)
    strip.show_tabs(FACES[:2], 1)
    strip.show_tabs(FACES, 2)
    assert seen == []
    QTest.mouseClick(strip.bar, LEFT, pos=middle(strip, 0))
    QTest.keyClick(strip.bar, Qt.Key.Key_Right)
    assert seen == [("chosen", 0), ("chosen", 1)]


def test_the_cross_and_the_middle_button_close(strip: RequestTabs) -> None:
    seen = told(strip)
    QTest.mouseClick(strip.bar, LEFT, pos=cross(strip, 1))
    QTest.mouseClick(strip.bar, Qt.MouseButton.MiddleButton, pos=middle(strip, 2))
    assert seen == [("closed", 1), ("closed", 2)]
    seen.clear()
    QTest.mousePress(strip.bar, LEFT, pos=cross(strip, 1))
    QTest.mouseRelease(strip.bar, LEFT, pos=middle(strip, 0))
    assert seen == [], "who lets go elsewhere has thought better of it"


def test_a_double_click_pins_and_the_button_makes_a_new_one(strip: RequestTabs) -> None:
    seen = told(strip)
    QTest.mouseDClick(strip.bar, LEFT, pos=middle(strip, 0))
    strip.new.click()
    assert seen == [("pinned", 0), ("new_wanted",)]


def test_a_tab_is_dragged_past_the_middle_of_its_neighbour(strip: RequestTabs) -> None:
    seen = told(strip)
    room = strip.bar.tabRect(1)
    drag(strip, 0, QPoint(room.center().x() - 10, 10))
    assert ("moved", 0, 1) not in seen
    drag(strip, 0, QPoint(room.center().x() + 10, 10))
    assert ("moved", 0, 1) in seen


def test_the_menu_comes_by_mouse_and_by_key(strip: RequestTabs, qtbot: QtBot) -> None:
    for reason, at in (
        (QContextMenuEvent.Reason.Mouse, 2),
        (QContextMenuEvent.Reason.Keyboard, 0),
    ):
        event = QContextMenuEvent(reason, middle(strip, 2), QPoint(5, 5))
        with qtbot.waitSignal(strip.menu_wanted) as wanted:
            strip.bar.contextMenuEvent(event)
        assert wanted.args[0] == at


def test_every_mark_looks_different(strip: RequestTabs) -> None:
    plain = Face("GET", "Pets", "p")
    looks = [
        picture(strip, plain, Face("GET", "Pets", "p", **marks))  # type: ignore[arg-type]
        for marks in (
            {},
            {"unsaved": True},
            {"preview": True},
            {"mark": "sending"},
            {"mark": "arrived"},
            {"mark": "failed"},
        )
    ]
    assert all(one != other for n, one in enumerate(looks) for other in looks[n + 1 :])


def test_many_tabs_scroll_and_the_new_button_stays(strip: RequestTabs, qtbot: QtBot) -> None:
    strip.show_tabs([Face("GET", f"Request {n}", "") for n in range(30)], 29)
    qtbot.waitUntil(lambda: strip.bar.visibleRegion().contains(strip.bar.tabRect(29).center()))
    assert strip.new.geometry().right() < strip.width()
    assert strip.new.isVisible()


def test_with_more_room_the_tabs_before_the_current_one_come_back_into_sight(
    strip: RequestTabs, qtbot: QtBot
) -> None:
    faces = tuple(Face("GET", f"Request number {at}", f"{at}.toml") for at in range(4))
    strip.resize(260, 40)
    strip.show_tabs(faces, 3)
    qtbot.waitUntil(lambda: strip.bar.tabRect(2).right() <= 0)
    heard = told(strip)
    strip.resize(1300, 40)
    qtbot.waitUntil(lambda: strip.bar.tabRect(0).left() >= 0)
    assert strip.bar.currentIndex() == 3
    assert heard == []
