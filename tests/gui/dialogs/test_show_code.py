from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.flow import Browse, Show
from apiclient_gui.ui.dialogs.show_code import ShowCodeDialog, attend
from apiclient_gui.ui.state.asking import Asking
from apiclient_gui.ui.tasks import GIVEN_UP, Tasks

STEP = Show("Log in", "http://127.0.0.1:9/device?user_code=BCDF-GHJK", "BCDF-GHJK")


class Browser(QObject):
    """Takes the pages that would be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.pages.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("http", made, "take")
    yield made
    QDesktopServices.unsetUrlHandler("http")


class Bench:
    """A login that shows a code and ends when it is told to."""

    def __init__(self, qtbot: QtBot, step: Show | Browse = STEP) -> None:
        self.around = QWidget()
        qtbot.addWidget(self.around)
        self.tasks = Tasks(self.around)
        self.asking = Asking(self.tasks, self.around)
        attend(self.asking, self.around)
        self.over = Cancel()
        self.outcomes: list[object] = []
        person, over = self.asking.person, self.over

        def login(cancel: Cancel) -> str:
            if isinstance(step, Show):
                hide = person.show(step, cancel)
            else:
                hide = person.browse(step, cancel)
            try:
                while not over.wait(0.01):
                    if cancel.requested:
                        raise Cancelled
                return "done"
            finally:
                hide()

        self.task = self.tasks.start(login, self.outcomes.append, self.outcomes.append)
        qtbot.waitUntil(lambda: self.dialog() is not None)

    def dialog(self) -> ShowCodeDialog | None:
        return self.around.findChild(ShowCodeDialog)


def test_the_page_opens_and_the_code_is_in_sight_until_the_login_is_over(
    qtbot: QtBot, browser: Browser
) -> None:
    bench = Bench(qtbot)
    dialog = bench.dialog()
    assert dialog is not None
    assert dialog.code.text() == "BCDF-GHJK"
    assert browser.pages == [STEP.url]
    copy = next(one for one in dialog.findChildren(QToolButton) if "code" in one.toolTip())
    copy.click()
    assert QApplication.clipboard().text() == "BCDF-GHJK"
    bench.over.request()
    qtbot.waitUntil(lambda: bench.outcomes == ["done"])
    qtbot.waitUntil(lambda: bench.dialog() is None)


def test_a_login_without_a_code_shows_that_the_browser_is_waited_for(
    qtbot: QtBot, browser: Browser
) -> None:
    step = Browse("Log in in the browser", "http://127.0.0.1:9/authorize?state=s", "s")
    bench = Bench(qtbot, step)
    dialog = bench.dialog()
    assert dialog is not None
    assert browser.pages == [step.url]
    assert not hasattr(dialog, "code")
    assert dialog.busy.accessibleName() == "Waiting for the browser"
    bench.over.request()
    qtbot.waitUntil(lambda: bench.outcomes == ["done"])
    qtbot.waitUntil(lambda: bench.dialog() is None)


def test_closing_it_ends_the_login(qtbot: QtBot, browser: Browser) -> None:
    bench = Bench(qtbot)
    dialog = bench.dialog()
    assert dialog is not None
    assert browser.pages
    dialog.reject()
    qtbot.waitUntil(lambda: bool(bench.outcomes))
    assert [getattr(one, "id", "") for one in bench.outcomes] == [GIVEN_UP]


def test_a_login_that_is_cancelled_elsewhere_takes_it_away(qtbot: QtBot, browser: Browser) -> None:
    bench = Bench(qtbot)
    assert browser.pages
    bench.task.cancel()
    qtbot.waitUntil(lambda: bench.dialog() is None)
