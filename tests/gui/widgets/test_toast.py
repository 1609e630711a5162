from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.ui.widgets.toast import Toast


def test_it_says_what_was_done_and_takes_it_back(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 400)
    page.show()
    toast = Toast(page)
    assert toast.isHidden()
    toast.say("Request deleted", undo=True)
    assert toast.isVisible()
    assert toast.accessibleName() == "Request deleted"
    assert page.rect().contains(toast.geometry())
    with qtbot.waitSignal(toast.undone):
        qtbot.mouseClick(toast.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert toast.isHidden()


def test_without_a_way_back_there_is_no_button(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    toast = Toast(page)
    toast.say("Copied")
    assert toast.findChild(QPushButton).isHidden()
    qtbot.mouseClick(toast.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert toast.isHidden()


def test_it_leaves_by_itself_and_follows_its_page(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 400)
    page.show()
    toast = Toast(page)
    toast.say("A long line that cannot fit into a narrow window at all, whatever is done")
    page.resize(200, 300)
    assert page.rect().contains(toast.geometry())
    toast._timer.setInterval(0)
    toast.say("gone at once")
    qtbot.waitUntil(toast.isHidden)


def test_a_way_back_of_its_own_is_gone_instead(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    toast = Toast(page)
    done: list[str] = []
    toast.offer("Imported", lambda: done.append("closed"))
    with qtbot.assertNotEmitted(toast.undone):
        toast.findChild(QPushButton).click()
    assert done == ["closed"]
    toast.say("Request deleted", undo=True)
    with qtbot.waitSignal(toast.undone):
        toast.findChild(QPushButton).click()
    assert done == ["closed"]
